// Stands for agnhost, the image of Kubernetes' own tests: many small programs behind one name, the first argument says which.

import type { Process, Program } from "../../../shell/process.ts";
import { daemon, flag, plain } from "./daemon.ts";
import { atOnce } from "./hand-over.ts";
import type { HttpAnswer, HttpRequest } from "./http-server.ts";
import { anyVersion, type Image } from "./image.ts";
import { namedPrograms } from "./userland.ts";

const VERSION = "2.53";
/** The server of the task about liveness probes is well for so long. */
const HEALTHY_MS = 10_000;

const portOf = ({ argv }: Process, name: string, otherwise: number): number => Number(flag(argv, name) ?? otherwise);

function klog({ machine, pid }: Process, text: string): string {
  const [date = "", time = ""] = new Date(machine.now()).toISOString().split("T");
  const stamp = `${date.slice(5).replace("-", "")} ${time.slice(0, 12)}000`;
  return `I${stamp} ${String(pid).padStart(7)} log.go:245] ${text}`;
}

const netexec = daemon({
  ports: (process) => [portOf(process, "http-port", 8080)],
  says: (process) => [
    klog(process, `Started HTTP server on port ${portOf(process, "http-port", 8080)}`),
    klog(process, `Started UDP server on port  ${portOf(process, "udp-port", 8081)}`),
  ],
  respond: (request, process) => {
    process.stderr.write(`${klog(process, `GET ${request.target}`)}\n`);
    return netexecAnswer(request, process);
  },
});

function netexecAnswer({ path, query, client, headers, target }: HttpRequest, { machine, env }: Process): HttpAnswer {
  switch (path) {
    case "/":
      return plain(200, `NOW: ${new Date(machine.now()).toISOString().replace("T", " ").replace("Z", "")} +0000 UTC`);
    case "/clientip":
      return plain(200, `${client}:40312`);
    case "/echo":
      return plain(Number(query.get("code") ?? 200), query.get("msg") ?? "");
    case "/header":
      return plain(200, headers[(query.get("key") ?? "").toLowerCase()] ?? "");
    case "/healthz":
      return plain(200, "");
    case "/hostname":
    case "/hostName":
      return plain(200, machine.hostname);
    case "/dial":
    case "/exit":
    case "/shell":
    case "/upload":
      return plain(501, `k8s-tutor does not simulate ${path} of agnhost netexec\n`);
    default:
      return path.startsWith("/env")
        ? plain(200, env[query.get("name") ?? ""] ?? "")
        : plain(404, `404 page not found: ${target}\n`);
  }
}

const serveHostname = daemon({
  ports: (process) => [portOf(process, "port", 9376)],
  says: (process) => [klog(process, "Serving on port 9376.")],
  respond: (_, { machine }) => plain(200, machine.hostname),
});

/** Well for ten seconds, and never again: for the task about liveness probes. */
function liveness(process: Process): Program {
  const startedAt = process.machine.now();
  return daemon({
    ports: [8080],
    respond: ({ path }, { machine }) => {
      const seconds = (machine.now() - startedAt) / 1000;
      if (path !== "/healthz") return plain(404, "404 page not found\n");
      return seconds * 1000 > HEALTHY_MS ? plain(500, `error: ${seconds}`) : plain(200, "ok");
    },
  });
}

const pause: Program = function* (process) {
  process.stdout.write("Paused\n");
  return yield* daemon({})(process);
};

const SUBCOMMANDS: Readonly<Record<string, Program>> = {
  netexec,
  "serve-hostname": serveHostname,
  "test-webserver": daemon({ ports: (process) => [portOf(process, "port", 80)], respond: () => plain(200, "") }),
  "no-snat-test": daemon({ ports: [8080], respond: () => plain(200, "") }),
  liveness: (process) => liveness(process)(process),
  pause,
  help: atOnce(({ stdout }) => {
    stdout.write("Usage:\n  app [command]\n");
    return 0;
  }),
};

const agnhost: Program = function* (process) {
  const [, name = ""] = process.argv;
  const program = SUBCOMMANDS[name];
  if (program !== undefined) return yield* program(process);
  if (name === "--version") {
    process.stdout.write(`app version ${VERSION}\n`);
    return 0;
  }
  process.stderr.write(`k8s-tutor does not simulate agnhost ${name}; it has ${Object.keys(SUBCOMMANDS).join(", ")}\n`);
  return 1;
};

export const agnhostImages: readonly Image[] = [
  "registry.k8s.io/e2e-test-images/agnhost",
  "k8s.gcr.io/e2e-test-images/agnhost",
].map((repository) => ({
  repository,
  sizeBytes: 52_000_000,
  hasTag: anyVersion,
  config: () => ({
    userland: "alpine" as const,
    entrypoint: ["/agnhost"],
    cmd: ["pause"],
    programs: { "/agnhost": agnhost, ...namedPrograms(["curl", "dig"], "/usr/bin") },
  }),
}));
