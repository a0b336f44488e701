// What happens to each request: it is admitted or refused, asked of the API server, and answered.

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ANONYMOUS } from "../../api/credentials.ts";
import { type ApiRequest, type ApiResponse, settled } from "../../api/request.ts";
import { ApiError, badRequest, failure, internalError, type Status } from "../../api/status.ts";
import { type Encoders, sendAnswer, sendEarly, sendStatus } from "./answer.ts";
import { apiRequest } from "./api-request.ts";
import { callerOf, type Denial } from "./caller.ts";
import type { ApiDoor } from "./door.ts";
import { isComing } from "./drain.ts";
import { guard } from "./guards.ts";
import type { Limits } from "./limits.ts";
import { type Decoders, decodeBody, readBody } from "./request-body.ts";
import { Turns } from "./turns.ts";
import { refuseUpgrade, serveUpgrade, streamTarget } from "./upgrades.ts";

export interface VisitOptions {
  readonly door: ApiDoor;
  /** Names by which clients may call this server. */
  readonly hosts: ReadonlySet<string>;
  readonly codecs: Encoders & Decoders;
  /** Told of each request that is refused at the door, one line each. */
  readonly log: (line: string) => void;
  readonly limits: Limits;
}

export class Visits {
  /** What ends each answer and connection that goes on. */
  private readonly live = new Set<() => void>();
  private readonly turns = new Turns();

  constructor(private readonly options: VisitOptions) {}

  answer(request: IncomingMessage, response: ServerResponse): void {
    request.on("error", () => response.destroy());
    response.setTimeout(this.options.limits.stallMs, () => {
      this.noted(request, STALLED);
      response.destroy();
    });
    this.turns.take(request.socket, response, () => {
      this.answerInTurn(request, response)
        .catch((error) => this.fail(request, response, error))
        .catch(() => response.destroy());
    });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    try {
      const asked = this.admit(request);
      if ("why" in asked) refuseUpgrade(socket, answerOf(asked.status));
      else {
        this.keep(socket, () => socket.destroy());
        serveUpgrade({ request, socket, head }, asked, (each) => this.options.door.handle(each));
      }
    } catch (error) {
      refuseUpgrade(socket, answerOf(this.statusOf(error)));
    }
  }

  /** CONNECT: this server is no proxy. */
  refuseTunnel(request: IncomingMessage, socket: Duplex): void {
    socket.on("error", () => socket.destroy());
    refuseUpgrade(socket, answerOf(this.noted(request, METHOD_NOT_ALLOWED).status));
  }

  endAll(): void {
    for (const end of this.live) end();
  }

  /** The request as the API server takes it, or why it is refused. */
  private admit(request: IncomingMessage): ApiRequest | Denial {
    const refusal = guard(request, this.options.hosts);
    if (refusal !== undefined) return this.noted(request, refusal);
    const caller = callerOf(request, this.options.door);
    if ("why" in caller) return this.noted(request, caller);
    return apiRequest(request, caller) ?? this.noted(request, METHOD_NOT_ALLOWED);
  }

  private noted({ method, url = "", socket }: IncomingMessage, denial: Denial): Denial {
    const [path = ""] = url.split("?");
    // Quoted, so that a path cannot be taken for the rest of the line.
    const asked = `${method} ${JSON.stringify(path.slice(0, 200))}`;
    this.options.log(`refused ${asked} from ${socket.remoteAddress}: ${denial.why} (${denial.status.code})`);
    return denial;
  }

  private async answerInTurn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = this.admit(request);
    if ("why" in asked) {
      this.refuse(request, response, asked.status);
      return;
    }
    if (streamTarget(asked) !== undefined) {
      this.refuse(request, response, badRequest("Upgrade request required"));
      return;
    }
    const { codecs, door } = this.options;
    const body = asked.method === "GET" ? undefined : await this.bodyOf(request, asked);
    const answer = await settled(door.handle(body === undefined ? asked : { ...asked, body }));
    if (answer.status === 403 && asked.user === ANONYMOUS) this.noted(request, NOBODY);
    if (answer.kind === "watch" || answer.kind === "text-stream") {
      this.keep(response, () => response.end(() => request.socket.end()));
    }
    sendAnswer(request, response, answer, codecs);
  }

  private async bodyOf(request: IncomingMessage, { contentType }: ApiRequest): Promise<unknown> {
    try {
      return decodeBody(await readBody(request), contentType, this.options.codecs);
    } catch (error) {
      if (error instanceof ApiError) this.noted(request, { status: error.status, why: error.message });
      throw error;
    }
  }

  private keep(stream: ServerResponse | Duplex, end: () => void): void {
    this.live.add(end);
    stream.once("close", () => this.live.delete(end));
  }

  private fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || request.socket.destroyed) response.destroy();
    else this.refuse(request, response, this.statusOf(error));
  }

  private refuse(request: IncomingMessage, response: ServerResponse, status: Status): void {
    if (isComing(request)) sendEarly(request, response, status, this.options.limits.lingerMs);
    else sendStatus(response, status);
  }

  private statusOf(error: unknown): Status {
    if (error instanceof ApiError) return error.status;
    // The stack of whoever reads it is exhausted: no object that anybody means is like that.
    if (error instanceof RangeError)
      return badRequest("the body of the request has too many parts, or they nest too deeply");
    const text = error instanceof Error ? error.message : String(error);
    this.options.log(`a request failed in a way that it should not: ${text}`);
    return internalError(text);
  }
}

function answerOf(status: Status): ApiResponse {
  return { kind: "object", status: status.code ?? 500, body: status };
}

const NOBODY: Denial = { status: failure(403, "Forbidden", "Forbidden"), why: "it shows no credentials" };

const STALLED: Denial = { status: failure(408, "Timeout", "Timeout"), why: "its answer is not read" };

const METHOD_NOT_ALLOWED: Denial = {
  status: failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {}),
  why: "no resource has this method",
};
