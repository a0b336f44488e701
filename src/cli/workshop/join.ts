// `k8s-tutor join`: takes a seat in a workshop's room, and opens the tutor with the room's lessons.

import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join as pathOf } from "node:path";
import { createInterface } from "node:readline/promises";
import * as v from "valibot";
import type { Course } from "../../tutor/course.ts";
import { english, type Texts } from "../../tutor/language/english.ts";
import { type JoinAnswer, joinAnswer } from "../../workshop/protocol/messages.ts";
import { AlreadyOwned, own } from "../../workshop/storage/owner.ts";
import { Outbox } from "../../workshop/uplink/outbox.ts";
import { openCourse, problemText } from "../course-files.ts";
import { systemReason, UserError } from "../failure.ts";
import { outputWidth, wrapText } from "../layout.ts";
import { carryOver } from "./carry-over.ts";
import { askHost, fingerprintOf, shownBy } from "./host-request.ts";
import { type Membership, OPEN_GATE, readMembership, seatDirectory, writeMembership } from "./membership.ts";
import { Participant } from "./participant.ts";
import { playRoom } from "./play-room.ts";
import { says } from "./says.ts";
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
    throw new UserError("there is no terminal to learn on: join from a terminal", 2);
  const target = parseTarget(address);
  const { course, problems } = openCourse(options.lessons, options.texts?.code);
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  const release = ownSeat(target.code);
  try {
    const membership = await takeSeat(target, options);
    const order = lessonsOf(membership, course);
    if (options.seat !== undefined) await bringWork(membership, course);
    const participant = new Participant(membership, new Outbox(outboxOf(membership.code)), order);
    try {
      return await playRoom(course, order, membership.room.lessons.length > 0, participant, {
        texts: english,
        ...options,
      });
    } finally {
      await participant.close();
    }
  } finally {
    release();
  }
}

async function bringWork(membership: Membership, course: Course): Promise<void> {
  try {
    const lessons = await carryOver(membership, course);
    if (lessons > 0) tell("You go on where you were.");
  } catch (error) {
    process.stderr.write(`What you did elsewhere could not be brought here (${systemReason(error)}).\n`);
  }
}

/** The room's lessons in its order; all of the course when it names none. */
function lessonsOf({ room }: Membership, course: Course): readonly string[] {
  if (room.lessons.length === 0) return course.tracks.flatMap(({ lessons }) => lessons);
  const missing = room.lessons.filter((id) => !course.lessons.has(id));
  if (missing.length > 0)
    throw new UserError(
      `this room teaches lessons that are not in your course: ${missing.join(", ")}; ask the instructor for the course and name it with --course, or update k8s-tutor`,
    );
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
    if (error instanceof AlreadyOwned)
      throw new UserError("you have joined this workshop in another terminal of this machine; go on there, or exit it");
    throw new UserError(
      `your seat cannot be kept in ${seatDirectory(code)}: ${systemReason(error)}; set K8S_TUTOR_HOME to a folder that can be written`,
    );
  }
}

/** The seat that this machine has already, or a new one. */
async function takeSeat(target: Target, { name, seat }: JoinOptions): Promise<Membership> {
  const here = readMembership(target.code);
  const known = seat === undefined || here?.seat === seat.toUpperCase() ? here : undefined;
  const certificate = await certificateOf(target, known);
  if (known === undefined) return takeNewSeat(target, certificate, name, seat);
  const answer = await requestSeat(target, known.name, known.seat, certificate).catch((error: unknown) => {
    // Everything works without the host; what is done now is told when it is there again.
    process.stderr.write(`The host cannot be reached just now (${systemReason(error)}). You go on alone meanwhile.\n`);
    return undefined;
  });
  if (answer === undefined) return known;
  if ("why" in answer) {
    if (!answer.isSeat) throw new UserError(answer.why);
    tell("Your earlier seat is no more; you get a new one.");
    return takeNewSeat(target, certificate, name ?? known.name, undefined);
  }
  const now = { ...known, origin: target.origin, name: answer.name, room: answer.room };
  writeMembership(now);
  return now;
}

async function takeNewSeat(
  target: Target,
  certificate: string | undefined,
  given: string | undefined,
  seat: string | undefined,
): Promise<Membership> {
  // Before anything is: who asks for a seat knows what is shared.
  tell(says.privacy);
  // With the seat comes its name.
  const name = given ?? (seat === undefined ? await askName() : "learner");
  const answer = await requestSeat(target, name, seat, certificate).catch((error: unknown) => {
    throw new UserError(`no workshop answers at ${target.origin}: ${systemReason(error)}; ask the instructor`);
  });
  if ("why" in answer) throw new UserError(answer.why);
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

type Refusal = { readonly why: string; readonly isSeat: boolean };

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
  const why = v.safeParse(v.object({ why: v.string() }), json);
  if (!why.success) throw new UserError(`what answers at ${origin} is no workshop; ask the instructor for the address`);
  return { why: why.output.why, isSeat: why.output.why.includes("seat") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Then it is no workshop, as is said where it is read.
    return undefined;
  }
}

async function askName(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const name = (await lines.question("Your name in the room (a pseudonym will do): ")).trim();
      if (name.length > 40) tell("A name has up to 40 letters.");
      else if (name !== "") return name;
    }
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    throw new UserError("nobody has joined");
  } finally {
    lines.close();
  }
}

/** With TLS: the certificate that the instructor's address names, or the one that the learner compares by eye. */
async function certificateOf(target: Target, known: Membership | undefined): Promise<string | undefined> {
  if (known?.certificate !== undefined) return known.certificate;
  if (!target.origin.startsWith("https:")) return undefined;
  const { certificate: shown, isTrusted } = await shownBy(target.origin).catch((error: unknown) => {
    throw new UserError(`no workshop answers at ${target.origin}: ${systemReason(error)}; ask the instructor`);
  });
  if (isTrusted && target.fingerprint === undefined) return undefined;
  const fingerprint = fingerprintOf(shown);
  if (target.fingerprint === undefined) return (await agreesTo(fingerprint)) ? shown : refuseCertificate();
  return target.fingerprint === fingerprint ? shown : refuseCertificate();
}

function refuseCertificate(): never {
  throw new UserError(
    "the host shows another certificate than the instructor's; somebody may stand between. Ask the instructor for the address",
  );
}

async function agreesTo(fingerprint: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    process.stdout.write(`The host's certificate has the fingerprint ${fingerprint}.\n`);
    return /^y(es)?$/i.test((await lines.question("Does the instructor's screen show the same? y/n: ")).trim());
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    return false;
  } finally {
    lines.close();
  }
}
