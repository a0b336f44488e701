// Stands for the container of ingress-nginx: the controller, which is told what to serve, and the NGINX that serves it.

import { byteLength } from "../../../../bytes/bytes.ts";
import type { Process, Program } from "../../../../shell/process.ts";
import { plain } from "../daemon.ts";
import {
  type HttpAnswer,
  type HttpRequest,
  HttpServer,
  listenOn,
  type PendingAnswer,
  serveUntil,
} from "../http-server.ts";
import type { Image } from "../image.ts";
import { decide } from "./answer.ts";
import { fakeCertificate, formatCertificate } from "./certificates.ts";
import type { Configuration, IngressControllers, RunningController } from "./configuration.ts";
import { findServer } from "./find-location.ts";
import { errnoText, forward } from "./forward.ts";
import { accessLine, banner, klogLine, upstreamError } from "./log-lines.ts";

const [HTTP, HTTPS, HEALTH] = [80, 443, 10_254];
const YEAR_SECONDS = 31_536_000;
/** It goes on serving this long after it was told to stop, so that nobody is sent to a port that is closed. */
const SHUTDOWN_MS = 10_000;

export function ingressNginxImages(controllers: IngressControllers): readonly Image[] {
  return [
    {
      repository: "registry.k8s.io/ingress-nginx/controller",
      sizeBytes: 105_000_000,
      isOfOneCluster: true,
      hasTag: (tag) => /^v1\.\d+\.\d+$/.test(tag),
      config: (tag) => ({
        userland: "alpine",
        entrypoint: ["/usr/bin/dumb-init", "--"],
        cmd: ["/nginx-ingress-controller"],
        programs: {
          "/usr/bin/dumb-init": ingressController(controllers, tag),
          "/nginx-ingress-controller": ingressController(controllers, tag),
          "/wait-shutdown": waitShutdown,
        },
        user: "101",
        users: { "www-data": 101 },
      }),
    },
  ];
}

/** Tells the controller to stop, before the kubelet does. */
const waitShutdown: Program = function* ({ machine }) {
  machine.signal(1, "SIGTERM");
  yield { until: [], forMs: SHUTDOWN_MS };
  return 0;
};

function ingressController(controllers: IngressControllers, version: string): Program {
  return function* (process) {
    const { machine, stdout, stderr, env, argv } = process;
    const log: RunningController["log"] = (severity, place, text) =>
      stderr.write(klogLine(machine.now(), severity, place, text));
    stderr.write(banner(version));
    const name = env.POD_NAME ?? "";
    const namespace = env.POD_NAMESPACE ?? "";
    if (name === "" || namespace === "") {
      log(
        "E",
        "main.go:75",
        "Unexpected error obtaining ingress-nginx pod: unable to get POD information (missing POD_NAME or POD_NAMESPACE environment variable)",
      );
      return 255;
    }
    const listeners = [];
    for (const port of [HTTP, HTTPS, HEALTH]) {
      const listener = listenOn(
        process,
        port,
        `nginx: [emerg] bind() to 0.0.0.0:${port} failed (98: Address in use)\n`,
      );
      if (listener === undefined) return 1;
      listeners.push(listener);
    }
    log("I", "main.go:205", '"Creating API client" host="https://10.96.0.1:443"');
    log(
      "I",
      "main.go:101",
      '"SSL fake certificate created" file="/etc/ingress-controller/ssl/default-fake-certificate.pem"',
    );
    log("I", "nginx.go:271", '"Starting NGINX Ingress controller"');
    const controller: RunningController = { namespace, name, argv, configuration: { servers: [] }, log };
    controllers.started(controller);
    let stopsAtMs: number | undefined;
    for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const)
      process.onSignal(signal, () => {
        if (stopsAtMs !== undefined) return;
        log("I", "nginx.go:379", '"Shutting down controller queues"');
        controllers.ended(controller, true);
        stopsAtMs = machine.now() + SHUTDOWN_MS;
      });
    try {
      const respond = responder(
        process,
        () => controller.configuration,
        (line) => stdout.write(line),
      );
      const certificateFor = (serverName: string): string =>
        formatCertificate(certificateOf(controller.configuration, serverName));
      const server = new HttpServer(process, listeners, respond, "", [HTTPS], certificateFor);
      yield* serveUntil(
        server,
        () => stopsAtMs !== undefined && machine.now() >= stopsAtMs,
        () => (stopsAtMs === undefined ? {} : { forMs: Math.max(0, stopsAtMs - machine.now()) }),
      );
      log("I", "nginx.go:402", '"NGINX process has stopped"');
    } finally {
      controllers.ended(controller, false);
    }
    return 0;
  };
}

function certificateOf(configuration: Configuration, serverName: string) {
  return findServer(configuration, serverName)?.certificate ?? configuration.defaultCertificate ?? fakeCertificate;
}

function responder(
  process: Process,
  configuration: () => Configuration,
  write: (line: string) => void,
): (request: HttpRequest) => HttpAnswer | PendingAnswer {
  const { machine, stderr } = process;
  const turns = new Map<string, number>();

  return (request) => {
    if (request.port === HEALTH)
      return request.path === "/healthz" ? plain(200, "ok") : plain(404, "404 page not found\n");
    const isTls = request.port === HTTPS;
    const startedMs = machine.now();
    const requestId = Array.from({ length: 32 }, () => Math.floor(machine.random() * 16).toString(16)).join("");
    const decision = decide(configuration(), request, isTls, machine.random());
    const served = (
      answer: HttpAnswer,
      upstream: string,
      attempts: Parameters<typeof accessLine>[0]["attempts"],
    ): HttpAnswer => {
      const nowMs = machine.now();
      const bodyBytes = request.method === "HEAD" ? 0 : byteLength(answer.body);
      write(accessLine({ request, status: answer.status, bodyBytes, startedMs, nowMs, requestId, upstream, attempts }));
      return isTls ? withStrictTransport(answer) : answer;
    };
    if (decision.kind === "answer") {
      const { answer, upstream } = decision;
      const isOwn = upstream === "upstream-default-backend";
      const own = { address: "127.0.0.1:8181", bytes: byteLength(answer.body), ms: 0, status: answer.status };
      return served(answer, upstream, isOwn ? [own] : []);
    }
    const { upstream, target, server } = decision;
    const turn = turns.get(upstream.name) ?? 0;
    turns.set(upstream.name, turn + 1);
    const failed = (why: string, address: string): void => {
      stderr.write(upstreamError(errnoText(why), { request, nowMs: machine.now(), address, server }));
    };
    const { given, result } = forward(process, { request, upstream, target, isTls, requestId, first: turn, failed });
    return {
      given,
      answer: () => {
        const { answer, attempts } = result();
        return served(answer, upstream.name, attempts);
      },
    };
  };
}

function withStrictTransport(answer: HttpAnswer): HttpAnswer {
  const value = `max-age=${YEAR_SECONDS}; includeSubDomains`;
  return { ...answer, headers: { ...answer.headers, "Strict-Transport-Security": value } };
}
