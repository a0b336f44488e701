// What a session's tutor tells the host: the difference between two states of it. Nothing is told that the instructor has no use for.

import type { StepReport } from "../../tutor/judge.ts";
import type { LoggedInput, SessionState } from "../../tutor/state.ts";
import { type LearnerEvent, MAX_INPUT_LENGTH } from "../protocol/events.ts";
import { harmless } from "../protocol/harmless.ts";

const INPUTS_AN_EVENT = 100;
const LINE = 400;

/** @param before undefined: the host knows nothing of this lesson yet. */
export function changesBetween(before: SessionState | undefined, after: SessionState): readonly LearnerEvent[] {
  const events = [...journalOf(before?.inputs ?? [], after)];
  const isMoved =
    before === undefined ||
    before.phase !== after.phase ||
    before.current !== after.current ||
    before.steps !== after.steps;
  if (isMoved) events.push(standingOf(after));
  return events;
}

function* journalOf(before: readonly LoggedInput[], { lesson, inputs }: SessionState): Generator<LearnerEvent> {
  let shared = 0;
  while (shared < before.length && shared < inputs.length && before[shared] === inputs[shared]) shared++;
  if (shared === inputs.length && shared < before.length)
    yield { kind: "journal", lesson: lesson.id, from: shared, inputs: [] };
  for (const [from, part] of parts(inputs.slice(shared).map(bounded)))
    yield { kind: "journal", lesson: lesson.id, from: shared + from, inputs: part };
}

/** In parts that fit into a frame each. */
function* parts(inputs: readonly LoggedInput[]): Generator<readonly [number, LoggedInput[]]> {
  let part: LoggedInput[] = [];
  let length = 0;
  let from = 0;
  for (const [index, input] of inputs.entries()) {
    const more = lengthOf(input);
    if (part.length === INPUTS_AN_EVENT || (part.length > 0 && length + more > MAX_INPUT_LENGTH)) {
      yield [from, part];
      [part, length, from] = [[], 0, index];
    }
    part.push(input);
    length += more;
  }
  if (part.length > 0) yield [from, part];
}

function lengthOf(input: LoggedInput): number {
  return input.kind === "file" ? input.content.length : input.kind === "command" ? input.text.length : 0;
}

/** Longer than anybody types: what is beyond is missing where the instructor looks, and only there. */
function bounded(input: LoggedInput): LoggedInput {
  if (input.kind === "file") return { ...input, content: input.content.slice(0, MAX_INPUT_LENGTH) };
  return input.kind === "command" ? { ...input, text: input.text.slice(0, MAX_INPUT_LENGTH) } : input;
}

function standingOf({ lesson, phase, current, steps }: SessionState): LearnerEvent {
  return {
    kind: "standing",
    lesson: lesson.id,
    phase,
    step: current,
    steps: steps.map(({ status, hintsShown, attempts }) => ({ status, hintsShown, attempts })),
  };
}

export interface Tried {
  readonly lesson: string;
  readonly step: number;
  readonly command: string;
  readonly failed: boolean;
  /** The first line of standard error of a command that failed. */
  readonly error?: string;
}

/** A command after which the step is still open; undefined when it is not. */
export function attemptOf(
  { lesson, step, command, failed, error }: Tried,
  report: StepReport,
): LearnerEvent | undefined {
  const open = report.conditions
    .filter(({ state }) => state === "open")
    .map(({ title }) => lineOf(title).slice(0, 200));
  if (open.length === 0 && !failed) return undefined;
  return {
    kind: "attempt",
    lesson,
    step,
    command: lineOf(command),
    failed,
    open: open.slice(0, 20),
    ...(error === undefined || error === "" ? {} : { error: lineOf(error) }),
    ...(report.feedback === undefined ? {} : { feedback: report.feedback.id }),
  };
}

function lineOf(text: string): string {
  return harmless(text).replace(/\s+/g, " ").trim().slice(0, LINE);
}
