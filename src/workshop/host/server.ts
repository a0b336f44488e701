// Stands for the host at its port: what it answers over HTTP, and who gets which of the two kinds of WebSockets.

import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { GOING_AWAY, MAX_FRAME_BYTES, SUBPROTOCOL, TRY_LATER } from "../protocol/messages.ts";
import { type AnsweringSide, Answers, addressOf, isInstructor, refusal } from "./answers.ts";
import { InstructorConnection, type Lookout } from "./instructor-connection.ts";
import { LearnerConnection } from "./learner-connection.ts";
import { Limits } from "./limits.ts";
import { Notices } from "./notices.ts";
import { sendAnswer } from "./pages.ts";
import { Pending } from "./pending.ts";
import { Seats } from "./seats.ts";
import { part } from "./send.ts";
import { Wall } from "./wall.ts";

export interface HostOptions extends AnsweringSide {
  readonly lookout: Lookout;
  /** Told what an instructor should know: refused guests, broken connections. */
  readonly report: (what: string) => void;
  /** `HOST:PORT` as learners reach it, for the pages that say how to join. */
  readonly joinAt?: string;
  /** SHA-256 of the certificate, in hex, which learners pin. */
  readonly fingerprint?: string;
  /** How often connections are asked whether they are still there. */
  readonly heartbeatMs?: number;
  /** PEM: TLS with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Of learners' frames that are not kept yet, all together. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** A learner sits at one machine or two; whoever has a seat is not to use up the host's. */
const SEATS_AT_ONCE = 8;
const HEARTBEAT_MS = 20_000;

export class HostServer {
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  private readonly seats: Seats;
  private readonly limits: Limits;
  private readonly alive = new WeakSet<WebSocket>();
  private readonly heartbeat: NodeJS.Timeout;
  private readonly notices: Notices;
  private readonly wall = new Wall();
  private readonly pending = new Pending(MAX_PENDING_BYTES);
  private readonly present = new Map<string, readonly WebSocket[]>();

  constructor(private readonly options: HostOptions) {
    const { ledger, now, report, tls } = options;
    this.notices = new Notices(now, report);
    ledger.watch({
      troubled: (why) =>
        this.notices.say(
          why === undefined
            ? "the room can be kept again; what waited is on disk"
            : `nothing can be kept just now: ${why}. What learners do waits with them; the host goes on when there is room`,
        ),
    });
    this.seats = new Seats(ledger, now);
    this.limits = new Limits(now);
    const answers = new Answers(options, this.seats, this.limits, this.notices);
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      response.on("error", () => response.destroy());
      answers.answer(request).then(
        (given) => sendAnswer(response, given),
        (error: unknown) => {
          this.notices.refuse("a request that could not be answered", messageOf(error));
          sendAnswer(response, refusal(503, "not-now", "the host cannot do it just now; its own terminal says why"));
        },
      );
    };
    this.server = tls === undefined ? createHttpServer(answer) : createHttpsServer(tls, answer);
    this.server.requestTimeout = 15_000;
    this.server.headersTimeout = 10_000;
    this.server.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
    this.heartbeat = setInterval(() => this.beat(), options.heartbeatMs ?? HEARTBEAT_MS);
  }

  /** @returns the port. Rejects when the address is taken or is none of this machine's. */
  async listen(port: number, address: string): Promise<number> {
    await this.seats.lookUp();
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

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    this.admit(request).then(
      (begin) => {
        if (typeof begin === "string") {
          this.notices.refuse(begin, addressOf(request));
          socket.end(
            `HTTP/1.1 ${begin === TOO_MANY ? "429 Too Many Requests" : "403 Forbidden"}\r\nConnection: close\r\n\r\n`,
          );
          return;
        }
        this.sockets.handleUpgrade(request, socket, head, (opened) => {
          this.alive.add(opened);
          opened.on("pong", () => this.alive.add(opened));
          opened.on("error", (error) => {
            this.notices.refuse("frames that no WebSocket has", `${addressOf(request)}: ${messageOf(error)}`);
            opened.terminate();
          });
          begin(opened);
        });
      },
      () => socket.destroy(),
    );
  }

  /** What to do with the open connection; or why there is none. */
  private async admit(request: IncomingMessage): Promise<((socket: WebSocket) => void) | string> {
    const from = addressOf(request);
    if (!this.limits.mayConnect(from)) return TOO_MANY;
    if (!isOwnPage(request)) return "a page of another site";
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((each) => each.trim());
    const token = offered.find((each) => each.startsWith("token."))?.slice("token.".length);
    if (!offered.includes(SUBPROTOCOL) || token === undefined) return "a stranger";
    const { notices, pending, wall, options } = this;
    const { rates } = this.limits;
    if (request.url === "/instructor" && isInstructor(token, this.options.ledger))
      return (socket) => new InstructorConnection(socket, { ...options, notices, wall });
    // Who guesses behind the same address keeps nobody out who has a seat.
    const known = request.url === "/learner" ? this.seats.learnerAt(token) : undefined;
    if (known === undefined && !this.limits.mayKnock(from)) return TOO_MANY;
    const learner = request.url === "/learner" ? await this.seats.learnerOf(token) : undefined;
    if (learner !== undefined)
      return (socket) => {
        this.sit(learner, socket);
        new LearnerConnection(learner, socket, { ...options, notices, pending, rates });
      };
    this.limits.knockedWrong(from);
    return request.url === "/learner" ? "a wrong seat" : "a wrong token";
  }

  /** The one that has been there longest makes room. */
  private sit(learner: string, socket: WebSocket): void {
    const others = this.present.get(learner) ?? [];
    const [first] = others;
    if (first !== undefined && others.length >= SEATS_AT_ONCE) part(first, TRY_LATER, "too many at one seat");
    this.present.set(learner, [...others, socket]);
    socket.once("close", () => {
      const rest = (this.present.get(learner) ?? []).filter((each) => each !== socket);
      if (rest.length > 0) this.present.set(learner, rest);
      else this.present.delete(learner);
    });
  }

  /** A connection that has gone without a word is noticed. */
  private beat(): void {
    this.notices.catchUp();
    for (const socket of this.sockets.clients) {
      if (this.alive.delete(socket)) socket.ping();
      else {
        // A laptop that was closed is no news; who is there and does not read is.
        if (socket.bufferedAmount > 0) this.notices.refuse("a connection that does not read", "it was cut");
        part(socket, TRY_LATER, "it does not answer");
      }
    }
  }
}

const TOO_MANY = "too many connections";

/** Browsers say which site's page asks; our own pages come from this host. Programs say nothing. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin.replace(/^https?:\/\//, "") === host;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
