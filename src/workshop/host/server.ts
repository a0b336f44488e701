// Stands for the host at its port: pages, the door for those who join, and the two kinds of WebSockets.

import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import { type WebSocket, WebSocketServer } from "ws";
import { GOING_AWAY, joinRequest, MAX_FRAME_BYTES, SUBPROTOCOL } from "../protocol/messages.ts";
import { Buckets } from "./bucket.ts";
import { InstructorConnection, type Lookout } from "./instructor-connection.ts";
import { LearnerConnection } from "./learner-connection.ts";
import type { Ledger } from "./ledger.ts";
import { type Answer, json, type PageFiles, sendAnswer } from "./pages.ts";
import { resultsOf, toCsv } from "./results.ts";
import { Seats, WRONG_CODE } from "./seats.ts";
import { hashOf } from "./secrets.ts";

export interface HostOptions {
  readonly ledger: Ledger;
  readonly pages: PageFiles;
  readonly lookout: Lookout;
  /** The inputs of a learner's present lesson, from which anybody can make their cluster. */
  readonly journal?: (learner: string) => Promise<unknown>;
  /** All that a learner has done, for their own tutor on another machine. */
  readonly work?: (learner: string) => Promise<unknown>;
  readonly now: () => number;
  /** Told what an instructor should know: refused guests, broken connections. */
  readonly report: (what: string) => void;
  /** `HOST:PORT` as learners reach it, for the pages that say how to join. */
  readonly joinAt?: string;
  /** SHA-256 of the certificate, in hex, which learners pin. */
  readonly fingerprint?: string;
  /** PEM: TLS with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

const MAX_BODY_BYTES = 4096;
/** Wrong codes and seats: of one address, and of all together, so that many addresses do not help either. */
const WRONG_FROM_ONE = { size: 10, perMinute: 6 };
const WRONG_FROM_ALL = { size: 200, perMinute: 120 };
/** A whole conference may stand behind one address. */
const CONNECTIONS_FROM_ONE = { size: 10_000, perMinute: 10_000 };
const HEARTBEAT_MS = 20_000;
const REPORT_MS = 10_000;

export class HostServer {
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  private readonly seats: Seats;
  private readonly wrongFromOne: Buckets;
  private readonly wrongFromAll: Buckets;
  private readonly connections: Buckets;
  private readonly alive = new WeakSet<WebSocket>();
  private readonly heartbeat: NodeJS.Timeout;
  private readonly refusals = new Map<string, { count: number; saidAt: number }>();

  constructor(private readonly options: HostOptions) {
    const { ledger, now, tls } = options;
    this.seats = new Seats(ledger, now);
    this.wrongFromOne = new Buckets(WRONG_FROM_ONE, now);
    this.wrongFromAll = new Buckets(WRONG_FROM_ALL, now);
    this.connections = new Buckets(CONNECTIONS_FROM_ONE, now);
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      response.on("error", () => response.destroy());
      this.answer(request).then(
        (given) => sendAnswer(response, given),
        (error: unknown) => {
          options.report(`a request could not be answered: ${String(error)}`);
          sendAnswer(response, json(500, { why: "the host could not do it; its own terminal says why" }));
        },
      );
    };
    this.server = tls === undefined ? createHttpServer(answer) : createHttpsServer(tls, answer);
    this.server.requestTimeout = 15_000;
    this.server.headersTimeout = 10_000;
    this.server.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  /** @returns the port. Rejects when the address is taken or is none of this machine's. */
  listen(port: number, address: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, address, () => {
        this.server.off("error", reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    for (const socket of this.sockets.clients) socket.close(GOING_AWAY, "the host stops");
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const { method = "", url = "/" } = request;
    const path = url.replace(/[?#].*$/, "");
    if (method === "POST" && path === "/api/join") return this.join(request);
    if (method !== "GET" && method !== "HEAD") return json(405, { why: "this is not done here" });
    if (path === "/api/results.csv" || path === "/api/results.json") return this.results(request, path);
    if (path === "/api/work") return this.work(request);
    const learner = /^\/api\/learners\/([^/]+)\/journal$/.exec(path)?.[1];
    if (learner !== undefined) return this.journal(request, learner);
    const file = this.options.pages.get(path);
    return file === undefined ? json(404, { why: "there is nothing here" }) : { status: 200, ...file };
  }

  private async join(request: IncomingMessage): Promise<Answer> {
    const from = addressOf(request);
    if (!this.wrongFromOne.take(from, 0) || !this.wrongFromAll.take("all", 0)) {
      this.refuse("too many wrong codes", from);
      return { ...json(429, { why: "too many wrong codes; try again in a minute" }), headers: { "Retry-After": "60" } };
    }
    const parsed = v.safeParse(joinRequest, await bodyOf(request));
    if (!parsed.success) return json(400, { why: "this is no request to join" });
    const seated = await this.seats.join(parsed.output);
    if (seated.kind === "seated") return json(200, seated.answer);
    this.wrongFromOne.take(from);
    this.wrongFromAll.take("all");
    this.refuse(seated.why === WRONG_CODE ? "a wrong code" : "a wrong seat", from);
    return json(403, { why: seated.why });
  }

  private results(request: IncomingMessage, path: string): Answer {
    if (!this.isAsInstructor(request)) return json(401, { why: "this takes the instructor's token" });
    const results = resultsOf(this.options.ledger.room, this.options.now());
    if (path.endsWith(".json")) return json(200, results);
    return { status: 200, type: "text/csv; charset=utf-8", body: toCsv(results) };
  }

  private async journal(request: IncomingMessage, learner: string): Promise<Answer> {
    if (!this.isAsInstructor(request)) return json(401, { why: "this takes the instructor's token" });
    const { ledger, journal } = this.options;
    if (journal === undefined || !ledger.room.knows(learner)) return json(404, { why: "there is no such learner" });
    return json(200, await journal(learner));
  }

  private async work(request: IncomingMessage): Promise<Answer> {
    const from = addressOf(request);
    if (!this.wrongFromOne.take(from, 0) || !this.wrongFromAll.take("all", 0))
      return json(429, { why: "too many wrong codes; try again in a minute" });
    const learner = await this.seats.learnerOf(bearerOf(request) ?? "");
    if (learner === undefined) {
      this.wrongFromOne.take(from);
      this.wrongFromAll.take("all");
      return json(401, { why: "this takes a learner's seat" });
    }
    return json(200, (await this.options.work?.(learner)) ?? []);
  }

  private isAsInstructor(request: IncomingMessage): boolean {
    const token = bearerOf(request);
    return token !== undefined && this.isInstructor(token);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    this.admit(request).then(
      (begin) => {
        if (typeof begin === "string") {
          this.refuse(begin, addressOf(request));
          socket.end(
            `HTTP/1.1 ${begin === TOO_MANY ? "429 Too Many Requests" : "403 Forbidden"}\r\nConnection: close\r\n\r\n`,
          );
          return;
        }
        this.sockets.handleUpgrade(request, socket, head, (opened) => {
          this.alive.add(opened);
          opened.on("pong", () => this.alive.add(opened));
          opened.on("error", () => opened.terminate());
          begin(opened);
        });
      },
      () => socket.destroy(),
    );
  }

  /** What to do with the open connection; or why there is none. */
  private async admit(request: IncomingMessage): Promise<((socket: WebSocket) => void) | string> {
    const { ledger, now, report } = this.options;
    const from = addressOf(request);
    if (!this.connections.take(from)) return TOO_MANY;
    if (!isOwnPage(request)) return "a page of another site";
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
    const token = offered.find((each) => each.startsWith("token."))?.slice("token.".length);
    if (!offered.includes(SUBPROTOCOL) || token === undefined) return "a stranger";
    if (!this.wrongFromOne.take(from, 0)) return TOO_MANY;
    if (request.url === "/instructor" && this.isInstructor(token))
      return (socket) => new InstructorConnection(socket, this.options);
    const learner = request.url === "/learner" ? await this.seats.learnerOf(token) : undefined;
    if (learner !== undefined) return (socket) => new LearnerConnection(learner, socket, ledger, now, report);
    this.wrongFromOne.take(from);
    return request.url === "/learner" ? "a wrong seat" : "a wrong token";
  }

  private isInstructor(token: string): boolean {
    return hashOf(token) === this.options.ledger.room.stored.instructorHash;
  }

  /** Reported once in a while: who tries a thousand codes a second must not fill the instructor's screen. */
  private refuse(what: string, from: string): void {
    const { now, report } = this.options;
    const known = this.refusals.get(what) ?? { count: 0, saidAt: Number.NEGATIVE_INFINITY };
    this.refusals.set(what, known);
    known.count++;
    if (Math.abs(now() - known.saidAt) < REPORT_MS) return;
    report(
      known.count === 1 ? `refused: ${what} from ${from}` : `refused: ${what}, ${known.count} times, last from ${from}`,
    );
    known.saidAt = now();
    known.count = 0;
  }

  /** A connection that has gone without a word is noticed. */
  private beat(): void {
    for (const socket of this.sockets.clients) {
      if (!this.alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}

const TOO_MANY = "too many connections";

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "nowhere";
}

/** Browsers say which site's page asks; our own pages come from this host. Programs say nothing. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin.replace(/^https?:\/\//, "") === host;
}

function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // The answer says that it was no request to join.
    return undefined;
  }
}
