// Stands for getaddrinfo(3) and connect(2): from a host's name to an established connection, in the order a C library has.

import type { DnsAnswer, Process, RecordType, Socket, Waitable } from "./process.ts";
import type { Doing } from "./reading.ts";

export type Resolution =
  | {
      readonly kind: "found";
      readonly addresses: readonly string[];
      readonly name: string;
      readonly server: string | undefined;
    }
  | { readonly kind: "not found" | "no answer"; readonly server: string | undefined };

export type Connection =
  | { readonly kind: "connected"; readonly socket: Socket; readonly address: string }
  | { readonly kind: "bad address" }
  | { readonly kind: "refused" | "unreachable" | "timeout"; readonly address: string };

export interface ResolverConfiguration {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
}

const queryTimeoutMs = 5000;
const addressPattern = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

export function isAddress(text: string): boolean {
  return addressPattern.test(text);
}

export function resolverConfiguration(process: Process): ResolverConfiguration {
  const lines = textOf(process, "/etc/resolv.conf")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const values = (key: string) => lines.filter(([word]) => word === key).map((words) => words.slice(1));
  const ndots = values("options")
    .flat()
    .map((option) => /^ndots:(\d+)$/.exec(option)?.[1])
    .find((value) => value !== undefined);
  return {
    nameservers: values("nameserver").flat(),
    search: values("search").at(-1) ?? [],
    ndots: Number(ndots ?? "1"),
  };
}

/** The names to ask for, in order: through the search list first when `name` has fewer than ndots dots. */
export function candidateNames(name: string, configuration: ResolverConfiguration): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const searched = configuration.search.map((domain) => `${name}.${domain}`);
  const dots = name.split(".").length - 1;
  return dots >= configuration.ndots ? [name, ...searched] : [...searched, name];
}

/** /etc/hosts first, then the name server. */
export function* resolveHost(process: Process, host: string, timeoutMs = 10_000): Doing<Resolution> {
  if (isAddress(host)) return { kind: "found", addresses: [host], name: host, server: undefined };
  const listed = hostsEntry(process, host);
  if (listed.length > 0) return { kind: "found", addresses: listed, name: host, server: undefined };
  const configuration = resolverConfiguration(process);
  // Without a name server a C library asks its own machine, where nobody listens, and is told so at once.
  if (configuration.nameservers.length === 0) return { kind: "not found", server: undefined };
  const deadline = process.machine.now() + timeoutMs;
  let server: string | undefined;
  for (const name of candidateNames(host, configuration)) {
    const answer = yield* queryName(process, name, "A", deadline - process.machine.now());
    if (answer === undefined) return { kind: "no answer", server: configuration.nameservers[0] };
    server = answer.server;
    const addresses = answer.records.filter((record) => record.type === "A").map((record) => record.data);
    if (answer.outcome === "found" && addresses.length > 0) return { kind: "found", addresses, name, server };
    if (answer.outcome === "servfail") return { kind: "no answer", server };
  }
  return { kind: "not found", server };
}

/** One question; undefined when no answer came in time. */
export function* queryName(
  process: Process,
  name: string,
  type: RecordType,
  timeoutMs = queryTimeoutMs,
): Doing<DnsAnswer | undefined> {
  const resolving = process.machine.network.resolve(name, type);
  yield* waitFor(process, resolving.settled, timeoutMs);
  return resolving.answer;
}

/** True when it came true in time. */
export function* waitFor(process: Process, waitable: Waitable, timeoutMs: number): Doing<boolean> {
  const deadline = process.machine.now() + timeoutMs;
  while (!waitable.ready) {
    const left = deadline - process.machine.now();
    if (left <= 0) return false;
    yield Number.isFinite(left) ? { until: [waitable], forMs: left } : { until: [waitable] };
  }
  return true;
}

export function* connectTo(process: Process, host: string, port: number, timeoutMs: number): Doing<Connection> {
  const started = process.machine.now();
  const resolution = yield* resolveHost(process, host, Math.min(timeoutMs, 10_000));
  if (resolution.kind !== "found") return { kind: "bad address" };
  const [address = ""] = resolution.addresses;
  return yield* connectToAddress(process, address, port, timeoutMs - (process.machine.now() - started));
}

export function* connectToAddress(
  process: Process,
  address: string,
  port: number,
  timeoutMs: number,
): Doing<Connection> {
  const connecting = process.machine.network.connect(address, port);
  try {
    yield* waitFor(process, connecting.settled, timeoutMs);
    if (connecting.socket !== undefined) return { kind: "connected", socket: connecting.socket, address };
    return { kind: connecting.failure ?? "timeout", address };
  } finally {
    if (connecting.socket === undefined) connecting.cancel();
  }
}

function hostsEntry(process: Process, host: string): string[] {
  const lines = textOf(process, "/etc/hosts")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
  const found = lines.filter(([, ...names]) => names.includes(host)).map(([address = ""]) => address);
  const four = found.filter((address) => address.includes("."));
  if (found.length === 0 && host === "localhost") return ["127.0.0.1"];
  return four.length > 0 ? four : found;
}

function textOf(process: Process, path: string): string {
  const { files } = process.machine;
  return files.exists(path) ? files.read(path) : "";
}
