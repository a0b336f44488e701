// A client of the HTTPS door that says exactly what it is told to say, also what no decent client would.

import type { IncomingHttpHeaders } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { connect as connectPlain, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { Status } from "../../src/api/status.ts";

export interface Identity {
  readonly token?: string;
  /** A client certificate and its key, in PEM. */
  readonly certificate?: string;
  readonly key?: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as the Status that every refusal is. */
  readonly refusal: Status;
}

export interface WatchLine {
  readonly type: string;
  readonly object: { readonly kind: string; readonly metadata: { readonly name?: string } } & Readonly<
    Record<string, unknown>
  >;
}

export class RawClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(
    readonly port: number,
    private readonly authority: string,
    private readonly identity: Identity = {},
  ) {}

  /** The same door, knocked at by somebody else. */
  as(identity: Identity): RawClient {
    return new RawClient(this.port, this.authority, identity);
  }

  ask(path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.options(), agent: this.agent, path, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const status = response.statusCode ?? 0;
          resolve({
            status,
            headers: response.headers,
            text,
            get refusal() {
              return JSON.parse(text) as Status;
            },
          });
        });
      });
      for (const [name, value] of Object.entries(this.headers(headers))) asked.setHeader(name, value);
      asked.on("error", reject);
      asked.end(body);
    });
  }

  /** POST, PUT or PATCH of an object as JSON. */
  send(method: string, path: string, object: unknown, type = "application/json"): Promise<Answer> {
    return this.ask(path, { method, headers: { "content-type": type }, body: JSON.stringify(object) });
  }

  watch(path: string): Watch {
    return new Watch({ ...this.options(), path, headers: this.headers({}) });
  }

  /** Writes these bytes over TLS, and resolves with all that comes back until the server closes or `until` matches. */
  async raw(bytes: string | Buffer, until?: RegExp): Promise<string> {
    const socket = await this.connect();
    socket.write(bytes);
    return received(socket, until);
  }

  /** As `raw`, without TLS. */
  plain(bytes: string | Buffer, until?: RegExp): Promise<string> {
    const socket = connectPlain(this.port, "127.0.0.1");
    socket.write(bytes);
    return received(socket, until);
  }

  /** An open connection without a request. */
  connect(): Promise<TLSSocket> {
    const { authority: ca, port } = this;
    const { certificate: cert, key } = this.identity;
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, ca, ...(cert === undefined ? {} : { cert, key }) });
      socket.once("secureConnect", () => resolve(socket));
      socket.once("error", reject);
    });
  }

  /** The lines with which a request of this client's begins. */
  head(requestLine: string, ...headers: string[]): string {
    const { token } = this.identity;
    const mine = token === undefined ? [] : [`Authorization: Bearer ${token}`];
    return `${[requestLine, `Host: 127.0.0.1:${this.port}`, ...mine, ...headers].join("\r\n")}\r\n\r\n`;
  }

  /** Lets the connections go that are kept for later. */
  close(): void {
    this.agent.destroy();
  }

  private options(): RequestOptions {
    const { certificate: cert, key } = this.identity;
    const mine = cert === undefined ? {} : { cert, key };
    return { host: "127.0.0.1", port: this.port, ca: this.authority, ...mine };
  }

  private headers(more: NonNullable<Ask["headers"]>): Record<string, string | string[]> {
    const { token } = this.identity;
    const all = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...more };
    return Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
    );
  }
}

function received(socket: Socket, until?: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (until?.test(text)) done();
    });
    socket.on("error", done);
    socket.on("close", done);
  });
}

/** A watch, or a log that is followed. */
export class Watch {
  readonly lines: string[] = [];
  /** How it ended: whole, or cut off. */
  readonly ended: Promise<"whole" | "cut">;
  private readonly asked: ReturnType<typeof request>;
  private readonly waiting: { isWanted: (line: string) => boolean; seen: number; resolve: () => void }[] = [];
  private rest = "";

  constructor(options: RequestOptions) {
    this.asked = request({ ...options, agent: false });
    this.ended = new Promise((resolve) => {
      this.asked.on("error", () => resolve("cut"));
      this.asked.on("response", (response) => {
        response.setEncoding("utf8");
        response.on("data", (text: string) => this.take(text));
        response.on("error", () => resolve("cut"));
        response.on("close", () => resolve(response.complete ? "whole" : "cut"));
      });
    });
    this.asked.end();
  }

  get events(): WatchLine[] {
    return this.lines.map((line) => JSON.parse(line) as WatchLine);
  }

  /** Resolves when the watch has told of such an event. */
  until(isWanted: (event: WatchLine) => boolean): Promise<void> {
    return this.untilLine((line) => isWanted(JSON.parse(line) as WatchLine));
  }

  untilLine(isWanted: (line: string) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ isWanted, seen: 0, resolve });
      this.look();
    });
  }

  /** Gone without a word, as when a laptop is shut. */
  vanish(): void {
    this.asked.destroy();
  }

  private take(text: string): void {
    const parts = (this.rest + text).split("\n");
    this.rest = parts.pop() ?? "";
    this.lines.push(...parts);
    this.look();
  }

  private look(): void {
    for (const each of this.waiting.splice(0)) {
      const isMet = this.lines.slice(each.seen).some(each.isWanted);
      each.seen = this.lines.length;
      if (isMet) each.resolve();
      else this.waiting.push(each);
    }
  }
}
