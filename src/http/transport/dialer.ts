// Opens connections to a server: over a proxy where there is one, with TLS where the server speaks it.

import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import type { HttpAccess } from "../../api/http-access.ts";
import { firstCause, hostPort, NetworkError, reasonOf } from "./failure.ts";
import { throughProxy } from "./proxy.ts";
import { hostOf, portOf } from "./server-url.ts";

// client-go's own.
const dialTimeoutMs = 30_000;
const handshakeTimeoutMs = 10_000;
const keepAliveMs = 30_000;

export interface Dialer {
  dial(): Promise<Duplex>;
  /** Breaks whatever is open. */
  close(): void;
}

export function createDialer(access: HttpAccess, server: URL, proxy: URL | undefined): Dialer {
  const open = new Set<Socket>();
  const speaksTls = server.protocol === "https:";
  const secure = securityOf(access);
  const dial = async (): Promise<Duplex> => {
    // Certificates that are none are complained of before anything is tried.
    const overTls = speaksTls || proxy?.protocol === "https:" ? await secure() : undefined;
    const first = proxy ?? server;
    const socket = await openSocket(first, open);
    try {
      let way: Duplex = socket;
      if (proxy?.protocol === "https:" && overTls !== undefined) way = await overTls(way, hostOf(proxy));
      if (!speaksTls || overTls === undefined) return way;
      if (proxy !== undefined) way = await throughProxy(way, proxy, hostPort(hostOf(server), portOf(server)));
      return await inTime(overTls(way, access.tlsServerName ?? hostOf(server)), socket);
    } catch (error) {
      socket.destroy();
      throw isGibberish(error) ? new NetworkError(await reasonForGibberish(first, proxy !== undefined)) : error;
    }
  };
  return {
    dial,
    close: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

type Secure = (socket: Duplex, host: string) => Promise<Duplex>;

/** TLS is loaded when it is first needed. */
function securityOf(access: HttpAccess): () => Promise<Secure> {
  let context: SecureContext | undefined;
  return async () => {
    const { secureContext, secured } = await import("./secure.ts");
    const made = context ?? secureContext(access);
    context = made;
    const skipVerify = access.insecureSkipTlsVerify === true;
    return (socket, host) => secured(socket, { context: made, host, skipVerify });
  };
}

function openSocket(url: URL, open: Set<Socket>): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostOf(url),
      port: portOf(url),
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMs,
    });
    open.add(socket);
    const late = setTimeout(() => {
      reject(new NetworkError(`dial tcp ${hostPort(hostOf(url), portOf(url))}: i/o timeout`));
      socket.destroy();
    }, dialTimeoutMs);
    const fail = (error: Error) => {
      clearTimeout(late);
      reject(firstCause(error));
    };
    socket.once("error", fail);
    socket.once("close", () => {
      clearTimeout(late);
      open.delete(socket);
    });
    socket.once("connect", () => {
      clearTimeout(late);
      socket.off("error", fail);
      // Whoever uses the connection hears of the rest; nobody does while it changes hands.
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}

function inTime<T>(handshake: Promise<T>, socket: Socket): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new NetworkError("net/http: TLS handshake timeout"));
      socket.destroy();
    }, handshakeTimeoutMs);
    handshake.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

// What OpenSSL calls an answer that is no TLS.
function isGibberish(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
  return code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG";
}

/** Most of those who speak no TLS speak HTTP; one plain question tells. */
async function reasonForGibberish(url: URL, isProxied: boolean): Promise<string> {
  const gibberish = "tls: first record does not look like a TLS handshake";
  if (isProxied) return gibberish;
  const said = await firstWords(url);
  return said.startsWith("HTTP/") ? "http: server gave HTTP response to HTTPS client" : gibberish;
}

function firstWords(url: URL): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostOf(url), port: portOf(url) });
    const end = (text: string) => {
      clearTimeout(late);
      socket.destroy();
      resolve(text);
    };
    const late = setTimeout(() => end(""), 1000);
    socket.once("data", (data) => end(data.toString("latin1")));
    socket.once("error", (error) => end(reasonOf(error, "")));
    socket.once("end", () => end(""));
    socket.write("GET / HTTP/1.0\r\n\r\n");
  });
}
