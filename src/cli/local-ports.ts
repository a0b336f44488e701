// Ports of the laptop that port-forward opens: inside the simulation, for curl at the prompt, and on the host, for a browser.

import { createServer, type Socket as HostSocket } from "node:net";
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
  const open = new Set<LocalListener>();
  return {
    listen: async (address, port, onConnection) => {
      const host = await listenOnHost(address, port, onConnection);
      const inside = listenBeside(host, address, network, onConnection);
      const listener = {
        port: host.port,
        close: () => {
          open.delete(listener);
          inside?.close();
          host.close();
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
  if (listener === "address in use") throw portInUse(port);
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
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? portInUse(port) : error),
    );
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

// One character a byte, so that images and compressed pages pass unharmed.
function hostConnection(socket: HostSocket): LocalConnection {
  socket.setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  return {
    onData: (callback) => {
      socket.on("data", (data) => callback(String(data)));
      socket.on("close", () => callback(undefined));
    },
    write: (data) => {
      socket.write(Buffer.from(data, isBytes(data) ? "latin1" : "utf8"));
    },
    close: () => socket.end(),
  };
}

function isBytes(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

function portInUse(port: number): Error {
  return new Error(`unable to create listener: Error listen tcp4 127.0.0.1:${port}: bind: address already in use`);
}
