// A twist is one thing that a learner may do otherwise than the first solutions do, and that must make no difference: another solution,
// another spelling, more time, other luck. A chain is played with several at once; only when it breaks is it found out which of them did it.

import type { Action } from "../action.ts";
import type { Lesson } from "../lesson.ts";
import { type Broken, type NewWorld, playLesson, type Visit, type Way } from "./chain.ts";
import type { Findings } from "./report.ts";

export interface Twist {
  /** As in `with other luck (seed 2)`; told when the twist is to blame. */
  readonly said: string;
  /** Few learners meet it, and are told to try again: worth a note. */
  readonly isRare?: boolean;
  readonly twist: (way: Way) => Way;
}

/** What is being proven, and where it is noted. */
export interface Proof {
  readonly lesson: Lesson;
  readonly newWorld: NewWorld;
  readonly findings: Findings;
  readonly isTested: (index: number) => boolean;
  /** The last step that is played at all. */
  readonly last: number;
}

/** Plays the lesson with these twists to its end; where it breaks, tells by which of them, and goes on behind that step. */
export async function proveChain(proof: Proof, twists: readonly Twist[]): Promise<void> {
  for (let from = 0; from <= proof.last; ) {
    const broken = await playTwisted(proof, twists, from, proof.last);
    if (broken === undefined || broken.index < from) return;
    await blame(proof, broken, twists, from);
    from = broken.index + 1;
  }
}

/** Takes out one twist after the other as long as the chain still breaks at the same place. */
async function blame(proof: Proof, broken: Broken, twists: readonly Twist[], from: number): Promise<void> {
  let guilty = twists;
  let told = broken;
  for (const twist of twists) {
    const fewer = guilty.filter((one) => one !== twist);
    const again = await playTwisted(proof, fewer, from, broken.index);
    if (again?.index !== broken.index) continue;
    guilty = fewer;
    told = again;
  }
  const { subject, reason, step, index } = told;
  if (!proof.isTested(index)) return;
  const said = [...guilty.map((one) => one.said), reason].join(": ");
  const isRare = guilty.length > 0 && guilty.every((one) => one.isRare === true);
  if (isRare) proof.findings.warn(subject, said, step);
  else proof.findings.fail(subject, said, step);
}

function playTwisted(
  { lesson, newWorld, isTested, last: end }: Proof,
  twists: readonly Twist[],
  from: number,
  last: number,
): Promise<Broken | undefined> {
  const twisted = twists.reduce<Way>((one, { twist }) => twist(one), {});
  const isUsual = (index: number) => index < from;
  const { choose, jumpsTo, skips, pauseMs, rewrite, atStart, between, ...rest } = twisted;
  return playLesson(lesson, newWorld, {
    ...rest,
    last: Math.min(last, end),
    isLenient: (index) => !isTested(index),
    choose: (index) => (isUsual(index) ? 0 : (choose?.(index) ?? 0)),
    jumpsTo: (index) => !isUsual(index) && jumpsTo?.(index) === true,
    skips: (index) => !isUsual(index) && skips?.(index) === true,
    pauseMs: (index) => (isUsual(index) ? 0 : (pauseMs?.(index) ?? 0)),
    ...(atStart && { atStart: async (visit) => (isUsual(visit.index) ? true : atStart(visit)) }),
    ...(between && {
      between: async (visit) => {
        if (!isUsual(visit.index)) await between(visit);
      },
    }),
    ...(rewrite && { rewrite: (actions, visit) => (isUsual(visit.index) ? actions : rewrite(actions, visit)) }),
  });
}

export function otherLuck(seed: number, isRare = false): Twist {
  return { said: `with other luck (seed ${seed})`, isRare, twist: (way) => ({ ...way, seed }) };
}

/** @param between looks at how things stand after each pause. */
export function thinking(
  ms: number,
  { isRare = false, between }: { readonly isRare?: boolean; readonly between?: Way["between"] } = {},
): Twist {
  return {
    said: `with ${ms / 1000} s between the commands`,
    isRare,
    twist: (way) => ({ ...way, pauseMs: () => ms, ...(between && { between }) }),
  };
}

/** Something is done, or nothing for long, before the step is begun. */
export function first(said: string, atStart: (visit: Visit) => Promise<void>): Twist {
  return {
    said,
    twist: (way) => ({
      ...way,
      atStart: async (visit) => {
        await atStart(visit);
        return way.atStart?.(visit);
      },
    }),
  };
}

export function rewriting(
  said: string,
  rewrite: (actions: readonly Action[], namespace: string) => readonly Action[],
): Twist {
  return {
    said,
    twist: (way) => ({
      ...way,
      rewrite: (actions, visit) => rewrite(way.rewrite?.(actions, visit) ?? actions, visit.bench.namespace),
    }),
  };
}

/** Takes other solutions than the first. */
export function choosing(choices: readonly number[]): Twist {
  const numbers = [...new Set(choices.filter((choice) => choice > 0))].map((choice) => choice + 1);
  return {
    said: `with solution ${numbers.join(" or ")} of the steps`,
    twist: (way) => ({ ...way, choose: (index) => choices[index] ?? 0 }),
  };
}

/** Comes to each step as by `back`: everything before is done, and `ensure` runs all the same. */
export function goingBack({ steps }: Lesson): Twist {
  const jumpsTo = (index: number) => steps[index]?.ensure !== undefined;
  return { said: "coming back by `ensure`", twist: (way) => ({ ...way, jumpsTo }) };
}

/** Does nothing until the last step and comes to each as by `skip`: what a room does whose instructor goes on. */
export function leaping(last: number): Twist {
  return {
    said: "after all steps before were skipped",
    isRare: true,
    twist: (way) => ({ ...way, skips: (index) => index < last, jumpsTo: (index) => index > 0 }),
  };
}

/** Leaves every second step undone and comes to the next one as by `skip`. */
export function skipping(remainder: 0 | 1): Twist {
  const skips = (index: number) => index % 2 === remainder;
  const jumpsTo = (index: number) => index > 0 && skips(index - 1);
  return {
    said: "after the step before was skipped",
    twist: (way) => ({ ...way, skips, jumpsTo }),
  };
}
