// The lessons' own image: a small web application that misbehaves in whatever way a lesson needs.

import { parseDuration } from "../../../api/duration.ts";
import type { Process, Program } from "../../../shell/process.ts";
import { flag, plain } from "./daemon.ts";
import { beginFetch } from "./fetch.ts";
import { type HealthStatus, healthAnswer, isHealthCheck } from "./grpc-health.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  serveUntil,
} from "./http-server.ts";
import type { Image } from "./image.ts";

interface Switches {
  healthy: boolean;
  ready: boolean;
  delayMs: number;
  quit: number | undefined;
}

const MIB = 1024 * 1024;

function duration(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  return /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
}

const app: Program = function* (process) {
  const { argv, machine, stdout } = process;
  const setting = (name: string): string | undefined =>
    flag(argv, name) ?? process.env[name.toUpperCase().replaceAll("-", "_")];
  const log = (text: string): unknown => stdout.write(`${new Date(machine.now()).toISOString()} ${text}\n`);
  const port = Number(setting("port") ?? 8080);
  const startedAt = machine.now();
  const crashMs = duration(setting("crash-after"));
  const slowMs = duration(setting("slow-start")) ?? 0;
  const leak = setting("leak");
  const leakMiBs = leak === undefined ? 0 : leak === "" ? 10 : Number.parseInt(leak, 10);
  const switches: Switches = {
    healthy: true,
    ready: true,
    delayMs: duration(setting("delay")) ?? 0,
    quit: undefined,
  };
  let isTerminating = false;
  process.onSignal("SIGTERM", () => (isTerminating = true));
  log(`starting version ${setting("version") ?? "1.0"} on port ${port}`);
  const deadline = crashMs === undefined ? undefined : startedAt + crashMs;
  while (machine.now() < startedAt + slowMs && !isTerminating) {
    const left = startedAt + slowMs - machine.now();
    yield { until: [], forMs: deadline === undefined ? left : Math.min(left, Math.max(0, deadline - machine.now())) };
    if (deadline !== undefined && machine.now() >= deadline) return crash(log);
  }
  const listener = listenOn(process, port, `listen tcp :${port}: bind: address already in use\n`);
  if (listener === undefined) return 1;
  log("ready to serve");
  const server = new HttpServer(
    process,
    [listener],
    (request) => logged(respond(process, request, switches, setting), request, log),
    "tutor-app",
  );
  const isOver = (): boolean => {
    if (leakMiBs > 0) process.hold(((machine.now() - startedAt) / 1000) * leakMiBs * MIB);
    return isTerminating || switches.quit !== undefined || (deadline !== undefined && machine.now() >= deadline);
  };
  yield* serveUntil(server, isOver, () => {
    const nextMs = [
      deadline === undefined ? undefined : deadline - machine.now(),
      leakMiBs > 0 ? 1000 : undefined,
    ].filter((ms) => ms !== undefined);
    return nextMs.length === 0 ? {} : { until: [], forMs: Math.max(0, Math.min(...nextMs)) };
  });
  if (switches.quit !== undefined) return switches.quit;
  if (!isTerminating) return crash(log);
  log("received SIGTERM, shutting down");
  return 0;
};

function crash(log: (text: string) => unknown): number {
  log("panic: something went badly wrong");
  return 1;
}

function logged(
  answer: HttpAnswer | PendingAnswer,
  request: HttpRequest,
  log: (text: string) => unknown,
): HttpAnswer | PendingAnswer {
  if ("given" in answer) return answer;
  // Probes would drown everything else.
  if (!isHealthCheck(request) && !request.headers["user-agent"]?.startsWith("kube-probe"))
    log(`${request.method} ${request.target} ${answer.status}`);
  return answer;
}

function respond(
  process: Process,
  request: HttpRequest,
  switches: Switches,
  setting: (name: string) => string | undefined,
): HttpAnswer | PendingAnswer {
  const { path, query } = request;
  if (isHealthCheck(request)) return healthAnswer(request, (service) => healthOf(service, switches));
  if (path.startsWith("/admin")) return administer(path.slice("/admin".length), query, switches);
  if (path === "/quit") {
    switches.quit = Number(query.get("code") ?? 0);
    return plain(200, "bye\n");
  }
  if (path === "/healthz" || path === "/livez")
    return switches.healthy ? plain(200, "ok\n") : plain(500, "unhealthy\n");
  const dependency = setting("depends-on");
  if (dependency !== undefined && (path === "/ready" || path === "/db" || path === "/"))
    return viaDependency(process, dependency, path, switches, setting);
  if (path === "/ready" || path === "/readyz")
    return switches.ready ? plain(200, "ready\n") : plain(503, "not ready\n");
  if (path === "/env")
    return plain(
      200,
      Object.entries(process.env)
        .map(([name, value]) => `${name}=${value}\n`)
        .sort()
        .join(""),
    );
  const workMs = duration(query.get("work") ?? setting("work"));
  const greeted = { ...plain(200, greeting(process, setting)), delayMs: switches.delayMs };
  return workMs === undefined ? greeted : { ...greeted, workMs };
}

/** What the app's gRPC health service says; undefined of a service that it does not know. */
function healthOf(service: string, { healthy, ready }: Switches): HealthStatus | undefined {
  if (["", "live", "liveness", "startup"].includes(service)) return healthy ? "SERVING" : "NOT_SERVING";
  if (["ready", "readiness"].includes(service)) return healthy && ready ? "SERVING" : "NOT_SERVING";
  return undefined;
}

function greeting(process: Process, setting: (name: string) => string | undefined): string {
  return `${setting("message") ?? `Hello from ${process.machine.hostname}`}, version ${setting("version") ?? "1.0"}\n`;
}

function viaDependency(
  process: Process,
  dependency: string,
  path: string,
  switches: Switches,
  setting: (name: string) => string | undefined,
): PendingAnswer {
  const url = dependency.includes("://") ? dependency : `http://${dependency}`;
  const fetching = beginFetch(process, { url, timeoutMs: 2000 });
  return {
    given: fetching.child.exited,
    answer: () => {
      const { result } = fetching;
      const works = result?.kind === "answer" && result.status < 500;
      if (!works)
        return plain(503, `cannot reach ${dependency}: ${result?.kind === "failed" ? result.why : "error"}\n`);
      if (path === "/") return plain(200, greeting(process, setting));
      return switches.ready ? plain(200, "ready\n") : plain(503, "not ready\n");
    },
  };
}

/** `/admin/unhealthy`, `/admin/unready`, `/admin/slow?ms=500`, `/admin/crash`, and their opposites. */
function administer(order: string, query: URLSearchParams, switches: Switches): HttpAnswer {
  switch (order) {
    case "/healthy":
    case "/unhealthy":
      switches.healthy = order === "/healthy";
      break;
    case "/ready":
    case "/unready":
      switches.ready = order === "/ready";
      break;
    case "/slow":
      switches.delayMs = Number(query.get("ms") ?? 5000);
      break;
    case "/fast":
      switches.delayMs = 0;
      break;
    case "/crash":
      switches.quit = Number(query.get("code") ?? 1);
      break;
    default:
      return plain(404, "switches: healthy unhealthy ready unready slow fast crash\n");
  }
  return plain(200, `healthy=${switches.healthy} ready=${switches.ready} delay=${switches.delayMs}ms\n`);
}

const versioned = (tag: string) => (/^v?\d/.test(tag) ? { env: { VERSION: tag.replace(/^v/, "") } } : {});

export const tutorImages: readonly Image[] = [
  {
    repository: "docker.io/tutor/app",
    sizeBytes: 6_204_118,
    hasTag: (tag) => tag === "latest" || /^v?\d+(\.\d+){0,2}$/.test(tag),
    config: (tag) => ({
      userland: "alpine",
      entrypoint: ["/app"],
      ...versioned(tag),
      programs: { "/app": app },
    }),
  },
  {
    repository: "docker.io/tutor/distroless",
    sizeBytes: 2_911_004,
    hasTag: (tag) => tag === "latest" || /^v?\d+(\.\d+){0,2}$/.test(tag),
    config: (tag) => ({
      userland: "none",
      entrypoint: ["/app"],
      user: "65532",
      ...versioned(tag),
      programs: { "/app": app },
    }),
  },
];
