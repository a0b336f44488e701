// The way through an HTTP proxy: whether there is one, and how it is asked to pass a connection on (CONNECT).

import { request } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { goQuote } from "../../api/go-values.ts";
import { NetworkError, TransportError } from "./failure.ts";
import { hostOf, portOf } from "./server-url.ts";

type Environment = Readonly<Record<string, string>>;

/** The proxy to go through, undefined for none. A kubeconfig's own proxy-url comes before what the environment says. */
export function proxyFor(url: URL, proxyUrl: string | undefined, env: Environment): URL | undefined {
  if (proxyUrl !== undefined && proxyUrl !== "") return checkedProxy(proxyUrl);
  const named = url.protocol === "https:" ? variable(env, "HTTPS_PROXY") : variable(env, "HTTP_PROXY");
  if (named === "" || isLoopback(hostOf(url)) || isExempt(url, variable(env, "NO_PROXY"))) return undefined;
  return checkedProxy(/^[a-z][a-z\d]*:\/\//i.test(named) ? named : `http://${named}`);
}

function checkedProxy(text: string): URL {
  if (!URL.canParse(text)) throw new TransportError(`error: parse ${goQuote(text)}: invalid proxy URL`);
  const url = new URL(text);
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  if (url.protocol.startsWith("socks5"))
    throw new TransportError(`error: k8s-tutor does not go through SOCKS proxies (${url.protocol}//${url.host})`);
  throw new TransportError(
    `error: unsupported proxy scheme "${url.protocol.replace(":", "")}", must be http, https, or socks5`,
  );
}

function variable(env: Environment, name: string): string {
  return env[name] || env[name.toLowerCase()] || "";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** `NO_PROXY`: names (with all below them), `.name` (only what is below), addresses, ranges, each perhaps with a port, or `*`. */
function isExempt(url: URL, list: string): boolean {
  const host = hostOf(url).toLowerCase();
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
    .some((entry) => entry === "*" || matchesEntry(host, portOf(url), entry));
}

function matchesEntry(host: string, port: number, entry: string): boolean {
  if (entry.includes("/")) return isInRange(host, entry);
  const [, name = entry, ofPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (isIP(entry) === 0 && ofPort !== undefined && Number(ofPort) !== port) return false;
  const wanted = isIP(entry) === 0 ? name.replace(/^\*/, "") : entry;
  if (wanted.startsWith(".")) return host.endsWith(wanted);
  return host === wanted || (isIP(wanted) === 0 && host.endsWith(`.${wanted}`));
}

// Only IPv4: ranges of IPv6 are hardly ever written there.
function isInRange(host: string, range: string): boolean {
  const [address = "", length = ""] = range.split("/");
  if (isIP(host) !== 4 || isIP(address) !== 4) return false;
  const bits = Number(length);
  const mask = bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0;
  return (numberOf(host) & mask) >>> 0 === (numberOf(address) & mask) >>> 0;
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The headers that the proxy itself wants. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** Asks the proxy at the other end of `socket` for a connection to `target` (`host:port`), which the socket then is. */
export function throughProxy(socket: Duplex, proxy: URL, target: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const asking = request({
      method: "CONNECT",
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      createConnection: () => socket,
    });
    asking.once("connect", (answer, connected) => {
      if (answer.statusCode === 200) return resolve(connected);
      connected.destroy();
      reject(new NetworkError(answer.statusMessage || "unknown status code"));
    });
    asking.once("error", () => reject(new NetworkError("unexpected EOF")));
    asking.end();
  });
}
