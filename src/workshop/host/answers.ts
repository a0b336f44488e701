// What the host answers over HTTP: pages, the door for those who join, and what an instructor takes home.

import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { type JoinRefusal, joinRequest } from "../protocol/messages.ts";
import type { Ledger } from "./ledger.ts";
import type { Limits } from "./limits.ts";
import type { Notices } from "./notices.ts";
import { type Answer, json, type PageFiles } from "./pages.ts";
import { resultsOf, toCsv } from "./results.ts";
import { type Seats, WRONG_CODE } from "./seats.ts";
import { hashOf } from "./secrets.ts";

const MAX_BODY_BYTES = 4096;
/** All of a learner's work, in frames. */
const WORK_COST = 60;

export interface AnsweringSide {
  readonly ledger: Ledger;
  readonly pages: PageFiles;
  /** The inputs of a learner's present lesson, from which anybody can make their cluster. */
  readonly journal?: (learner: string) => Promise<unknown>;
  /** All that a learner has done, for their own tutor on another machine. */
  readonly work?: (learner: string) => Promise<unknown>;
  readonly now: () => number;
}

export class Answers {
  constructor(
    private readonly host: AnsweringSide,
    private readonly seats: Seats,
    private readonly limits: Limits,
    private readonly notices: Notices,
  ) {}

  /** Rejects when the storage does. */
  async answer(request: IncomingMessage): Promise<Answer> {
    const { method = "", url = "/" } = request;
    const path = url.replace(/[?#].*$/, "");
    if (method === "POST" && path === "/api/join") return this.join(request);
    if (method !== "GET" && method !== "HEAD") return json(405, { why: "this is not done here" });
    if (path === "/api/results.csv" || path === "/api/results.json") return this.results(request, path);
    if (path === "/api/work") return this.work(request);
    const learner = /^\/api\/learners\/([^/]+)\/journal$/.exec(path)?.[1];
    if (learner !== undefined) return this.journal(request, learner);
    const file = this.host.pages.get(path);
    return file === undefined ? json(404, { why: "there is nothing here" }) : { status: 200, ...file };
  }

  private async join(request: IncomingMessage): Promise<Answer> {
    const from = addressOf(request);
    if (!this.limits.mayGuess(from)) return this.tooManyGuesses(from);
    if (!this.limits.mayJoin(from)) {
      this.notices.refuse("too many guests at once", from);
      return later("too-many-guests", "too many come in from your address; try again in a minute");
    }
    const parsed = v.safeParse(joinRequest, await bodyOf(request));
    // Whatever else may come on this line is not read.
    if (!parsed.success)
      return { ...json(400, { why: "this is no request to join" }), headers: { Connection: "close" } };
    // Others of this address may have guessed while this one was read.
    if (!this.limits.mayGuess(from)) return this.tooManyGuesses(from);
    if (!this.seats.isOpenTo(parsed.output)) return this.wrong("wrong-code", WRONG_CODE, from);
    const seated = await this.seats.join(parsed.output);
    if (seated.kind === "seated") return json(200, seated.answer);
    if (seated.kind === "full") {
      this.notices.refuse("a guest, for the room is full", from);
      return refusal(403, "full", seated.why);
    }
    return this.wrong("wrong-seat", seated.why, from);
  }

  private wrong(refused: "wrong-code" | "wrong-seat", why: string, from: string): Answer {
    this.limits.guessedWrong(from);
    this.notices.refuse(refused === "wrong-code" ? "a wrong code" : "a wrong seat", from);
    return refusal(403, refused, why);
  }

  private tooManyGuesses(from: string): Answer {
    this.notices.refuse("too many wrong codes", from);
    return later("too-many-guesses", "too many wrong codes; try again in a minute");
  }

  private results(request: IncomingMessage, path: string): Answer {
    if (!this.isAsInstructor(request)) return json(401, { why: "this takes the instructor's token" });
    const results = resultsOf(this.host.ledger.room, this.host.now());
    if (path.endsWith(".json")) return json(200, results);
    return { status: 200, type: "text/csv; charset=utf-8", body: toCsv(results) };
  }

  private async journal(request: IncomingMessage, learner: string): Promise<Answer> {
    if (!this.isAsInstructor(request)) return json(401, { why: "this takes the instructor's token" });
    const { ledger, journal } = this.host;
    if (journal === undefined || !ledger.room.knows(learner)) return json(404, { why: "there is no such learner" });
    return json(200, await journal(learner));
  }

  private async work(request: IncomingMessage): Promise<Answer> {
    const from = addressOf(request);
    if (!this.limits.mayGuess(from)) return this.tooManyGuesses(from);
    const learner = await this.seats.learnerOf(bearerOf(request) ?? "");
    if (learner === undefined) {
      this.limits.guessedWrong(from);
      return json(401, { why: "this takes a learner's seat" });
    }
    // It is much to read.
    if (!this.limits.rates.frames.take(learner, WORK_COST))
      return later("not-now", "this is asked too often; try again in a minute");
    return json(200, (await this.host.work?.(learner)) ?? []);
  }

  private isAsInstructor(request: IncomingMessage): boolean {
    const token = bearerOf(request);
    return token !== undefined && isInstructor(token, this.host.ledger);
  }
}

export function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "nowhere";
}

/** The room keeps a hash of it only. */
export function isInstructor(token: string, ledger: Ledger): boolean {
  return hashOf(token) === ledger.room.stored.instructorHash;
}

export function refusal(status: number, refused: JoinRefusal, why: string): Answer {
  return json(status, { refused, why });
}

function later(refused: JoinRefusal, why: string): Answer {
  return { ...refusal(429, refused, why), headers: { "Retry-After": "60" } };
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
