// Stands for HTTP/1.1 on the wire: requests and responses as text over a socket, with Content-Length or chunks.

import { byteLength, joinedText, sliceBytes } from "../bytes/bytes.ts";
import type { Input, Process } from "./process.ts";
import type { Doing } from "./reading.ts";

export type HttpHeaders = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly method: string;
  /** As it stands in the request line: `/path?query`. */
  readonly target: string;
  readonly version: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

export interface HttpResponse {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: HttpHeaders;
  readonly body: string;
}

/** The other side said something that is not HTTP, or closed in the middle of a message. */
export class HttpError extends Error {
  readonly kind: "empty" | "malformed" | "timeout" | "cut short";

  constructor(kind: HttpError["kind"]) {
    super(kind);
    this.kind = kind;
  }
}

/** Header names are compared without regard to case. */
export function headerOf(headers: HttpHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

const reasons: Readonly<Record<number, string>> = {
  100: "Continue",
  101: "Switching Protocols",
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  409: "Conflict",
  413: "Request Entity Too Large",
  418: "I'm a teapot",
  422: "Unprocessable Entity",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export function reasonOf(status: number): string {
  return reasons[status] ?? "";
}

/** Adds Content-Length when there is a body and none is given. */
export function formatRequest(request: Omit<HttpRequest, "version"> & { readonly version?: string }): string {
  const { method, target, version = "HTTP/1.1", headers, body } = request;
  const length: HttpHeaders =
    body === "" || headerOf(headers, "content-length") !== undefined
      ? []
      : [["Content-Length", String(byteLength(body))]];
  return `${method} ${target} ${version}\r\n${formatHeaders([...headers, ...length])}\r\n${body}`;
}

/** Adds Content-Length when neither it nor Transfer-Encoding is given. */
export function formatResponse(response: Partial<HttpResponse> & { readonly status: number }): string {
  const { version = "HTTP/1.1", status, reason = reasonOf(status), headers = [], body = "" } = response;
  const hasLength =
    headerOf(headers, "content-length") !== undefined || headerOf(headers, "transfer-encoding") !== undefined;
  const length: HttpHeaders =
    hasLength || status === 204 || status === 304 ? [] : [["Content-Length", String(byteLength(body))]];
  return `${version} ${status} ${reason}\r\n${formatHeaders([...headers, ...length])}\r\n${body}`;
}

export function formatHeaders(headers: HttpHeaders): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
}

/** How long a reader has patience. */
export interface Patience {
  readonly process: Process;
  /** Milliseconds since the Unix epoch. */
  readonly deadline: number;
}

/** Reads messages one after the other from a connection. */
export class HttpReader {
  private readonly input: Input;
  private readonly patience: Patience | undefined;
  private buffer = "";
  private isAtEnd = false;

  constructor(input: Input, patience?: Patience) {
    this.input = input;
    this.patience = patience;
  }

  /** The next request, or undefined when the client has closed. Throws an HttpError. */
  *request(): Doing<HttpRequest | undefined> {
    const head = yield* this.head();
    if (head === undefined) return undefined;
    const match = /^([A-Z]+) (\S+) (HTTP\/\d\.\d)$/.exec(head.first);
    if (match === null) throw new HttpError("malformed");
    const [, method = "", target = "", version = ""] = match;
    const body = yield* this.body(head.headers, false);
    return { method, target, version, headers: head.headers, body };
  }

  /** The next response to a request of that method. Throws an HttpError. */
  *response(method: string): Doing<HttpResponse> {
    for (;;) {
      const head = yield* this.head();
      if (head === undefined) throw new HttpError("empty");
      const match = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(head.first);
      if (match === null) throw new HttpError("malformed");
      const [, version = "", code = "", reason = ""] = match;
      const status = Number(code);
      if (status >= 100 && status < 200) continue;
      const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
      const body = hasBody ? yield* this.body(head.headers, true) : "";
      return { version, status, reason, headers: head.headers, body };
    }
  }

  private *head(): Doing<{ first: string; headers: HttpHeaders } | undefined> {
    while (this.buffer.startsWith("\r\n")) this.buffer = this.buffer.slice(2);
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.buffer);
      if (end !== null) {
        const lines = this.buffer.slice(0, end.index).split(/\r?\n/);
        this.buffer = this.buffer.slice(end.index + end[0].length);
        return { first: lines[0] ?? "", headers: lines.slice(1).map(parseHeader) };
      }
      if (/^[^\n]*\n/.test(this.buffer) && !/ HTTP\/|^HTTP\//.test(this.buffer)) throw new HttpError("malformed");
      if (this.buffer.length > 65536) throw new HttpError("malformed");
      if (!(yield* this.more())) {
        if (this.buffer === "") return undefined;
        throw new HttpError("cut short");
      }
    }
  }

  private *more(): Doing<boolean> {
    for (;;) {
      if (this.isAtEnd) return false;
      const text = this.input.read();
      if (text === undefined) this.isAtEnd = true;
      else if (text !== "") {
        this.buffer += text;
        return true;
      } else yield* this.wait();
    }
  }

  private *wait(): Doing<void> {
    const { patience, input } = this;
    if (patience === undefined) {
      yield { until: [input.readable] };
      return;
    }
    const left = patience.deadline - patience.process.machine.now();
    if (left <= 0) throw new HttpError("timeout");
    yield Number.isFinite(left) ? { until: [input.readable], forMs: left } : { until: [input.readable] };
  }

  private *body(headers: HttpHeaders, endsWithConnection: boolean): Doing<string> {
    if (headerOf(headers, "transfer-encoding")?.toLowerCase() === "chunked") return yield* this.chunks();
    const length = headerOf(headers, "content-length");
    if (length !== undefined) return yield* this.bytes(Number(length));
    if (!endsWithConnection) return "";
    while (yield* this.more());
    return this.takeAll();
  }

  private takeAll(): string {
    const all = this.buffer;
    this.buffer = "";
    return joinedText(all);
  }

  private *bytes(length: number): Doing<string> {
    if (!Number.isInteger(length) || length < 0) throw new HttpError("malformed");
    let held = byteLength(this.buffer);
    while (held < length) {
      const before = this.buffer.length;
      if (!(yield* this.more())) throw new HttpError("cut short");
      held += byteLength(this.buffer.slice(before));
    }
    if (held === length) return this.takeAll();
    const body = sliceBytes(this.buffer, 0, length);
    this.buffer = sliceBytes(this.buffer, length);
    return body;
  }

  private *chunks(): Doing<string> {
    let body = "";
    for (;;) {
      const size = Number.parseInt(yield* this.textLine(), 16);
      if (Number.isNaN(size)) throw new HttpError("malformed");
      body += yield* this.bytes(size);
      yield* this.textLine();
      if (size === 0) return joinedText(body);
    }
  }

  private *textLine(): Doing<string> {
    for (;;) {
      const end = this.buffer.indexOf("\n");
      if (end >= 0) {
        const line = this.buffer.slice(0, end).replace(/\r$/, "");
        this.buffer = this.buffer.slice(end + 1);
        return line;
      }
      if (!(yield* this.more())) throw new HttpError("cut short");
    }
  }
}

function parseHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return colon < 0 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
