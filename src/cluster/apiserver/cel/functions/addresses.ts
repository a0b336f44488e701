// URLs, IP addresses and ranges of them.

import { goQuote } from "../../../../api/go-values.ts";
import { isCIDR, isIPv4, isIPv6 } from "../../custom-resources/validate/formats.ts";
import { fail, noOverload, Opaque } from "../values.ts";
import type { Implementations } from "./implementation.ts";

interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

function parseUrl(text: string): Url | undefined {
  const [, scheme = "", host = "", path = "", query = ""] =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/.exec(text) ?? [];
  const isAbsolute = scheme !== "" || text.startsWith("/");
  return isAbsolute && !/[\s<>"{}|\\^`]/.test(text) ? { scheme: scheme.toLowerCase(), host, path, query } : undefined;
}

function url(value: unknown): Url {
  return value instanceof Opaque && value.kind === "kubernetes.URL" ? (value.value as Url) : noOverload();
}

function queryOf({ query }: Url): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const pair of query.split("&").filter((each) => each !== "")) {
    const [key = "", value = ""] = pair.split("=").map((part) => decodeURIComponent(part.replaceAll("+", " ")));
    out.set(key, [...(out.get(key) ?? []), value]);
  }
  return out;
}

interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

interface Range extends Address {
  readonly length: number;
}

function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, number: text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  if (!isIPv6(text)) return undefined;
  const [head = "", tail] = text.split("::");
  const words = (part: string | undefined): string[] => (part ? part.split(":").flatMap(wordsOf) : []);
  const [left, right] = [words(head), words(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  const all = [...left, ...zeros, ...right];
  return { bits: 128, number: all.reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n) };
}

function wordsOf(part: string): string[] {
  if (!part.includes(".")) return [part];
  const [a = "0", b = "0", c = "0", d = "0"] = part.split(".");
  const word = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
  return [word(a, b), word(c, d)];
}

function addressValue(address: Address): Opaque<Address> {
  return new Opaque("net.IP", address, `${address.bits}/${address.number}`);
}

function address(value: unknown): Address {
  if (typeof value === "string")
    return (
      parseAddress(value) ??
      fail(
        `IP Address ${goQuote(value)} parse error during conversion from string: ParseAddr(${goQuote(value)}): unable to parse IP`,
      )
    );
  return value instanceof Opaque && value.kind === "net.IP" ? (value.value as Address) : noOverload();
}

function range(value: unknown): Range {
  if (value instanceof Opaque && value.kind === "net.CIDR") return value.value as Range;
  const text = typeof value === "string" ? value : noOverload();
  const [ip = "", length = ""] = text.split("/");
  const parsed = isCIDR(text) ? parseAddress(ip) : undefined;
  return parsed === undefined
    ? fail(
        `CIDR ${goQuote(text)} parse error during conversion from string: netip.ParsePrefix(${goQuote(text)}): no '/'`,
      )
    : { ...parsed, length: Number(length) };
}

function rangeValue(value: Range): Opaque<Range> {
  return new Opaque("net.CIDR", value, `${value.bits}/${value.number}/${value.length}`);
}

function masked(value: Range): Range {
  const shift = BigInt(value.bits - value.length);
  return { ...value, number: (value.number >> shift) << shift };
}

function holds(outer: Range, inner: Address): boolean {
  const shift = BigInt(outer.bits - outer.length);
  return outer.bits === inner.bits && outer.number >> shift === inner.number >> shift;
}

function isWithin(value: unknown, ...ranges: readonly string[]): boolean {
  return ranges.some((each) => holds(range(each), address(value)));
}

export const addressFunctions: Implementations = {
  url: (value) => {
    const parsed = parseUrl(String(value));
    if (parsed === undefined)
      return fail(
        `URL parse error during conversion from string: parse ${goQuote(String(value))}: invalid URI for request`,
      );
    return new Opaque("kubernetes.URL", parsed, String(value));
  },
  isURL: (value) => parseUrl(String(value)) !== undefined,
  getScheme: (value) => url(value).scheme,
  getHost: (value) => url(value).host,
  getHostname: (value) =>
    url(value)
      .host.replace(/:\d*$/, "")
      .replace(/^\[(.*)\]$/, "$1"),
  getPort: (value) => /:(\d*)$/.exec(url(value).host)?.[1] ?? "",
  getEscapedPath: (value) => url(value).path,
  getQuery: (value) => queryOf(url(value)),
  ip: (value) => {
    if (!(value instanceof Opaque)) return addressValue(address(value));
    const { bits, number } = range(value);
    return addressValue({ bits, number });
  },
  isIP: (value) => parseAddress(String(value)) !== undefined,
  "ip.isCanonical": (value) => {
    address(value);
    return String(value) === String(value).toLowerCase() && !/(^|:)0\d/.test(String(value));
  },
  family: (value) => (address(value).bits === 32 ? 4n : 6n),
  isUnspecified: (value) => address(value).number === 0n,
  isLoopback: (value) => isWithin(value, "127.0.0.0/8", "::1/128"),
  isLinkLocalMulticast: (value) => isWithin(value, "224.0.0.0/24", "ff02::/16"),
  isLinkLocalUnicast: (value) => isWithin(value, "169.254.0.0/16", "fe80::/10"),
  isGlobalUnicast: (value) =>
    !isWithin(
      value,
      "127.0.0.0/8",
      "::1/128",
      "224.0.0.0/4",
      "ff00::/8",
      "169.254.0.0/16",
      "fe80::/10",
      "255.255.255.255/32",
    ) && address(value).number !== 0n,
  cidr: (value) => rangeValue(range(value)),
  isCIDR: (value) => isCIDR(String(value)),
  containsIP: (value, inner) => holds(range(value), address(inner)),
  containsCIDR: (value, inner) => range(inner).length >= range(value).length && holds(range(value), range(inner)),
  masked: (value) => rangeValue(masked(range(value))),
  prefixLength: (value) => BigInt(range(value).length),
};
