// What time may still make true or false: `within` and `for` of all checks of a step, looked at in one copy of the cluster that is wound
// forward once. A copy costs more than anything that is looked at in it.

import type { Workbench, World } from "../world.ts";
import { type Check, evaluateBare } from "./check.ts";
import { comesNotToStay, holdsNotForLong, instants } from "./composition.ts";
import type { CheckResult } from "./result.ts";

/** A check that time decides. */
interface Pending {
  readonly check: Check;
  readonly now: CheckResult;
  /** Until when it may become true, and how long it must then stay so; milliseconds from now. */
  readonly within: number;
  readonly for: number;
  /** Since when it holds, in milliseconds from now. */
  since?: number;
  /** Why it held for a while only. */
  broken?: CheckResult;
}

export function isLasting({ within, for: forMs }: Check): boolean {
  return within !== undefined || forMs !== undefined;
}

/** Judges checks that have `within` or `for`.
 * @param copy a copy of `world` that may be spent; asked for only when something is open. */
export async function foresee(
  checks: readonly Check[],
  world: World,
  copy: () => Promise<Workbench>,
): Promise<ReadonlyMap<Check, CheckResult>> {
  const results = new Map<Check, CheckResult>();
  let pending: Pending[] = [];
  for (const check of checks) {
    const now = await evaluateBare(check, world);
    const one = pendingOf(check, now, world);
    if (one === undefined) results.set(check, now);
    else pending.push(one);
  }
  if (pending.length > 0) {
    const bench = await copy();
    const start = bench.now();
    const end = Math.max(...pending.map((one) => one.within + one.for));
    for (const at of instants(end)) {
      // A request that the checker itself sends takes time, too.
      await bench.advance(Math.max(0, start + at - bench.now()));
      for (const one of pending) {
        const result = await look(one, at, bench);
        if (result !== undefined) results.set(one.check, result);
      }
      pending = pending.filter(({ check }) => !results.has(check));
      if (pending.length === 0) break;
    }
    for (const { check, now, broken } of pending) results.set(check, broken ?? now);
  }
  return new Map([...results].map(([check, result]) => [check, inAuthorsWords(check, result)]));
}

/** Nothing when time changes nothing. */
function pendingOf(check: Check, now: CheckResult, world: World): Pending | undefined {
  const within = world.looksAhead === false ? 0 : (check.within ?? 0);
  const one = { check, now, within, for: check.for ?? 0 };
  if (!now.passed) return within === 0 ? undefined : one;
  return check.for === undefined ? undefined : { ...one, since: now.inMs ?? 0 };
}

/** What is known of it at this instant; nothing when that is not enough. */
async function look(one: Pending, at: number, bench: Workbench): Promise<CheckResult | undefined> {
  const { check, within, now } = one;
  if (one.since === undefined && at > within) return one.broken ?? now;
  if (one.since !== undefined && at < one.since) return undefined;
  const later = await evaluateBare(check, bench);
  if (!later.passed) {
    if (one.since !== undefined) {
      delete one.since;
      one.broken = now.passed ? holdsNotForLong(at, later.why) : comesNotToStay(at, later.why);
    }
    return undefined;
  }
  one.since ??= at + (later.inMs ?? 0);
  if (at - one.since < one.for) return check.for === undefined ? passedIn(one.since) : undefined;
  return passedIn(one.since);
}

function passedIn(inMs: number): CheckResult {
  return inMs === 0 ? { passed: true } : { passed: true, inMs };
}

function inAuthorsWords({ missing }: Check, result: CheckResult): CheckResult {
  return result.passed || missing === undefined ? result : { ...result, why: missing };
}
