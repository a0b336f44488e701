// HTTP requests out of a stream of text, as they come: for servers whose connections are no sockets of the host.

import { byteLength, joinedText, sliceBytes } from "../bytes/bytes.ts";
import type { HttpHeaders, HttpRequest } from "../shell/http-message.ts";
import { headerOf } from "../shell/http-message.ts";

/** Takes pieces of text; gives the requests that are complete, in order. */
export class RequestStream {
  private rest = "";

  /** @throws Error where it is no HTTP. */
  take(piece: string): HttpRequest[] {
    this.rest = joinedText(this.rest + piece);
    const requests: HttpRequest[] = [];
    for (let next = this.next(); next !== undefined; next = this.next()) requests.push(next);
    return requests;
  }

  private next(): HttpRequest | undefined {
    const end = this.rest.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const [first = "", ...lines] = this.rest.slice(0, end).split("\r\n");
    const [, method, target, version] = /^([A-Z]+) (\S+) (HTTP\/1\.[01])$/.exec(first.trimStart()) ?? [];
    if (method === undefined || target === undefined || version === undefined)
      throw new Error("malformed HTTP request");
    const headers: HttpHeaders = lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1).trim()];
    });
    const body = bodyOf(headers, this.rest.slice(end + 4));
    if (body === undefined) return undefined;
    this.rest = body.rest;
    return { method, target, version, headers, body: body.text };
  }
}

interface Body {
  readonly text: string;
  /** What follows it. */
  readonly rest: string;
}

function bodyOf(headers: HttpHeaders, text: string): Body | undefined {
  if (/chunked/i.test(headerOf(headers, "transfer-encoding") ?? "")) return chunks(text);
  const length = Number(headerOf(headers, "content-length") ?? 0);
  if (byteLength(text) < length) return undefined;
  return { text: sliceBytes(text, 0, length), rest: sliceBytes(text, length) };
}

function chunks(text: string): Body | undefined {
  let [body, rest] = ["", text];
  for (;;) {
    const end = rest.indexOf("\r\n");
    if (end < 0) return undefined;
    const length = Number.parseInt(rest.slice(0, end), 16);
    if (Number.isNaN(length)) throw new Error("malformed chunk");
    const data = rest.slice(end + 2);
    if (byteLength(data) < length + 2) return undefined;
    body += sliceBytes(data, 0, length);
    rest = sliceBytes(data, length + 2);
    if (length === 0) return { text: body, rest };
  }
}
