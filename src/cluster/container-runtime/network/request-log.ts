// What the network saw: who asked whom for what, and what came of it. Lesson checks read it; the cluster itself never does.

import type { Tap } from "./socket.ts";

/** Who opened a connection. */
export type Peer =
  | { readonly kind: "pod"; readonly namespace: string; readonly name: string; readonly container?: string }
  | { readonly kind: "host"; readonly name: string };

export interface NetworkRequest {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly from: Peer;
  /** Where the client meant to go. */
  readonly to: { readonly address: string; readonly port: number };
  /** Set when `to` was an address of a Service. */
  readonly service?: { readonly namespace: string; readonly name: string };
  /** Who took the connection; absent when nobody did. */
  readonly servedBy?: Peer;
  /** Of an HTTP request. */
  readonly method?: string;
  readonly path?: string;
  /** The site that was asked for, as the Host header has it, without a port. */
  readonly site?: string;
  /** The HTTP status, once it has come. */
  status?: number;
  outcome: "connected" | "refused" | "unreachable" | "timeout";
}

/** A question for the IPv4 addresses of a name, by its full name as it was asked. */
export interface NameQuestion {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly from: Peer;
  readonly name: string;
  readonly outcome: "found" | "nxdomain" | "servfail" | "timeout";
  readonly addresses: readonly string[];
}

const MAXIMUM = 5000;
const REQUEST_LINE = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP\/1\.[01]\r?\n/;
const HOST_HEADER = /\r?\nhost: *([^\s:]+)/i;
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})/;

export class RequestLog {
  private entries: NetworkRequest[] = [];
  private questions: NameQuestion[] = [];

  /** Oldest first; only the newest few thousand are kept. */
  list(): readonly NetworkRequest[] {
    return this.entries;
  }

  /** Oldest first, like the requests. */
  listQuestions(): readonly NameQuestion[] {
    return this.questions;
  }

  addQuestion(question: NameQuestion): void {
    this.questions.push(question);
    if (this.questions.length > 2 * MAXIMUM) this.questions = this.questions.slice(-MAXIMUM);
  }

  add(entry: NetworkRequest): NetworkRequest {
    this.entries.push(entry);
    if (this.entries.length > 2 * MAXIMUM) this.entries = this.entries.slice(-MAXIMUM);
    return entry;
  }

  /** What seemed lost has come through after all. */
  remove(entry: NetworkRequest): void {
    this.entries = this.entries.filter((other) => other !== entry);
  }

  /** Listens on a connection and notes each HTTP request that travels on it; a connection without any is noted as such. */
  tap(base: Omit<NetworkRequest, "at" | "outcome">, now: () => number): Tap {
    let plain: NetworkRequest | undefined = this.add({ ...base, at: now(), outcome: "connected" });
    const open: NetworkRequest[] = [];
    return {
      fromClient: (text) => {
        const match = REQUEST_LINE.exec(text);
        if (match === null) return;
        const [, method = "", path = ""] = match;
        // The first request takes the place of the note that somebody connected.
        if (plain !== undefined) this.entries = this.entries.filter((entry) => entry !== plain);
        plain = undefined;
        const site = HOST_HEADER.exec(text)?.[1]?.toLowerCase();
        const request = { method, path, ...(site === undefined ? {} : { site }) };
        open.push(this.add({ ...base, at: now(), ...request, outcome: "connected" }));
      },
      fromServer: (text) => {
        const match = STATUS_LINE.exec(text);
        const request = match === null ? undefined : open.shift();
        if (request !== undefined && match !== null) request.status = Number(match[1]);
      },
      closed: () => {
        plain = undefined;
      },
    };
  }
}
