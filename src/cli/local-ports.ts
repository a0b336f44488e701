// Ports of the laptop that port-forward opens: inside the simulation, for curl at the prompt, and on the host, for a browser.

import { createServer, type Socket as HostSocket } from "node:net";
import { bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import type { LocalConnection, LocalListener } from "../kubectl/io.ts";
import type { Listener, NetworkStack, Socket } from "../shell/process.ts";

type OnConnection = (connection: LocalConnection) => void;

export interface LocalPorts {
  listen(address: string, port: number, onConnection: OnConnection): Promise<LocalListener>;
  /** Closes what is open on the host. */
  closeAll(): void;
}

/** Only inside the simulation: for scripts, forks and lesson tests, which must not depend on what else runs on the host. */
export function simulatedPorts(network: NetworkStack): LocalPorts {
  return {
    listen: async (_address, port, onConnection) =>
      listenInside(network, port === 0 ? freePort(network) : port, onConnection),
    closeAll: () => undefined,
  };
}

/** Inside the simulation and on the host's loopback, under the same number. */
export function realPorts(network: NetworkStack): LocalPorts {
  return keptPorts(async (address, port, onConnection) => {
    const host = await listenOnHost(address, port, onConnection);
    const inside = listenBeside(host, address, network, onConnection);
    const close = () => {
      inside?.close();
      host.close();
    };
    return { port: host.port, close };
  });
}

/** On the host's loopback only: for a laptop whose network is the host's own. */
export function hostPorts(): LocalPorts {
  return keptPorts(listenOnHost);
}

function keptPorts(listen: LocalPorts["listen"]): LocalPorts {
  const open = new Set<LocalListener>();
  return {
    listen: async (address, port, onConnection) => {
      const opened = await listen(address, port, onConnection);
      const listener = {
        port: opened.port,
        close: () => {
          open.delete(listener);
          opened.close();
        },
      };
      open.add(listener);
      return listener;
    },
    closeAll: () => {
      for (const listener of [...open]) listener.close();
    },
  };
}

// The simulated laptop has IPv4 only; on the host, localhost is [::1] as well.
function listenBeside(
  host: LocalListener,
  address: string,
  network: NetworkStack,
  onConnection: OnConnection,
): LocalListener | undefined {
  if (address.includes(":")) return undefined;
  try {
    return listenInside(network, host.port, onConnection);
  } catch (error) {
    host.close();
    throw error;
  }
}

// The first of the range that systems give to those who do not care.
function freePort(network: NetworkStack): number {
  const taken = new Set(network.listeners.map((listener) => listener.port));
  let port = 32768;
  while (taken.has(port)) port++;
  return port;
}

function listenInside(network: NetworkStack, port: number, onConnection: OnConnection): LocalListener {
  const listener = network.listen(port);
  if (listener === "address in use") throw new Error(bindReasons.EADDRINUSE);
  acceptAll(listener, onConnection);
  return { port, close: () => listener.close() };
}

function acceptAll(listener: Listener, onConnection: OnConnection): void {
  for (let socket = listener.accept(); socket !== undefined; socket = listener.accept())
    onConnection(connectionOf(socket));
  listener.pending.subscribe(() => acceptAll(listener, onConnection));
}

function connectionOf(socket: Socket): LocalConnection {
  return {
    onData: (callback) => pump(socket, callback),
    write: (data) => {
      socket.write(data);
    },
    close: () => socket.close(),
  };
}

function pump(socket: Socket, callback: (data: string | undefined) => void): void {
  for (let data = socket.read(); data !== ""; data = socket.read()) {
    callback(data);
    if (data === undefined) return;
  }
  socket.readable.subscribe(() => pump(socket, callback));
}

function listenOnHost(address: string, port: number, onConnection: OnConnection): Promise<LocalListener> {
  return new Promise((resolve, reject) => {
    const sockets = new Set<HostSocket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      onConnection(hostConnection(socket));
    });
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(bindFailure(error))));
    server.listen(port, address, () => {
      const bound = server.address();
      const close = () => {
        server.close();
        // A browser keeps its connections open; the forwarding is over all the same.
        for (const socket of sockets) socket.destroy();
      };
      resolve({ port: typeof bound === "object" && bound !== null ? bound.port : port, close });
    });
  });
}

// Each chunk goes on whole at once: the other side may wait for its last byte, even if that looks like half a character.
function hostConnection(socket: HostSocket): LocalConnection {
  socket.on("error", () => socket.destroy());
  return {
    onData: (callback) => {
      socket.on("data", (data) => callback(textOfBytes(data)));
      socket.on("close", () => callback(undefined));
    },
    write: (data) => {
      socket.write(bytesOfText(data));
    },
    close: () => socket.end(),
  };
}

const bindReasons = {
  EADDRINUSE: "bind: address already in use",
  EADDRNOTAVAIL: "bind: cannot assign requested address",
  EACCES: "bind: permission denied",
} as const;

/** As Go says it; what it is about, whoever listens says. */
export function bindFailure({ code = "", message }: NodeJS.ErrnoException): string {
  return Object.entries(bindReasons).find(([known]) => known === code)?.[1] ?? message;
}
