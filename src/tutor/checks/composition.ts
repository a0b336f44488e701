// The checks `all`, `any` and `not`, and the look into the future: `within`, `for`, `whatIf`, on a copy of the cluster.

import type { Action } from "../action.ts";
import { perform } from "../action.ts";
import { formatDuration } from "../format/values.ts";
import type { World } from "../world.ts";
import { type CheckResult, failed, PASSED, waiting } from "./result.ts";

export type Evaluate<C> = (check: C, world: World) => Promise<CheckResult>;

export async function checkAll<C>(checks: readonly C[], world: World, evaluate: Evaluate<C>): Promise<CheckResult> {
  let inMs = 0;
  for (const check of checks) {
    const result = await evaluate(check, world);
    if (!result.passed) return result;
    inMs = Math.max(inMs, result.inMs ?? 0);
  }
  return inMs === 0 ? PASSED : { passed: true, inMs };
}

/** One is enough. When none passes, the last one's reason is told: authors put the usual way last. */
export async function checkAny<C>(checks: readonly C[], world: World, evaluate: Evaluate<C>): Promise<CheckResult> {
  let last: CheckResult = failed("None of the accepted ways was taken.");
  for (const check of checks) {
    last = await evaluate(check, world);
    if (last.passed) return last;
  }
  return last;
}

export async function checkNot<C>(check: C, world: World, evaluate: Evaluate<C>): Promise<CheckResult> {
  const result = await evaluate(check, world);
  return result.passed ? failed("Something is so that should not be so any more. Read the task once more.") : PASSED;
}

// Fine steps at first: most things happen within seconds. Coarse later: a look ahead of minutes must stay cheap.
export function* instants(limitMs: number): Generator<number> {
  for (let at = 0; at < limitMs; ) {
    at = Math.min(limitMs, at + (at < 10_000 ? 1000 : at < 60_000 ? 5000 : 15_000));
    yield at;
  }
}

/** True now, or on a copy within `limitMs` if nothing else happens. */
export async function checkWithin(
  limitMs: number,
  world: World,
  evaluate: (world: World) => Promise<CheckResult>,
): Promise<CheckResult> {
  const now = await evaluate(world);
  if (now.passed) return now;
  if (world.looksAhead === false) return now;
  const fork = await world.fork();
  const start = fork.now();
  for (const at of instants(limitMs)) {
    await fork.advance(Math.max(0, start + at - fork.now()));
    const later = await evaluate(fork);
    if (later.passed) return { passed: true, inMs: at + (later.inMs ?? 0) };
  }
  return now;
}

/** True now, and stays so on a copy for `durationMs`; where none can be made, here, while the learner waits. */
export async function checkFor(
  durationMs: number,
  world: World,
  evaluate: (world: World) => Promise<CheckResult>,
  what: object,
): Promise<CheckResult> {
  const now = await evaluate(world);
  if (world.heldSince !== undefined) {
    const since = world.heldSince(what, now.passed) ?? world.now();
    return now.passed ? stillFor(since + durationMs - world.now(), durationMs) : now;
  }
  if (!now.passed) return now;
  const fork = await world.fork();
  const start = fork.now();
  for (const at of instants(durationMs)) {
    const instant = at + (now.inMs ?? 0);
    await fork.advance(Math.max(0, start + instant - fork.now()));
    const later = await evaluate(fork);
    if (!later.passed) return holdsNotForLong(instant, later.why);
  }
  return now;
}

export function holdsNotForLong(afterMs: number, why: string): CheckResult {
  return failed(`It holds now, but not for long: ${formatDuration(afterMs)} later, ${why}`);
}

export function comesNotToStay(afterMs: number, why: string): CheckResult {
  return failed(`It comes about, but does not last: in ${formatDuration(afterMs)}, ${why}`);
}

function stillFor(leftMs: number, durationMs: number): CheckResult {
  if (leftMs <= 0) return PASSED;
  return waiting(
    `It holds, and must stay so for another ${formatDuration(leftMs)}.`,
    `it to stay so for ${formatDuration(durationMs)}`,
  );
}

export interface WhatIf<C> {
  readonly do: readonly Action[];
  readonly then: readonly C[];
}

export async function checkWhatIf<C>(whatIf: WhatIf<C>, world: World, evaluate: Evaluate<C>): Promise<CheckResult> {
  const fork = await world.fork();
  for (const action of whatIf.do) await perform(action, fork);
  const result = await checkAll(whatIf.then, fork, evaluate);
  return result.passed ? PASSED : failed(`On a copy of your cluster the tutor tried what happens next: ${result.why}`);
}
