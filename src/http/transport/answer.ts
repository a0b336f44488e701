// Turns what the server sends back into an ApiResponse.

import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { ApiRequest, ApiResponse, WatchEvent } from "../../api/request.ts";
import { queryFlag } from "../../api/request.ts";
import { Channel } from "../../api/stream.ts";
import { statusOfAnswer } from "../../api/unexpected-answer.ts";
import { ByteDecoder, textOfBytes } from "../../bytes/bytes.ts";
import { TransportError } from "./failure.ts";
import { watchLines } from "./json-lines.ts";
import { warningsOf } from "./warnings.ts";

type Asked = Pick<ApiRequest, "method" | "path" | "query">;

/** @param done called once the last byte has come, or nobody wants it any more. */
export async function answerOf(asked: Asked, message: IncomingMessage, done: () => void): Promise<ApiResponse> {
  const status = message.statusCode ?? 0;
  const warnings = warningsOf(message.rawHeaders);
  const base = warnings.length === 0 ? { status } : { status, warnings };
  const body = await decoded(message);
  const hangUp = () => {
    message.destroy();
    done();
  };
  if (isGood(status) && queryFlag(asked.query, "watch"))
    return { ...base, kind: "watch", events: eventsOf(body, hangUp, done) };
  if (isGood(status) && queryFlag(asked.query, "follow") && asked.path.endsWith("/log"))
    return { ...base, kind: "text-stream", text: textOf(body, hangUp, done) };
  const bytes = await wholeBody(body).finally(done);
  const answer = { ...base, ...contentOf(bytes, message.headers["content-type"]) };
  return isGood(status) || isStatus(answer) ? answer : { ...base, kind: "object", body: unexpected(asked, answer) };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

type Content = { readonly kind: "object"; readonly body: unknown } | { readonly kind: "text"; readonly body: string };

// Who does not say what it is was asked for JSON.
function contentOf(bytes: Buffer, type = "application/json"): Content {
  if (/^application\/(?:[\w.-]+\+)?json\b/.test(type)) {
    try {
      return { kind: "object", body: typed(JSON.parse(bytes.toString("utf8"))) };
    } catch (error) {
      // Who says JSON and sends something else is shown as what was sent.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return { kind: "text", body: textOfBytes(bytes) };
}

interface Listed {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly items?: unknown;
}

/** What a list holds is not told item by item; whoever takes one out wants to know what it is. */
function typed(body: unknown): unknown {
  const { kind, apiVersion, items } = (typeof body === "object" && body !== null ? body : {}) as Listed;
  if (!Array.isArray(items) || typeof kind !== "string" || !kind.endsWith("List")) return body;
  const type = { kind: kind.slice(0, -"List".length), apiVersion };
  return { ...(body as object), items: items.map((item: object) => ("kind" in item ? item : { ...type, ...item })) };
}

function isStatus({ kind, body }: Content): boolean {
  return kind === "object" && typeof body === "object" && body !== null && "kind" in body && body.kind === "Status";
}

function unexpected({ method, path }: Asked, answer: Content & { readonly status: number }): unknown {
  const text = answer.kind === "text" ? answer.body : undefined;
  return statusOfAnswer({ code: answer.status, method, path, text });
}

/** The body as it was before it was compressed. */
async function decoded(message: IncomingMessage): Promise<Readable> {
  if (message.headers["content-encoding"] !== "gzip") return message;
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip();
  // What breaks the connection breaks off the text as well.
  message.once("error", (error) => gunzip.destroy(error));
  message.once("aborted", () => gunzip.destroy(new Error("aborted")));
  return message.pipe(gunzip);
}

function wholeBody(body: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on("data", (chunk: Buffer) => chunks.push(chunk));
    body.once("end", () => resolve(Buffer.concat(chunks)));
    body.once("error", (error) => reject(brokenBody(error)));
  });
}

function brokenBody(error: Error): Error {
  if (error instanceof TransportError) return error;
  const why = /abort|unexpected end/.test(error.message) ? "unexpected EOF" : error.message;
  const text = "unexpected error when reading response body. Please retry. Original error";
  return new TransportError(`error: ${text}: ${why}`);
}

function eventsOf(body: Readable, hangUp: () => void, done: () => void): Channel<WatchEvent> {
  const events = new Channel<WatchEvent>(hangUp);
  const lines = watchLines();
  const end = () => {
    done();
    events.end();
  };
  body.on("data", (chunk: Buffer) => {
    try {
      for (const event of lines.read(chunk)) events.push(event);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // What is no event ends the watch, as a broken connection does.
      body.destroy();
      end();
    }
  });
  endWith(body, end);
  return events;
}

function textOf(body: Readable, hangUp: () => void, done: () => void): Channel<string> {
  const text = new Channel<string>(hangUp);
  const decoder = new ByteDecoder();
  const push = (part: string) => {
    if (part !== "") text.push(part);
  };
  body.on("data", (chunk: Buffer) => push(decoder.decode(chunk)));
  endWith(body, (failure) => {
    push(decoder.end());
    done();
    text.end(failure);
  });
  return text;
}

// Without its end it was broken off, whether that is called an error or not.
function endWith(body: Readable, end: (failure?: Error) => void): void {
  body.once("end", () => end());
  body.once("error", () => end(new Error("unexpected EOF")));
  body.once("close", () => end(new Error("unexpected EOF")));
}
