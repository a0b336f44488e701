// The network of a laptop before a cluster outside: the machine's own. `curl` at the prompt goes where any program would.

import { lookup, Resolver } from "node:dns/promises";
import { createConnection, createServer, type Socket as HostSocket } from "node:net";
import { networkInterfaces } from "node:os";
import type {
  ConnectFailure,
  Connecting,
  DnsAnswer,
  DnsRecord,
  Listener,
  NetworkStack,
  RecordType,
  Resolving,
  Socket,
} from "../../shell/process.ts";
import { Settable } from "../../shell/waitable.ts";
import { HostConnection } from "./host-connection.ts";

export interface HostNetwork extends NetworkStack {
  closeAll(): void;
}

/** The name server that programs see: the machine's own resolver stands behind it, with whatever it is set up to ask. */
export const hostResolvConf = "nameserver 127.0.0.1\n";

export function hostNetwork(): HostNetwork {
  const open = new Set<{ close(): void }>();
  const listening = new Map<number, string>();
  return {
    get addresses() {
      return Object.values(networkInterfaces()).flatMap((each) =>
        (each ?? []).flatMap(({ family, internal, address }) => (family === "IPv4" && !internal ? [address] : [])),
      );
    },
    get listeners() {
      return [...listening].map(([port, program]) => ({ port, program }));
    },
    connect: (address, port) => connectTo(address, port, (socket) => open.add(socket)),
    resolve: (name, type) => resolving(name, type),
    listen: (port) => {
      if (listening.has(port)) return "address in use";
      listening.set(port, "nc");
      const listener = listenOn(port, () => listening.delete(port));
      open.add(listener);
      return listener;
    },
    closeAll: () => {
      for (const each of open) each.close();
      open.clear();
    },
  };
}

function connectTo(address: string, port: number, keep: (socket: Socket) => void): Connecting {
  const settled = new Settable();
  let socket: Socket | undefined;
  let failure: ConnectFailure | undefined;
  const host = createConnection({ host: address, port });
  host.once("connect", () => {
    const connection = new HostConnection(host);
    socket = connection;
    keep(connection);
    settled.set();
  });
  host.on("error", (error: NodeJS.ErrnoException) => {
    if (settled.ready) return;
    failure = error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH" ? "unreachable" : "refused";
    settled.set();
  });
  return {
    settled,
    get socket() {
      return socket;
    },
    get failure() {
      return failure;
    },
    cancel: () => host.destroy(),
  };
}

// A port that the machine has given to another program accepts nobody here; a program that waits for callers waits in vain.
function listenOn(port: number, onClose: () => void): Listener {
  const callers: Socket[] = [];
  let pending = new Settable();
  const server = createServer((host: HostSocket) => {
    callers.push(new HostConnection(host));
    pending.set();
  });
  server.on("error", () => server.close());
  server.listen(port, "127.0.0.1");
  return {
    port,
    get pending() {
      return pending;
    },
    accept: () => {
      const caller = callers.shift();
      if (callers.length === 0 && pending.ready) pending = new Settable();
      return caller;
    },
    close: () => {
      server.close();
      onClose();
    },
  };
}

function resolving(name: string, type: RecordType): Resolving {
  const settled = new Settable();
  let answer: DnsAnswer | undefined;
  recordsOf(name.replace(/\.$/, ""), type)
    .then(
      (data): DnsAnswer => {
        const records: DnsRecord[] = data.map((each) => ({ name, type, data: each }));
        return { outcome: records.length === 0 ? "nxdomain" : "found", server: "127.0.0.1", records };
      },
      (error: NodeJS.ErrnoException): DnsAnswer => {
        const isUnknown = error.code === "ENOTFOUND" || error.code === "ENODATA";
        return { outcome: isUnknown ? "nxdomain" : "servfail", server: "127.0.0.1", records: [] };
      },
    )
    .then((found) => {
      answer = found;
      settled.set();
    });
  return {
    settled,
    get answer() {
      return answer;
    },
  };
}

// Addresses come from where every program of the machine gets them, its hosts file included; the rest from its name servers.
async function recordsOf(name: string, type: RecordType): Promise<string[]> {
  if (type === "A" || type === "AAAA") {
    const found = await lookup(name, { all: true, family: type === "A" ? 4 : 6 });
    return found.map(({ address }) => address);
  }
  const resolver = new Resolver();
  if (type === "CNAME") return resolver.resolveCname(name);
  if (type === "PTR") return resolver.reverse(name);
  const found = await resolver.resolveSrv(name);
  return found.map(({ priority, weight, port, name: target }) => `${priority} ${weight} ${port} ${target}`);
}
