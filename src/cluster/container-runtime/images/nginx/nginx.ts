// Stands for nginx: a web server in the foreground, and the orders to one that runs.

import type { Listener, Process, Program } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  serveUntil,
} from "../http-server.ts";
import { NginxConfigError, type NginxServer, readNginxConfig } from "../nginx-config.ts";
import { passOn } from "../proxy.ts";
import { answerRequest, errorPage } from "./answer.ts";
import { accessLine, stamp } from "./log.ts";
import { makeTemporaryPaths, refusalOfPort, warningOfUser, writePid } from "./places.ts";

/** Writes a line of the error log, which goes to standard error. */
type Say = (level: string, text: string) => void;

/** `nginx` itself: the server in the foreground, or `-s signal` and `-t` for one that runs. */
export function nginx(version: string): Program {
  return function* (process) {
    const { argv, machine, stderr } = process;
    if (argv.includes("-v")) {
      stderr.write(`nginx version: nginx/${version}\n`);
      return 0;
    }
    const say: Say = (level, text) => {
      stderr.write(`${stamp(machine.now())} [${level}] ${process.pid}#${process.pid}: ${text}\n`);
    };
    const servers = readServers(process, say);
    if (servers === undefined) return 1;
    if (argv.includes("-t")) {
      stderr.write(
        "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n",
      );
      return 0;
    }
    if (argv.includes("-s")) return order(process, say, argv[argv.indexOf("-s") + 1]);
    // Until it has opened its own log, nginx says everything twice.
    const sayAtStart: Say = (level, text) => {
      say(level, text);
      stderr.write(`nginx: [${level}] ${text}\n`);
    };
    const warning = warningOfUser(process);
    if (warning !== undefined) sayAtStart("warn", warning);
    const ports = servers.flatMap((server) => server.ports);
    const failure = makeTemporaryPaths(process) ?? ports.map((port) => refusalOfPort(process, port)).find(Boolean);
    if (failure !== undefined) {
      sayAtStart("emerg", failure);
      return 1;
    }
    const listeners = yield* listenAll(process, say, servers);
    if (listeners === undefined) return 1;
    const pidFailure = writePid(process);
    if (pidFailure !== undefined) {
      sayAtStart("emerg", pidFailure);
      return 1;
    }
    return yield* serve(process, say, { version, servers, listeners });
  };
}

/** Undefined when the configuration cannot be read, which has been said. */
function readServers({ machine }: Process, say: Say): readonly NginxServer[] | undefined {
  try {
    return readNginxConfig(machine.files);
  } catch (error) {
    if (!(error instanceof NginxConfigError)) throw error;
    say("emerg", `${error.message} in /etc/nginx/conf.d/default.conf:1`);
    return undefined;
  }
}

const orders = { stop: "SIGTERM", quit: "SIGQUIT", reload: "SIGHUP", reopen: "SIGUSR1" } as const;

/** `nginx -s`: a signal to the server that runs. */
function order({ machine, stderr }: Process, say: Say, name: string | undefined): number {
  const signal = orders[name as keyof typeof orders];
  const main = machine
    .processes()
    .find(({ argv: words }) => words[0]?.endsWith("nginx") === true && !words.includes("-s"));
  if (signal === undefined || main === undefined) {
    stderr.write(`nginx: invalid option: "-s ${name}"\n`);
    return 1;
  }
  say("notice", "signal process started");
  machine.signal(main.pid, signal);
  return 0;
}

function* listenAll(process: Process, say: Say, servers: readonly NginxServer[]): Doing<Listener[] | undefined> {
  const listeners: Listener[] = [];
  for (const port of new Set(servers.flatMap((server) => server.ports))) {
    const failure = `bind() to 0.0.0.0:${port} failed (98: Address already in use)`;
    const listener = listenOn(process, port, `${stamp(process.machine.now())} [emerg] 1#1: ${failure}\n`);
    if (listener === undefined) {
      // nginx tries five times before it gives up.
      for (let tries = 0; tries < 4; tries++) {
        yield { until: [], forMs: 500 };
        say("emerg", failure);
      }
      say("emerg", "still could not bind()");
      return undefined;
    }
    listeners.push(listener);
  }
  return listeners;
}

interface Service {
  readonly version: string;
  readonly servers: readonly NginxServer[];
  readonly listeners: readonly Listener[];
}

function* serve(process: Process, say: Say, { version, servers: first, listeners }: Service): Doing<number> {
  sayStarted(say, version);
  let servers = first;
  let signal: string | undefined;
  for (const ending of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) process.onSignal(ending, (name) => (signal = name));
  process.onSignal("SIGHUP", () => {
    say("notice", "signal 1 (SIGHUP) received, reconfiguring");
    // What cannot be read changes nothing.
    servers = readServers(process, say) ?? servers;
  });
  const respond = responder(process, version, () => servers);
  const http = new HttpServer(process, listeners, respond, `nginx/${version}`);
  yield* serveUntil(http, () => signal !== undefined);
  say(
    "notice",
    signal === "SIGQUIT" ? "signal 3 (SIGQUIT) received, shutting down" : "signal 15 (SIGTERM) received, exiting",
  );
  say("notice", "exit");
  return 0;
}

function sayStarted(say: Say, version: string): void {
  for (const text of [
    `using the "epoll" event method`,
    `nginx/${version}`,
    "built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1) ",
    "OS: Linux",
    "getrlimit(RLIMIT_NOFILE): 1048576:1048576",
    "start worker processes",
    "start worker process 29",
    "start worker process 30",
  ]) {
    say("notice", text);
  }
}

function responder(process: Process, version: string, servers: () => readonly NginxServer[]) {
  const noted = (request: HttpRequest, answer: HttpAnswer): HttpAnswer => {
    process.stdout.write(accessLine(request, answer, process.machine.now()));
    return answer;
  };
  return (request: HttpRequest): HttpAnswer | PendingAnswer => {
    const server = servers().find((one) => one.ports.includes(request.port)) ?? servers()[0];
    const answer = server === undefined ? errorPage(404, version) : answerRequest(process, server, request, version);
    if (!("proxyPass" in answer)) return noted(request, answer);
    const pending = passOn(process, request, answer, () => errorPage(502, version));
    return { given: pending.given, answer: () => noted(request, pending.answer()) };
  };
}
