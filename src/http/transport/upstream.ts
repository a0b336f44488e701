// Requests of others to the API server, as they come: only where they go, and who asks, is put in.

import { type ClientRequest, type IncomingMessage, request as sendRequest } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpAccess } from "../../api/http-access.ts";
import type { HttpOptions } from "./access.ts";
import { createDialer } from "./dialer.ts";
import { reasonOf } from "./failure.ts";
import { callerHeaders, impersonationHeaders } from "./headers.ts";
import { proxyFor, proxyHeaders } from "./proxy.ts";
import { serverUrl } from "./server-url.ts";
import { agentFor } from "./transport.ts";

export interface Upstream {
  /** The head of the request goes to `target`; its body is written by the caller. */
  request(message: IncomingMessage, target: string): ClientRequest;
  /** The same for a request that becomes a connection: its head is written, what follows is the caller's. */
  upgrade(message: IncomingMessage, target: string): Promise<Duplex>;
  /** Why there was no answer, in Go's words. */
  reasonOf(error: unknown): string;
  close(): void;
}

export interface UpstreamOptions extends HttpOptions {
  /** The path of the server in the kubeconfig is put before each request's. */
  readonly appendServerPath: boolean;
}

type Header = readonly [name: string, value: string];

export function openUpstream(access: HttpAccess, options: UpstreamOptions): Upstream {
  const server = serverUrl(access);
  const proxy = proxyFor(server, access.proxyUrl, options.env ?? {});
  const dialer = createDialer(access, server, proxy);
  const agent = agentFor(dialer.dial);
  const viaProxy = proxy !== undefined && server.protocol === "http:";
  const prefix = options.appendServerPath ? server.pathname.replace(/\/+$/, "") : "";
  const pathOf = (target: string) => `${viaProxy ? server.origin : ""}${prefix}${target}`;
  const added: Header[] = [
    ...flat(callerHeaders(access, server.protocol === "https:")),
    ...flat(access.impersonate === undefined ? {} : impersonationHeaders(access.impersonate)),
    ...flat(viaProxy && proxy !== undefined ? (proxyHeaders(proxy) as Record<string, string>) : {}),
  ];
  const headersFor = (message: IncomingMessage, drop: readonly string[]) =>
    headers(message, { host: server.host, added, drop });
  return {
    request: (message, target) =>
      sendRequest({
        agent,
        method: message.method ?? "GET",
        path: pathOf(target),
        headers: headersFor(message, hopByHop).flat(),
        setHost: false,
      }),
    upgrade: async (message, target) => {
      const socket = await dialer.dial();
      const lines = headersFor(message, []).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`${message.method} ${pathOf(target)} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
      return socket;
    },
    reasonOf: (error) => reasonOf(error, ""),
    close: () => {
      agent.destroy();
      dialer.close();
    },
  };
}

const hopByHop = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"];

interface HeaderOptions {
  readonly host: string;
  readonly added: readonly Header[];
  readonly drop: readonly string[];
}

// Who says by themselves who they are is believed, or not, by the server.
function headers(message: IncomingMessage, { host, added, drop }: HeaderOptions): Header[] {
  const given: Header[] = [];
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    const name = message.rawHeaders[at] ?? "";
    const isOurs = ["host", "x-forwarded-for", ...drop].includes(name.toLowerCase());
    if (!isOurs) given.push([name, message.rawHeaders[at + 1] ?? ""]);
  }
  const says = new Set(given.map(([name]) => name.toLowerCase()));
  const from = [message.headers["x-forwarded-for"], message.socket.remoteAddress].flat().filter(Boolean).join(", ");
  const ours = added.filter(([name]) => !says.has(name));
  return [["Host", host], ...given, ...ours, ...(from === "" ? [] : [["X-Forwarded-For", from] as const])];
}

function flat(record: Readonly<Record<string, string | readonly string[]>>): Header[] {
  return Object.entries(record).flatMap(([name, value]) => [value].flat().map((each): Header => [name, each]));
}
