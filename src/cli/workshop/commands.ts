// `k8s-tutor workshop status|message|gate …`: what the instructor's page does, from a terminal.

import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { english, type Texts } from "../../tutor/language/english.ts";
import type { Order } from "../../workshop/protocol/orders.ts";
import type { RoomView } from "../../workshop/protocol/view.ts";
import { UserError } from "../failure.ts";
import { askHost } from "./host-request.ts";
import { accessOf, Instructor, type InstructorOptions } from "./instructor.ts";
import { memberships } from "./membership.ts";
import { statusLines } from "./status.ts";

type Work = (instructor: Instructor) => Promise<string>;

/** One thing at the room; what was done is told in a line, or as JSON. */
async function atRoom(options: InstructorOptions, work: Work): Promise<number> {
  const instructor = await Instructor.open(await accessOf(options));
  try {
    const done = await work(instructor);
    process.stdout.write(options.json === true ? `${JSON.stringify({ done })}\n` : `${done}\n`);
    return 0;
  } finally {
    instructor.close();
  }
}

export async function status(options: InstructorOptions): Promise<number> {
  const instructor = await Instructor.open(await accessOf(options));
  const { view } = instructor;
  instructor.close();
  process.stdout.write(
    options.json === true ? `${JSON.stringify(view, null, 2)}\n` : `${statusLines(view).join("\n")}\n`,
  );
  return 0;
}

export interface MessageOptions extends InstructorOptions {
  readonly command?: string;
  readonly to?: string;
}

export function message(text: string, options: MessageOptions): Promise<number> {
  const { command, to } = options;
  if (to !== undefined && command !== undefined) throw new UserError("--command goes to everybody; leave --to out", 2);
  return atRoom(options, async (instructor) => {
    if (to !== undefined) {
      const { id, name } = instructor.learner(to);
      await instructor.order({ kind: "hint", text, to: id });
      return `told ${name}`;
    }
    await instructor.order({ kind: "broadcast", text, ...(command === undefined ? {} : { command }) });
    return "told everybody";
  });
}

/** @param place `3`, `first-pod`, `first-pod 3`; `open` takes the gate away. */
export function gate(place: readonly string[], options: InstructorOptions): Promise<number> {
  return atRoom(options, async (instructor) => {
    const { isHeld } = instructor.view.gate;
    const openTo = place[0] === "open" ? null : placeIn(instructor.view, place);
    await instructor.order({ kind: "gate", openTo, isHeld });
    return openTo === null ? "everything is open" : `open up to step ${openTo.step + 1} of ${openTo.lesson}`;
  });
}

export function hold(options: InstructorOptions & { readonly off?: boolean }): Promise<number> {
  const isHeld = options.off !== true;
  return atRoom(options, async (instructor) => {
    await instructor.order({ kind: "gate", openTo: instructor.view.gate.openTo, isHeld });
    return isHeld ? "everybody stops and looks up" : "everybody goes on";
  });
}

export function go(place: readonly string[], options: InstructorOptions & { readonly to?: string }): Promise<number> {
  return atRoom(options, async (instructor) => {
    const { lesson, step } = placeIn(instructor.view, place);
    const learner = options.to === undefined ? undefined : instructor.learner(options.to);
    await instructor.order({ kind: "go", lesson, step, to: learner?.id ?? null });
    return `${learner?.name ?? "everybody"} goes to step ${step + 1} of ${lesson}`;
  });
}

export function resetStep(named: string, options: InstructorOptions): Promise<number> {
  return atRoom(options, async (instructor) => {
    const { id, name } = instructor.learner(named);
    await instructor.order({ kind: "reset-step", to: id });
    return `${name}'s step begins anew`;
  });
}

export function seen(named: string, options: InstructorOptions): Promise<number> {
  return atRoom(options, async (instructor) => {
    const { id, name } = instructor.learner(named);
    await instructor.order({ kind: "hand-seen", to: id });
    return `${name}'s hand is seen`;
  });
}

export interface AskOptions extends InstructorOptions {
  readonly option?: readonly string[];
  readonly again?: boolean;
}

export function ask(text: string | undefined, options: AskOptions): Promise<number> {
  return atRoom(options, async (instructor) => {
    await instructor.order(
      options.again === true ? secondVote(instructor.view) : firstVote(text, options.option ?? []),
    );
    return options.again === true ? "asked once more" : "asked";
  });
}

function firstVote(text: string | undefined, options: readonly string[]): Order {
  if (text === undefined || options.length < 2 || options.length > 6)
    throw new UserError('write the question and 2 to 6 options: ask "Which?" --option A --option B', 2);
  return { kind: "ask", question: `q${randomBytes(6).toString("hex")}`, round: 1, text, options: [...options] };
}

function secondVote({ question }: RoomView): Order {
  if (question === null) throw new UserError("no question was asked that could be asked once more", 2);
  return { kind: "ask", question: question.question, round: 2, text: question.text, options: [...question.options] };
}

export function reveal(options: InstructorOptions & { readonly right?: number }): Promise<number> {
  return atRoom(options, async (instructor) => {
    const { question } = instructor.view;
    if (question === null) throw new UserError("no question is open", 2);
    const { counts, options: choices } = question;
    const right = options.right === undefined ? null : options.right - 1;
    if (right !== null && choices[right] === undefined)
      throw new UserError(`--right: the question has options 1 to ${choices.length}`, 2);
    await instructor.order({ kind: "reveal", question: question.question, counts: [...counts], right });
    return choices.map((choice, index) => `${index + 1}) ${choice}: ${counts[index] ?? 0}`).join("\n");
  });
}

export interface CountdownOptions extends InstructorOptions {
  readonly about?: string;
  readonly off?: boolean;
}

export function countdown(minutes: number | undefined, options: CountdownOptions): Promise<number> {
  if ((minutes === undefined) === (options.off !== true))
    throw new UserError("write how many minutes, as countdown 5, or --off", 2);
  return atRoom(options, async (instructor) => {
    const { about } = options;
    const until = minutes === undefined ? null : instructor.view.now + Math.round(minutes * 60_000);
    await instructor.order({ kind: "countdown", until, ...(about === undefined ? {} : { about }) });
    return minutes === undefined ? "the countdown is called off" : `${minutes} minutes from now`;
  });
}

export async function results(options: InstructorOptions & { readonly csv?: boolean }): Promise<number> {
  const { origin, token, certificate } = await accessOf(options);
  const kind = options.json === true && options.csv !== true ? "json" : "csv";
  const { status: code, text } = await askHost(`${origin}/api/results.${kind}`, { token, certificate });
  if (code !== 200) throw new UserError(`the host does not give the results (${code}); is the token the instructor's?`);
  process.stdout.write(text);
  return 0;
}

export function close(options: InstructorOptions): Promise<number> {
  return atRoom(options, async (instructor) => {
    await instructor.order({ kind: "closed" });
    return "the workshop is over; the next host begins a new room, and `workshop delete` erases this one";
  });
}

export function erase(
  named: string | undefined,
  options: InstructorOptions & { readonly yes?: boolean },
): Promise<number> {
  return atRoom(options, async (instructor) => {
    const learner = named === undefined ? undefined : instructor.learner(named);
    const what =
      learner === undefined
        ? `the room “${instructor.view.room.name}” with everybody in it`
        : `all that is kept of ${learner.name}`;
    if (options.yes !== true && !(await agrees(`Erase ${what}? It cannot be brought back. y/n: `)))
      throw new UserError("nothing was erased; --yes erases without asking");
    await instructor.erase(learner?.id ?? null);
    return `erased ${what}`;
  });
}

async function agrees(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(question)).trim());
  } catch {
    // Ctrl-C or Ctrl-D at the question.
    return false;
  } finally {
    lines.close();
  }
}

/** A learner's own seats on this machine. */
export function seat({ json, texts = english }: { readonly json?: boolean; readonly texts?: Texts }): number {
  const seats = memberships().map(({ room, name, code, seat: secret, origin }) => ({
    room: room.name,
    name,
    seat: secret,
    join: `${code}@${new URL(origin).host}`,
  }));
  if (json === true) process.stdout.write(`${JSON.stringify(seats, null, 2)}\n`);
  else if (seats.length === 0) process.stdout.write(`${texts.workshop.noSeats}\n`);
  else
    for (const { join, ...here } of seats)
      process.stdout.write(`${texts.workshop.seatLine({ ...here, address: join })}\n`);
  return 0;
}

/** `3` and `step-id` are of the room's present lesson, or its only one. */
function placeIn(
  { lessons, step }: RoomView,
  [first = "", second]: readonly string[],
): { lesson: string; step: number } {
  const named = lessons.find(({ id }) => id === first);
  const present = lessons.find(({ id }) => id === step?.lesson) ?? lessons[0];
  const lesson = named ?? present;
  const word = named === undefined ? first : second;
  if (lesson === undefined) throw new UserError("the room has no lessons", 2);
  if (word === undefined) return { lesson: lesson.id, step: lesson.steps.length - 1 };
  const index = /^\d+$/.test(word) ? Number(word) - 1 : lesson.steps.indexOf(word);
  if (index < 0 || index >= lesson.steps.length)
    throw new UserError(
      `${[first, second].filter((each) => each !== undefined).join(" ")}: write a lesson and a step, as in ${lesson.id} 2; ${lesson.id} has steps 1 to ${lesson.steps.length}`,
      2,
    );
  return { lesson: lesson.id, step: index };
}
