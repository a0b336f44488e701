// Stands for podinfo: the small web application with which delivery tools show what they do.

import type { Process } from "../../../shell/process.ts";
import { daemon, flag, plain } from "./daemon.ts";
import type { HttpAnswer, HttpRequest } from "./http-server.ts";
import { type Image, versionOf } from "./image.ts";
import { json } from "./json-answer.ts";

const NEWEST = "6.9.2";
const LOGO = "https://raw.githubusercontent.com/stefanprodan/podinfo/gh-pages/cuddle_clap.gif";

/** What may be switched by a request. */
interface Switches {
  isReady: boolean;
}

function log({ machine, stdout }: Process, version: string, message: string, more: object = {}): void {
  const ts = new Date(machine.now()).toISOString();
  stdout.write(
    `${JSON.stringify({ level: "info", ts, caller: "podinfo/main.go:153", msg: message, version, ...more })}\n`,
  );
}

function podinfo(version: string) {
  const portOf = ({ argv, env }: Process): number => Number(flag(argv, "port") ?? env.PODINFO_PORT ?? env.PORT ?? 9898);
  return (process: Process) => {
    const switches: Switches = { isReady: true };
    const server = daemon({
      ports: [
        portOf(process),
        ...(flag(process.argv, "grpc-port") === undefined ? [] : [Number(flag(process.argv, "grpc-port"))]),
      ],
      says: () => {
        log(process, version, "Starting podinfo", { revision: "a1b2c3d", port: String(portOf(process)) });
        log(process, version, "Starting HTTP Server.", { addr: `:${portOf(process)}` });
        return [];
      },
      respond: (request) => respond(request, process, version, switches),
      lastWords: () => {
        log(process, version, "Shutting down HTTP/HTTPS server", { timeout: 5 });
        return [];
      },
    });
    return server(process);
  };
}

function respond(request: HttpRequest, process: Process, version: string, switches: Switches): HttpAnswer {
  const { path, method, body, query } = request;
  const { env, machine, argv } = process;
  const [, first = "", rest = ""] = path.split("/");
  switch (first) {
    case "":
    case "api": {
      const ui = {
        color: env.PODINFO_UI_COLOR ?? "#34577c",
        message: env.PODINFO_UI_MESSAGE ?? `greetings from podinfo v${version}`,
      };
      const page = {
        hostname: machine.hostname,
        version,
        revision: "a1b2c3d",
        color: ui.color,
        logo: env.PODINFO_UI_LOGO ?? LOGO,
        message: flag(argv, "ui-message") ?? ui.message,
        goos: "linux",
        goarch: "amd64",
        runtime: "go1.25.1",
        num_goroutine: "8",
        num_cpu: "2",
      };
      return json(200, page, 2);
    }
    case "healthz":
      return json(200, { status: "OK" }, 2);
    case "readyz":
      if (rest === "enable" || rest === "disable") {
        switches.isReady = rest === "enable";
        return json(202, { status: "OK" }, 2);
      }
      return switches.isReady ? json(200, { status: "OK" }, 2) : json(503, { status: "KO" }, 2);
    case "version":
      return json(200, { commit: "a1b2c3d", version }, 2);
    case "env":
      return json(
        200,
        Object.entries({ ...env, HOSTNAME: machine.hostname }).map(([name, value]) => `${name}=${value}`),
        2,
      );
    case "headers":
      return json(200, request.headers, 2);
    case "echo":
      return method === "POST" ? { ...plain(202, body), status: 202 } : json(200, {}, 2);
    case "status":
      return json(Number(rest), { status: Number(rest) }, 2);
    case "delay":
      return { ...json(200, { delay: Number(rest) }, 2), delayMs: Number(rest) * 1000 };
    case "panic":
      log(process, version, "Panic command received");
      machine.signal(process.pid, "SIGTERM");
      return plain(200, "");
    case "metrics":
      return plain(
        200,
        `# HELP http_requests_total The total number of HTTP requests.\n# TYPE http_requests_total counter\nhttp_requests_total{status="200"} ${query.size + 1}\n`,
      );
    default:
      return plain(404, "404 page not found\n");
  }
}

export const podinfoImages: readonly Image[] = ["docker.io/stefanprodan/podinfo", "ghcr.io/stefanprodan/podinfo"].map(
  (repository) => ({
    repository,
    sizeBytes: 34_000_000,
    hasTag: (tag: string) => tag === "latest" || /^[3-6]\.\d+\.\d+$/.test(tag),
    config: (tag: string) => ({
      userland: "alpine" as const,
      cmd: ["./podinfo"],
      workingDir: "/home/app",
      user: "app",
      users: { app: 100 },
      programs: { "/home/app/podinfo": podinfo(versionOf(tag, NEWEST)) },
    }),
  }),
);
