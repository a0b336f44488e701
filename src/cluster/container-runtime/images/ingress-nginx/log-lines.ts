// What an Ingress controller writes to its log: its banner, klog's lines, and NGINX's access and error log.

import { byteLength } from "../../../../bytes/bytes.ts";
import type { HttpRequest } from "../http-server.ts";

export function banner(version: string): string {
  const rule = "-".repeat(79);
  const rows = [
    "NGINX Ingress controller",
    `  Release:       ${version}`,
    "  Build:         51c2b819690bbf1709b844dbf321a9acf6eda5a7",
    "  Repository:    https://github.com/kubernetes/ingress-nginx",
    "  nginx version: nginx/1.25.5",
    "",
  ];
  return `${rule}\n${rows.join("\n")}\n${rule}\n\n`;
}

/** As klog writes: severity, month and day, time, thread, place. */
export function klogLine(nowMs: number, severity: "I" | "W" | "E", place: string, text: string): string {
  const [date = "", time = ""] = new Date(nowMs).toISOString().slice(0, -1).split("T");
  return `${severity}${date.slice(5).replace("-", "")} ${time}000       7 ${place}] ${text}\n`;
}

/** How a request went. */
export interface Served {
  readonly request: HttpRequest;
  readonly status: number;
  readonly bodyBytes: number;
  readonly startedMs: number;
  readonly nowMs: number;
  readonly requestId: string;
  /** The name of the upstream, and what became of each attempt. */
  readonly upstream: string;
  readonly attempts: readonly {
    readonly address: string;
    readonly bytes: number;
    readonly ms: number;
    readonly status: number;
  }[];
}

export function accessLine(served: Served): string {
  const { request, status, bodyBytes, startedMs, nowMs, upstream, attempts, requestId } = served;
  const { headers, client, method, target } = request;
  const seconds = (ms: number): string => (ms / 1000).toFixed(3);
  const each = (show: (attempt: Served["attempts"][number]) => string): string =>
    attempts.length === 0 ? "-" : attempts.map(show).join(", ");
  return (
    `${client} - - [${stamp(nowMs)}] "${method} ${target} HTTP/1.1" ${status} ${bodyBytes} ` +
    `"${headers.referer ?? "-"}" "${headers["user-agent"] ?? "-"}" ${requestLength(request)} ${seconds(nowMs - startedMs)} ` +
    `[${upstream}] [] ${each(({ address }) => address)} ${each(({ bytes }) => String(bytes))} ` +
    `${each(({ ms }) => seconds(ms))} ${each((attempt) => String(attempt.status))} ${requestId}\n`
  );
}

/** `05/Jan/2026:09:00:00 +0000`. */
function stamp(ms: number): string {
  const [, day = "", month = "", year = "", time = ""] = new Date(ms).toUTCString().split(/,? /);
  return `${day}/${month}/${year}:${time} +0000`;
}

function requestLength({ method, target, headers, body }: HttpRequest): number {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
  ];
  return byteLength(`${lines.join("\r\n")}\r\n${body}`);
}

/** A line of NGINX's error log about a backend. */
export function upstreamError(why: string, { request, nowMs, address, server }: UpstreamError): string {
  const when = new Date(nowMs).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " ");
  const { client, method, target, headers } = request;
  return (
    `${when} [error] 27#27: *1 ${why} while connecting to upstream, client: ${client}, server: ${server}, ` +
    `request: "${method} ${target} HTTP/1.1", upstream: "http://${address}${target}", host: "${headers.host ?? ""}"\n`
  );
}

interface UpstreamError {
  readonly request: HttpRequest;
  readonly nowMs: number;
  readonly address: string;
  readonly server: string;
}
