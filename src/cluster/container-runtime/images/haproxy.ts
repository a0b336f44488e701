// Stands for the haproxy image: binds and servers of its configuration, one after the other in turn.

import type { Process, Program } from "../../../shell/process.ts";
import { daemon } from "./daemon.ts";
import { beginFetch } from "./fetch.ts";
import { handOver } from "./hand-over.ts";
import type { HttpAnswer, HttpRequest, PendingAnswer } from "./http-server.ts";
import { type Image, versionOf, versions } from "./image.ts";

const NEWEST = "3.2.6";
const CONFIG = "/usr/local/etc/haproxy/haproxy.cfg";
const UNAVAILABLE: HttpAnswer = {
  status: 503,
  headers: { "Content-Type": "text/html", "Cache-Control": "no-cache" },
  body: "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n",
};

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly ports: number[];
  readonly servers: string[];
  backend?: string;
}

/** Directives that change nothing a learner can see here are skipped. */
export function parseHaproxyConfig(text: string): readonly Section[] {
  const sections: Section[] = [];
  for (const line of text.split("\n").map((each) => each.replace(/#.*/, "").trim())) {
    const [word = "", first = "", second = ""] = line.split(/\s+/);
    if (["global", "defaults", "frontend", "backend", "listen"].includes(word))
      sections.push({ kind: word, name: first, ports: [], servers: [] });
    const section = sections.at(-1);
    if (word === "bind") section?.ports.push(Number(/(\d+)$/.exec(first)?.[1] ?? 80));
    else if (word === "server") section?.servers.push(second);
    else if (word === "default_backend" && section !== undefined) section.backend = first;
  }
  return sections;
}

function pass(
  sections: readonly Section[],
  request: HttpRequest,
  process: Process,
  turn: number,
): HttpAnswer | PendingAnswer {
  const entry = sections.find(({ ports }) => ports.includes(request.port));
  const servers =
    entry?.backend === undefined
      ? entry?.servers
      : sections.find(({ name, kind }) => kind === "backend" && name === entry.backend)?.servers;
  const server = servers?.[turn % servers.length];
  if (server === undefined) return UNAVAILABLE;
  const { host = "", "content-length": _, ...headers } = request.headers;
  const { method, body, target } = request;
  const fetching = beginFetch(process, {
    url: `http://${server}${target}`,
    method,
    body,
    headers: { ...headers, Host: host },
    timeoutMs: 5000,
  });
  return {
    given: fetching.child.exited,
    answer: () => {
      const { result } = fetching;
      if (result?.kind !== "answer") return UNAVAILABLE;
      const { "Content-Length": _length, Connection: _connection, ...rest } = result.headers;
      return { status: result.status, headers: rest, body: result.body };
    },
  };
}

const haproxy: Program = function* (process) {
  const { argv, machine, stderr } = process;
  const path = argv[argv.indexOf("-f") + 1] ?? CONFIG;
  if (!machine.files.exists(path)) {
    stderr.write(`[ALERT]    (1) : Cannot open configuration file/directory ${path} : No such file or directory\n`);
    return 1;
  }
  const sections = parseHaproxyConfig(machine.files.read(path));
  const ports = sections.flatMap((section) => section.ports);
  if (ports.length === 0) {
    stderr.write("[ALERT]    (1) : config : No enabled listener found (check for 'bind' directives) ! Exiting.\n");
    return 2;
  }
  let turn = 0;
  const server = daemon({
    ports,
    says: () => ["[NOTICE]   (1) : New worker (8) forked", "[NOTICE]   (1) : Loading success."],
    respond: (request) => pass(sections, request, process, turn++),
    lastWords: () => [
      "[WARNING]  (1) : Exiting Master process...",
      "[ALERT]    (1) : Current worker (8) exited with code 143 (Terminated)",
    ],
    exitCode: 143,
  });
  return yield* server(process);
};

export const haproxyImage: Image = {
  repository: "docker.io/library/haproxy",
  sizeBytes: 41_000_000,
  hasTag: (tag) => /^(lts|dev)(-|$)/.test(tag) || versions(/^[123](\.\d+)?(\.\d+)?$/)(tag),
  config: (tag) => ({
    entrypoint: ["docker-entrypoint.sh"],
    cmd: ["haproxy", "-f", CONFIG],
    env: { HAPROXY_VERSION: versionOf(tag, NEWEST) },
    user: "haproxy",
    users: { haproxy: 99 },
    userland: tag.includes("alpine") ? "alpine" : "debian",
    files: { "/usr/local/etc/haproxy/": "" },
    programs: {
      "/usr/local/bin/docker-entrypoint.sh": (process) =>
        handOver(process, process.argv.slice(1), "docker-entrypoint.sh"),
      "/usr/local/sbin/haproxy": haproxy,
    },
  }),
};
