// What is said when no answer could be had, in the words of kubectl (and of Go's net and crypto/tls, which it passes on).

import { getServers } from "node:dns";
import { goQuote } from "../../api/go-values.ts";

/** A whole message, ready to be shown. */
export class TransportError extends Error {}

/** A reason as Go gives it; shown behind `Unable to connect to the server: `. */
export class NetworkError extends Error {}

export interface Attempt {
  readonly method: string;
  readonly url: URL;
  /** The two ends of the connection, as in `127.0.0.1:50000->127.0.0.1:6443`; empty when there was none. */
  readonly route: string;
}

/** True for what a server that is just being restarted does: the same request may find an answer a second later. */
export function isBrokenConnection(error: unknown): boolean {
  return reasonOf(error, "") === "EOF" || codeOf(error) === "ECONNRESET" || codeOf(error) === "EPIPE";
}

/** @param previous what an earlier attempt at the same request met. */
export function failureOf(error: unknown, attempt: Attempt, previous?: string): Error {
  if (error instanceof TransportError) return error;
  if (codeOf(error) === "ECONNREFUSED") {
    return new TransportError(
      `The connection to the server ${attempt.url.host} was refused - did you specify the right host or port?`,
    );
  }
  const reason = reasonOf(error, attempt.route);
  if (previous === undefined || reason === "EOF")
    return new TransportError(`Unable to connect to the server: ${reason}`);
  const method = attempt.method.charAt(0) + attempt.method.slice(1).toLowerCase();
  return new TransportError(
    `error: ${method} "${attempt.url.href}": ${reason} - error from a previous attempt: ${previous}`,
  );
}

/** What Go would say has happened. */
export function reasonOf(error: unknown, route: string): string {
  if (error instanceof NetworkError) return error.message;
  const { syscall = "", address, port, hostname = "" } = systemFields(error);
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOTFOUND") return `dial tcp: lookup ${hostname} on ${resolver()}: no such host`;
  if (code === "EAI_AGAIN") return `dial tcp: lookup ${hostname} on ${resolver()}: server misbehaving`;
  if (syscall === "connect") return `dial tcp ${hostPort(address, port)}: ${systemReason(code, "connect")}`;
  if (isEndOfStream(code, syscall, message)) return "EOF";
  if (code === "ECONNRESET" || code === "EPIPE") {
    const operation = code === "EPIPE" || syscall === "write" ? "write" : "read";
    return `${operation} tcp ${route}: ${systemReason(code, operation)}`;
  }
  return tlsReason(code, message) ?? httpReason(code, error) ?? message;
}

// Node.js says "socket hang up" where a connection ended in good order, though before the answer.
function isEndOfStream(code: string, syscall: string, message: string): boolean {
  if (code === "ECONNRESET" && syscall === "") return /hang up|disconnected before secure/.test(message);
  return code === "HPE_INVALID_EOF_STATE" || code === "ERR_SSL_UNEXPECTED_EOF_WHILE_READING";
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EPIPE: "broken pipe",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  EHOSTDOWN: "host is down",
  EADDRNOTAVAIL: "cannot assign requested address",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EMFILE: "too many open files",
};

function systemReason(code: string, operation: string): string {
  if (code === "ETIMEDOUT") return operation === "connect" ? "i/o timeout" : `${operation}: connection timed out`;
  return `${operation}: ${SYSTEM_REASONS[code] ?? code}`;
}

// What the far end has to say about TLS travels as an alert; OpenSSL and Go have different words for it.
const ALERTS: Readonly<Record<string, string>> = {
  "certificate required": "certificate required",
  "unknown ca": "unknown certificate authority",
  "bad certificate": "bad certificate",
  "certificate expired": "expired certificate",
  "certificate revoked": "revoked certificate",
  "certificate unknown": "unknown certificate",
  "unsupported certificate": "unsupported certificate",
  "handshake failure": "handshake failure",
  "protocol version": "protocol version not supported",
  "insufficient security": "insufficient security level",
  "internal error": "internal error",
  "access denied": "access denied",
  "unrecognized name": "unrecognized name",
  "no application protocol": "no application protocol",
  "decrypt error": "error decrypting message",
  "unexpected message": "unexpected message",
};

// Only where Node.js itself has looked at the certificate; the dialer knows it better.
const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT.*))$/;

function tlsReason(code: string, message: string): string | undefined {
  if (UNTRUSTED.test(code)) return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  if (!code.startsWith("ERR_SSL_")) return undefined;
  const words = code.slice("ERR_SSL_".length).toLowerCase().replaceAll("_", " ");
  const alert = /^(?:tls|ssl)v[\d.]+ (?:alert )?(.*)$/.exec(words)?.[1];
  const said = alert === undefined ? undefined : ALERTS[alert];
  if (said !== undefined) return `remote error: tls: ${said}`;
  return `tls: ${message.replace(/^.*:SSL routines:[^:]*:/s, "").replace(/:.*$/s, "")}`;
}

function httpReason(code: string, error: unknown): string | undefined {
  if (!code.startsWith("HPE_")) return undefined;
  const { rawPacket } = systemFields(error);
  return `net/http: HTTP/1.x transport connection broken: ${malformed(rawPacket?.toString("latin1") ?? "")}`;
}

/** What is wrong with the first line of an answer. */
function malformed(answer: string): string {
  const line = answer.split(/\r?\n/, 1)[0] ?? "";
  const [version = "", ...rest] = line.split(" ");
  if (rest.length === 0) return `malformed HTTP response ${goQuote(line)}`;
  const [status = ""] = rest.join(" ").trimStart().split(" ");
  if (!/^\d{3}$/.test(status)) return `malformed HTTP status code ${goQuote(status)}`;
  return /^HTTP\/\d\.\d$/.test(version) ? "malformed MIME header" : `malformed HTTP version ${goQuote(version)}`;
}

interface SystemFields {
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly rawPacket?: Buffer;
}

function systemFields(error: unknown): SystemFields {
  return typeof error === "object" && error !== null ? (error as SystemFields) : {};
}

/** A host with several addresses fails once for each; the first of them speaks for all. */
export function firstCause(error: unknown): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

export function hostPort(host = "", port = 0): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function resolver(): string {
  const [first = "127.0.0.1"] = getServers();
  if (first.startsWith("[")) return first;
  return first.includes(":") && !/^[\d.]+:\d+$/.test(first)
    ? `[${first}]:53`
    : first.includes(":")
      ? first
      : `${first}:53`;
}
