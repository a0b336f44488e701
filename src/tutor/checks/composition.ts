// The checks that are made of others: `all`, `any`, `not`, and `whatIf`, which tries something on a copy of the cluster.

import type { Action } from "../action.ts";
import { perform } from "../action.ts";
import { textsOf, type Workbench, type World } from "../world.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

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
  let last: CheckResult = failed(textsOf(world).checks.noWayTaken);
  for (const check of checks) {
    last = await evaluate(check, world);
    if (last.passed) return last;
  }
  return last;
}

export async function checkNot<C>(check: C, world: World, evaluate: Evaluate<C>): Promise<CheckResult> {
  const result = await evaluate(check, world);
  return result.passed ? failed(textsOf(world).checks.shouldBeOver) : PASSED;
}

export interface WhatIf<C> {
  readonly do: readonly Action[];
  readonly then: readonly C[];
}

/** @param evaluateLast judges what nothing is judged after: the copy may be spent on it. */
export async function checkWhatIf<C>(
  whatIf: WhatIf<C>,
  world: World,
  evaluate: Evaluate<C>,
  evaluateLast: (check: C, fork: Workbench) => Promise<CheckResult>,
): Promise<CheckResult> {
  const fork = await world.fork();
  for (const action of whatIf.do) await perform(action, fork);
  const first = await checkAll(whatIf.then.slice(0, -1), fork, evaluate);
  const last = whatIf.then.at(-1);
  const result = first.passed && last !== undefined ? await evaluateLast(last, fork) : first;
  return result.passed ? PASSED : failed(textsOf(world).checks.onCopy(result.why));
}
