// Stands for one learner as the host sees them: folded, event by event, from what their tutor told.

import type { LearnerEvent, Standing } from "../protocol/events.ts";

/** Of votes, and of steps whose time is known. */
const MOST_ENTRIES = 1000;

export interface LearnerState {
  readonly id: string;
  readonly name: string;
  readonly standing?: Standing & { readonly title: string; readonly stepSince: number };
  /** How many inputs the journal of the present lesson has. */
  readonly inputs: number;
  /** Tries at the present step since it began. */
  readonly tries: number;
  readonly hand?: { readonly since: number; readonly about?: string };
  /** By question and round, as `q1/2`: which option. */
  readonly votes: Readonly<Record<string, number>>;
  /** Milliseconds that solved steps took, by place. */
  readonly times: Readonly<Record<string, number>>;
  readonly lastEventAt: number;
  readonly hasLeft: boolean;
}

export function newLearner(id: string, name: string, joinedAt: number): LearnerState {
  return { id, name, inputs: 0, tries: 0, votes: {}, times: {}, lastEventAt: joinedAt, hasLeft: false };
}

/** Names a step within a room, as in `first-pod/2`. */
export function placeOf(lesson: string, step: number): string {
  return `${lesson}/${step}`;
}

/** @param receivedAt by the host's clock: those of learners may be wrong. @param round of the question that is open. */
export function foldEvent(
  learner: LearnerState,
  event: LearnerEvent,
  receivedAt: number,
  round: (question: string) => number,
): LearnerState {
  const seen = { ...learner, lastEventAt: receivedAt, hasLeft: false };
  switch (event.kind) {
    case "began": {
      const { lesson, title } = event;
      const standing = { lesson, title, phase: "steps" as const, step: 0, steps: [], stepSince: receivedAt };
      return { ...seen, standing, inputs: 0, tries: 0 };
    }
    case "journal":
      return event.lesson === learner.standing?.lesson ? { ...seen, inputs: event.from + event.inputs.length } : seen;
    case "standing":
      return stand(seen, event, receivedAt);
    case "attempt":
      return isAt(learner, event) ? { ...seen, tries: learner.tries + 1 } : seen;
    case "hand":
      return event.raised ? raise(seen, event.about, receivedAt) : lower(seen);
    case "vote": {
      const key = `${event.question}/${event.round ?? round(event.question)}`;
      return { ...seen, votes: withEntry(seen.votes, key, event.option) };
    }
    case "obeyed":
      return seen;
    case "left":
      return { ...lower(seen), hasLeft: true };
  }
}

function stand(learner: LearnerState, { kind: _, ...now }: Standing & { kind: string }, at: number): LearnerState {
  const before = learner.standing;
  if (before === undefined || before.lesson !== now.lesson)
    return { ...learner, tries: 0, standing: { ...now, title: now.lesson, stepSince: at } };
  const { title, stepSince } = before;
  const status = now.steps[before.step]?.status;
  // Once, when it is solved: who then waits at a gate does not work on it any more.
  const isJustSolved = !isBehind(before) && (status === "solo" || status === "assisted");
  const place = placeOf(now.lesson, before.step);
  const times = isJustSolved ? withEntry(learner.times, place, at - stepSince) : learner.times;
  const isSame = before.step === now.step && before.phase === now.phase;
  if (isSame) return { ...learner, times, standing: { ...now, title, stepSince } };
  return { ...learner, tries: 0, times, standing: { ...now, title, stepSince: at } };
}

/** The present step is behind the learner, who waits for the next one to be opened, or is through with the steps. */
export function isBehind({ phase, step, steps }: Standing): boolean {
  return phase !== "steps" || (steps[step]?.status ?? "open") !== "open";
}

/** Nobody makes the host remember more than a course has. */
function withEntry(
  known: Readonly<Record<string, number>>,
  key: string,
  value: number,
): Readonly<Record<string, number>> {
  if (known[key] === undefined && Object.keys(known).length >= MOST_ENTRIES) return known;
  return { ...known, [key]: value };
}

function isAt({ standing }: LearnerState, place: { readonly lesson: string; readonly step: number }): boolean {
  return standing?.lesson === place.lesson && standing.step === place.step;
}

function raise(learner: LearnerState, about: string | undefined, at: number): LearnerState {
  const since = learner.hand?.since ?? at;
  return { ...learner, hand: about === undefined || about === "" ? { since } : { since, about } };
}

/** The hand goes down: the learner says so, or somebody has seen to it. */
export function lower({ hand: _, ...learner }: LearnerState): LearnerState {
  return learner;
}
