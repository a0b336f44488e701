// Plays a lesson from its beginning to its end in one world. A world costs more than what happens in it, so that a chain tries
// something at every step on its way, and many things are asked of one chain.

import type { Action } from "../action.ts";
import { isPassed } from "../judge.ts";
import type { Lesson, Solution, Step } from "../lesson.ts";
import { enterStep, setUpLesson } from "../setup.ts";
import type { Workbench } from "../world.ts";
import { reasonOf, runAll, settle } from "./play.ts";
import { lastChange } from "./undone.ts";

/** A fresh world of the lesson's cluster profile, without its setup. */
export type NewWorld = (lesson: Lesson, seed?: number) => Promise<Workbench>;

export interface Visit {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly index: number;
  readonly bench: Workbench;
}

/** How a chain goes through the lesson; the usual way with nothing given. */
export interface Way {
  readonly seed?: number;
  /** The last step that is played. */
  readonly last?: number;
  /** Which solution is taken; the first when not given. */
  readonly choose?: (index: number) => number;
  /** True: the step is entered by `ensure`, as by `skip` and `back`. */
  readonly jumpsTo?: (index: number) => boolean;
  /** True: the step is left as it is. */
  readonly skips?: (index: number) => boolean;
  /** How long the learner thinks between two commands. */
  readonly pauseMs?: (index: number) => number;
  /** True: the step is only on the way, and is taken as it comes. */
  readonly isLenient?: (index: number) => boolean;
  readonly rewrite?: (actions: readonly Action[], visit: Visit) => readonly Action[];
  /** Done when the step has begun; false ends the chain. */
  readonly atStart?: (visit: Visit) => Promise<boolean | undefined>;
  /** Done after each pause within a solution. */
  readonly between?: (visit: Visit) => Promise<void>;
  /** Done before the last action of a solution that changes something. */
  readonly beforeLast?: (visit: Visit, last: { readonly solution: string; readonly action: Action }) => Promise<void>;
  /** Done when it has passed. */
  readonly atEnd?: (visit: Visit) => Promise<void>;
}

/** Where a chain broke. */
export interface Broken {
  readonly index: number;
  readonly step: string;
  readonly subject: string;
  readonly reason: string;
}

export async function playLesson(lesson: Lesson, newWorld: NewWorld, way: Way = {}): Promise<Broken | undefined> {
  const bench = await newWorld(lesson, way.seed);
  await setUpLesson(lesson, bench);
  for (const [index, step] of lesson.steps.entries()) {
    const visit = { lesson, step, index, bench };
    const entry = await enter(visit, way);
    if (entry !== undefined) return { index, step: step.id, subject: "ensure", reason: entry };
    if ((await way.atStart?.(visit)) === false) return undefined;
    if (way.skips?.(index) !== true) {
      const broken = await solve(visit, way);
      if (broken !== undefined) return { index, step: step.id, ...broken };
      await way.atEnd?.(visit);
    }
    if (index === way.last) break;
  }
  return undefined;
}

async function enter({ lesson, index, bench }: Visit, way: Way): Promise<string | undefined> {
  const jumps = way.jumpsTo?.(index) === true;
  try {
    await enterStep(lesson, index, jumps, bench);
    return undefined;
  } catch (error) {
    if (!jumps) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

async function solve(visit: Visit, way: Way): Promise<Pick<Broken, "subject" | "reason"> | undefined> {
  const { step, index, bench } = visit;
  const solution = chosen(step, way.choose?.(index) ?? 0);
  const subject = `solution ${solution.name}`;
  const actions = way.rewrite?.(solution.run, visit) ?? solution.run;
  const between = way.between && (() => way.between?.(visit));
  const last = way.beforeLast === undefined ? undefined : lastChange(actions);
  const before = async (number: number) => {
    const action = actions[number];
    if (number === last && action !== undefined) await way.beforeLast?.(visit, { solution: solution.name, action });
  };
  const pauses = { pauseMs: way.pauseMs?.(index) ?? 0, before, ...(between && { between }) };
  const error = await runAll(actions, bench, pauses);
  if (error !== undefined && way.isLenient?.(index) !== true) return { subject, reason: error };
  const { report } = await settle(step, bench);
  return isPassed(report) ? undefined : { subject, reason: `it does not pass: ${reasonOf(report)}` };
}

function chosen({ id, solutions }: Step, number: number): Solution {
  const solution = solutions[number % solutions.length];
  if (solution === undefined) throw new Error(`the step ${id} was loaded without a solution`);
  return solution;
}
