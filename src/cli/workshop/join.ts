// `k8s-tutor join`: takes a seat in a workshop's room, and opens the tutor with the room's lessons.

import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join as pathOf } from "node:path";
import { createInterface } from "node:readline/promises";
import * as v from "valibot";
import type { Course } from "../../tutor/course.ts";
import { english, type Texts } from "../../tutor/language/english.ts";
import { type JoinAnswer, type JoinRefusal, joinAnswer, joinRefused } from "../../workshop/protocol/messages.ts";
import { AlreadyOwned, own } from "../../workshop/storage/owner.ts";
import { Outbox } from "../../workshop/uplink/outbox.ts";
import { openCourse, problemText } from "../course-files.ts";
import { systemReason, UserError } from "../failure.ts";
import { outputWidth, wrapText } from "../layout.ts";
import { saysYes } from "../yes.ts";
import { carryOver } from "./carry-over.ts";
import { askHost, fingerprintOf, shownBy } from "./host-request.ts";
import { type Membership, OPEN_GATE, readMembership, seatDirectory, writeMembership } from "./membership.ts";
import { Participant } from "./participant.ts";
import { playRoom } from "./play-room.ts";
import { parseTarget, type Target } from "./target.ts";

export interface JoinOptions {
  readonly name?: string;
  readonly seat?: string;
  readonly lessons?: string;
  readonly plain?: boolean;
  readonly texts?: Texts;
}

export async function join(address: string, options: JoinOptions): Promise<number> {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true)
    throw new UserError(({ workshop }) => workshop.needsTerminal, 2);
  const { texts = english } = options;
  const target = parseTarget(address);
  const { course, problems } = openCourse(options.lessons, texts.code);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  const release = ownSeat(target.code);
  try {
    const membership = await takeSeat(target, options);
    const order = lessonsOf(membership, course);
    if (options.seat !== undefined) await bringWork(membership, course, texts);
    const participant = new Participant(membership, new Outbox(outboxOf(membership.code)), order, texts.workshop);
    try {
      return await playRoom(course, order, membership.room.lessons.length > 0, participant, {
        ...options,
        texts,
      });
    } finally {
      await participant.close();
    }
  } finally {
    release();
  }
}

async function bringWork(membership: Membership, course: Course, texts: Texts): Promise<void> {
  const { workshop: says } = texts;
  try {
    const lessons = await carryOver(membership, course);
    if (lessons > 0) tell(says.goOnHere);
  } catch (error) {
    process.stderr.write(`${says.notBrought(systemReason(error, texts))}\n`);
  }
}

/** The room's lessons in its order; all of the course when it names none. */
function lessonsOf({ room }: Membership, course: Course): readonly string[] {
  if (room.lessons.length === 0) return course.tracks.flatMap(({ lessons }) => lessons);
  const missing = room.lessons.filter((id) => !course.lessons.has(id));
  if (missing.length > 0) throw new UserError(({ workshop }) => workshop.otherLessons(missing));
  return room.lessons;
}

function outboxOf(code: string): string {
  return pathOf(seatDirectory(code), "outbox");
}

/** Two programs at one seat would number their events alike. */
function ownSeat(code: string): () => void {
  try {
    mkdirSync(seatDirectory(code), { recursive: true, mode: 0o700 });
    return own(pathOf(seatDirectory(code), "seat"));
  } catch (error) {
    if (error instanceof AlreadyOwned) throw new UserError(({ workshop }) => workshop.joinedElsewhere);
    throw new UserError((texts) => texts.workshop.seatNotKept(seatDirectory(code), systemReason(error, texts)));
  }
}

/** The seat that this machine has already, or a new one. */
async function takeSeat(target: Target, { name, seat, texts = english }: JoinOptions): Promise<Membership> {
  const { workshop: says } = texts;
  const here = readMembership(target.code);
  const known = seat === undefined || here?.seat === seat.toUpperCase() ? here : undefined;
  const certificate = await certificateOf(target, known, texts);
  if (known === undefined) return takeNewSeat(target, certificate, { name, seat, texts });
  const answer = await requestSeat(target, known.name, known.seat, certificate).catch((error: unknown) => {
    // Everything works without the host; what is done now is told when it is there again.
    process.stderr.write(`${says.aloneMeanwhile(systemReason(error, texts))}\n`);
    return undefined;
  });
  if (answer === undefined) return known;
  if ("why" in answer && answer.isLater) {
    process.stderr.write(`${says.aloneMeanwhile(whyNot(answer, says))}\n`);
    return known;
  }
  if ("why" in answer) {
    if (answer.refused !== "wrong-seat") throw refusal(answer);
    tell(says.newSeat);
    return takeNewSeat(target, certificate, { name: name ?? known.name, seat: undefined, texts });
  }
  const now = { ...known, origin: target.origin, name: answer.name, room: answer.room };
  writeMembership(now);
  return now;
}

async function takeNewSeat(
  target: Target,
  certificate: string | undefined,
  { name: given, seat, texts }: Seating,
): Promise<Membership> {
  const { workshop: says } = texts;
  // Before anything is: who asks for a seat knows what is shared.
  tell(says.privacy);
  // With the seat comes its name.
  const name = given ?? (seat === undefined ? await askName(says) : "learner");
  const answer = await requestSeat(target, name, seat, certificate).catch((error: unknown) => {
    throw new UserError((given) => given.workshop.nobodyAnswers(target.origin, systemReason(error, given)));
  });
  if ("why" in answer) throw refusal(answer);
  const membership: Membership = {
    origin: target.origin,
    code: target.code,
    seat: answer.seat,
    name: answer.name,
    // As another machine: its events are numbered on their own, and start anew with the file that holds them.
    device: randomBytes(9).toString("hex"),
    room: answer.room,
    lastOrder: 0,
    gate: OPEN_GATE,
    joinedAt: Date.now(),
    ...(certificate === undefined ? {} : { certificate }),
  };
  // What an earlier seat had not told yet is not this one's.
  rmSync(outboxOf(target.code), { force: true });
  writeMembership(membership);
  tell(says.shared(answer.name, answer.room.name));
  tell(says.seat(answer.seat));
  return membership;
}

function tell(text: string): void {
  process.stdout.write(`${wrapText(text, outputWidth()).join("\n")}\n`);
}

interface Seating {
  readonly name: string | undefined;
  readonly seat: string | undefined;
  readonly texts: Texts;
}

interface Refusal {
  readonly refused: JoinRefusal | undefined;
  readonly why: string;
  /** It may be different in a minute. */
  readonly isLater: boolean;
}

function refusal(answer: Refusal): UserError {
  return new UserError(({ workshop }) => whyNot(answer, workshop));
}

/** In the learner's language, where the host is of this version. */
function whyNot({ refused, why }: Refusal, { refusals }: Texts["workshop"]): string {
  return refused === undefined ? why : refusals[refused];
}

async function requestSeat(
  { origin, code }: Target,
  name: string,
  seat: string | undefined,
  certificate: string | undefined,
): Promise<JoinAnswer | Refusal> {
  const body = { code, name, ...(seat === undefined ? {} : { seat }) };
  const { status, text } = await askHost(`${origin}/api/join`, { method: "POST", body, certificate });
  const json = jsonOf(text);
  const answer = v.safeParse(joinAnswer, json);
  if (status === 200 && answer.success) return answer.output;
  const refusal = v.safeParse(joinRefused, json);
  if (!refusal.success) throw new UserError(({ workshop }) => workshop.noWorkshop(origin));
  const { refused, why } = refusal.output;
  return { refused, why, isLater: status >= 429 };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Then it is no workshop, as is said where it is read.
    return undefined;
  }
}

async function askName(says: Texts["workshop"]): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const name = (await lines.question(says.askName)).trim();
      if (name.length > 40) tell(says.nameTooLong);
      else if (name !== "") return name;
    }
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    throw new UserError(({ workshop }) => workshop.nobodyJoined);
  } finally {
    lines.close();
  }
}

/** With TLS: the certificate that the instructor's address names, or the one that the learner compares by eye. */
async function certificateOf(target: Target, known: Membership | undefined, texts: Texts): Promise<string | undefined> {
  if (known?.certificate !== undefined) return known.certificate;
  if (!target.origin.startsWith("https:")) return undefined;
  const { certificate: shown, isTrusted } = await shownBy(target.origin).catch((error: unknown) => {
    throw new UserError((given) => given.workshop.nobodyAnswers(target.origin, systemReason(error, given)));
  });
  if (isTrusted && target.fingerprint === undefined) return undefined;
  const fingerprint = fingerprintOf(shown);
  if (target.fingerprint === undefined) return (await agreesTo(fingerprint, texts)) ? shown : refuseCertificate();
  return target.fingerprint === fingerprint ? shown : refuseCertificate();
}

function refuseCertificate(): never {
  throw new UserError(({ workshop }) => workshop.otherCertificate);
}

async function agreesTo(fingerprint: string, { workshop: says }: Texts): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    process.stdout.write(`${says.fingerprint(fingerprint)}\n`);
    return saysYes(await lines.question(says.sameFingerprint));
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    return false;
  } finally {
    lines.close();
  }
}
