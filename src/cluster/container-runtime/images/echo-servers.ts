// Stands for the servers that only tell what they were asked: they show who answers, and what arrives.

import type { Process } from "../../../shell/process.ts";
import { daemon, flag, plain } from "./daemon.ts";
import type { HttpRequest } from "./http-server.ts";
import { anyVersion, type Image } from "./image.ts";
import { json, titled } from "./json-answer.ts";

const ownAddress = ({ machine }: Process): string => machine.network.addresses[0] ?? "127.0.0.1";

/** `2026/11/20 21:00:05`, as Go's log package writes it. */
export function goStamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ").replaceAll("-", "/");
}

function headerLines({ headers }: HttpRequest): string {
  return Object.entries(headers)
    .filter(([name]) => name !== "host")
    .map(([name, value]) => `${titled(name)}: ${value}\n`)
    .sort()
    .join("");
}

const httpEcho = daemon({
  ports: ({ argv }) => [Number(/(\d+)$/.exec(flag(argv, "listen") ?? ":5678")?.[1] ?? 5678)],
  says: ({ argv, machine }) => [
    `${goStamp(machine.now())} [INFO] server is listening on ${flag(argv, "listen") ?? ":5678"}`,
  ],
  respond: ({ path, method, target, client, headers }, { argv, env, machine, stdout }) => {
    if (path === "/health") return json(200, { status: "ok" }, 0);
    const text = flag(argv, "text") ?? env.ECHO_TEXT ?? "hello-world";
    const agent = headers["user-agent"] ?? "";
    stdout.write(
      `${goStamp(machine.now())} ${headers.host ?? ""} ${client}:40312 "${method} ${target} HTTP/1.1" 200 ${text.length + 1} "${agent}" 21.5µs\n`,
    );
    return plain(Number(flag(argv, "status-code") ?? 200), `${text}\n`);
  },
});

const whoami = daemon({
  toStdout: true,
  ports: ({ argv, env }) => [Number(flag(argv, "port") ?? env.WHOAMI_PORT_NUMBER ?? 80)],
  says: ({ argv, env, machine }) => [
    `${goStamp(machine.now())} Starting up on port ${flag(argv, "port") ?? env.WHOAMI_PORT_NUMBER ?? 80}`,
  ],
  respond: (request, process) => {
    const { argv, env, machine } = process;
    if (request.path === "/health") return plain(200, "");
    const name = flag(argv, "name") ?? env.WHOAMI_NAME;
    if (request.path === "/api")
      return json(200, {
        hostname: machine.hostname,
        ip: ["127.0.0.1", "::1", ownAddress(process)],
        headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [titled(key), [value]])),
        url: request.target,
        host: request.headers.host ?? "",
        method: request.method,
        remoteAddr: `${request.client}:40312`,
        ...(name === undefined ? {} : { name }),
      });
    const lines = [
      ...(name === undefined ? [] : [`Name: ${name}`]),
      `Hostname: ${machine.hostname}`,
      "IP: 127.0.0.1",
      "IP: ::1",
      `IP: ${ownAddress(process)}`,
      `RemoteAddr: ${request.client}:40312`,
      `${request.method} ${request.target} HTTP/1.1`,
      `Host: ${request.headers.host ?? ""}`,
    ];
    return plain(200, `${lines.join("\n")}\n${headerLines(request)}\n`);
  },
});

/** Of Kubernetes' own examples: echoserver, and its copies. */
const echoServer = daemon({
  ports: [8080, 8443],
  respond: (request, { machine, env }) => {
    const lines = [
      "",
      "",
      `Hostname: ${machine.hostname}`,
      "",
      "Pod Information:",
      ...(env.POD_NAME === undefined ? ["\t-no pod information available-"] : [`\tpod name:\t${env.POD_NAME}`]),
      "",
      "Server values:",
      "\tserver_version=nginx: 1.14.2 - lua: 10015",
      "",
      "Request Information:",
      `\tclient_address=${request.client}`,
      `\tmethod=${request.method}`,
      `\treal path=${request.target}`,
      `\tquery=${request.query.toString()}`,
      "\trequest_version=1.1",
      "\trequest_scheme=http",
      `\trequest_uri=http://${request.headers.host ?? ""}:8080${request.target}`,
      "",
      "Request Headers:",
      ...Object.entries(request.headers).map(([name, value]) => `\t${name}=${value}`),
      "",
      "Request Body:",
      request.body === "" ? "\t-no body in request-" : request.body,
      "",
      "",
    ];
    return plain(200, lines.join("\n"));
  },
});

const kicbaseEcho = daemon({
  toStdout: true,
  ports: ({ env }) => [Number(env.PORT ?? 8080)],
  says: ({ env }) => [`Echo server listening on port ${env.PORT ?? 8080}.`],
  respond: (request, { machine, stdout }) => {
    stdout.write(`${request.client}:40312 | ${request.method} ${request.target}\n`);
    const head = `Request served by ${machine.hostname}\n\nHTTP/1.1 ${request.method} ${request.target}\n\nHost: ${request.headers.host ?? ""}\n`;
    return plain(200, `${head}${headerLines(request)}\n${request.body}`);
  },
});

const ealenEcho = daemon({
  toStdout: true,
  ports: ({ env }) => [Number(env.PORT ?? 80)],
  says: ({ env }) => [`Listening on port ${env.PORT ?? 80}.`],
  respond: (request, { machine, env, stdout }) => {
    const { query, headers } = request;
    stdout.write(`${JSON.stringify({ level: "info", message: `${request.method} | [ECHO] - ${request.target}` })}\n`);
    const status = Number(query.get("echo_code") ?? headers["x-echo-code"] ?? 200);
    const body = query.get("echo_body") ?? headers["x-echo-body"];
    const delayMs = Number(query.get("echo_time") ?? headers["x-echo-time"] ?? 0);
    if (body !== undefined) return { ...json(status, body), delayMs };
    const answer = json(status, {
      host: { hostname: headers.host ?? "", ip: request.client, ips: [] },
      http: { method: request.method, baseUrl: "", originalUrl: request.target, protocol: "http" },
      request: {
        params: { 0: request.path },
        query: Object.fromEntries(query),
        cookies: {},
        body: request.body === "" ? {} : request.body,
        headers,
      },
      environment: { ...env, HOSTNAME: machine.hostname },
    });
    return { ...answer, delayMs };
  },
});

function image(
  repository: string,
  sizeBytes: number,
  command: string,
  program: typeof whoami,
  hasShell = false,
): Image {
  return {
    repository,
    sizeBytes,
    hasTag: anyVersion,
    config: () => ({
      userland: hasShell ? "alpine" : "none",
      entrypoint: [command],
      programs: { [command]: program },
    }),
  };
}

export const echoImages: readonly Image[] = [
  image("docker.io/hashicorp/http-echo", 4_500_000, "/http-echo", httpEcho),
  image("docker.io/traefik/whoami", 2_900_000, "/whoami", whoami),
  image("docker.io/containous/whoami", 2_900_000, "/whoami", whoami),
  image("docker.io/jmalloc/echo-server", 7_700_000, "/bin/echo-server", kicbaseEcho),
  image("docker.io/kicbase/echo-server", 4_900_000, "/bin/echo-server", kicbaseEcho),
  image("docker.io/ealen/echo-server", 36_000_000, "/app/echo-server", ealenEcho, true),
  image("registry.k8s.io/echoserver", 43_900_000, "/usr/local/bin/run.sh", echoServer, true),
  image("gcr.io/google-containers/echoserver", 43_900_000, "/usr/local/bin/run.sh", echoServer, true),
];
