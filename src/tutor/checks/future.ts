// What time may still make true or false: `within` and `for`, looked at in one copy of the cluster that is wound forward once, however
// many checks there are. A copy costs more than anything that is looked at in it.

import { formatDuration } from "../format/values.ts";
import type { Texts } from "../language/english.ts";
import { textsOf, type Workbench, type World } from "../world.ts";
import { type CheckResult, failed, PASSED, waiting } from "./result.ts";

/** What may stand beside a check. */
export interface Timed {
  /** What to say instead of the generated sentence. */
  readonly missing?: string;
  /** Milliseconds within which it may still become true, on a copy. */
  readonly within?: number;
  /** Milliseconds for which it must stay true, on a copy. */
  readonly for?: number;
}

/** Is it so at this instant? */
type EvaluateNow<C> = (check: C, world: World) => Promise<CheckResult>;

/** A check that time decides. */
interface Pending<C> {
  readonly check: C;
  readonly now: CheckResult;
  /** Until when it may become true, and how long it must then stay so; milliseconds from now. */
  readonly within: number;
  readonly for: number;
  /** Since when it holds, in milliseconds from now. */
  since?: number;
  /** Why it held for a while only. */
  broken?: CheckResult;
}

/** Judges checks, as they stand and as time will decide.
 * @param copy a copy of `world` that may be spent; asked for only when something is open. */
export async function foresee<C extends Timed>(
  checks: readonly C[],
  world: World,
  copy: () => Promise<Workbench>,
  evaluateNow: EvaluateNow<C>,
): Promise<ReadonlyMap<C, CheckResult>> {
  const results = new Map<C, CheckResult>();
  const pending: Pending<C>[] = [];
  for (const check of checks) {
    const now = await evaluateNow(check, world);
    const one = pendingOf(check, now, world);
    if (one === undefined) results.set(check, heldSoFar(check, now, world));
    else pending.push(one);
  }
  if (pending.length > 0) await walk(pending, await copy(), evaluateNow, results);
  return new Map([...results].map(([check, result]) => [check, inAuthorsWords(check, result)]));
}

// Fine steps at first: most things happen within seconds. Coarse later: a look ahead of minutes must stay cheap.
function* instants(limitMs: number): Generator<number> {
  for (let at = 0; at < limitMs; ) {
    at = Math.min(limitMs, at + (at < 10_000 ? 1000 : at < 60_000 ? 5000 : 15_000));
    yield at;
  }
}

async function walk<C extends Timed>(
  all: readonly Pending<C>[],
  bench: Workbench,
  evaluateNow: EvaluateNow<C>,
  results: Map<C, CheckResult>,
): Promise<void> {
  let pending = all;
  const start = bench.now();
  const end = Math.max(...pending.map((one) => one.within + one.for));
  for (const at of instants(end)) {
    // A request that the checker itself sends takes time, too.
    await bench.advance(Math.max(0, start + at - bench.now()));
    for (const one of pending) {
      const result = await look(one, at, bench, evaluateNow);
      if (result !== undefined) results.set(one.check, result);
    }
    pending = pending.filter(({ check }) => !results.has(check));
    if (pending.length === 0) break;
  }
  for (const { check, now, broken } of pending) results.set(check, broken ?? now);
}

/** Nothing when time changes nothing, or when no copy can be made to see it. */
function pendingOf<C extends Timed>(check: C, now: CheckResult, world: World): Pending<C> | undefined {
  if (world.heldSince !== undefined) return undefined;
  const within = world.looksAhead === false ? 0 : (check.within ?? 0);
  const one = { check, now, within, for: check.for ?? 0 };
  if (!now.passed) return within === 0 ? undefined : one;
  return check.for === undefined ? undefined : { ...one, since: now.inMs ?? 0 };
}

/** Where no copy can be made, what must last is watched while the learner waits. */
function heldSoFar<C extends Timed>(check: C, now: CheckResult, world: World): CheckResult {
  if (check.for === undefined || world.heldSince === undefined) return now;
  const since = world.heldSince(check, now.passed) ?? world.now();
  return now.passed ? stillFor(since + check.for - world.now(), check.for, textsOf(world)) : now;
}

/** What is known of it at this instant; nothing when that is not enough. */
async function look<C extends Timed>(
  one: Pending<C>,
  at: number,
  bench: Workbench,
  evaluateNow: EvaluateNow<C>,
): Promise<CheckResult | undefined> {
  const { check, within, now } = one;
  if (one.since === undefined && at > within) return one.broken ?? now;
  if (one.since !== undefined && at < one.since) return undefined;
  const later = await evaluateNow(check, bench);
  if (!later.passed) {
    if (one.since !== undefined) {
      delete one.since;
      one.broken = now.passed
        ? holdsNotForLong(at, later.why, textsOf(bench))
        : comesNotToStay(at, later.why, textsOf(bench));
    }
    return undefined;
  }
  one.since ??= at + (later.inMs ?? 0);
  if (at - one.since < one.for) return check.for === undefined ? passedIn(one.since) : undefined;
  return passedIn(one.since);
}

function passedIn(inMs: number): CheckResult {
  return inMs === 0 ? PASSED : { passed: true, inMs };
}

function inAuthorsWords({ missing }: Timed, result: CheckResult): CheckResult {
  return result.passed || missing === undefined ? result : { ...result, why: missing };
}

function holdsNotForLong(afterMs: number, why: string, { checks }: Texts): CheckResult {
  return failed(checks.notForLong(formatDuration(afterMs), why));
}

function comesNotToStay(afterMs: number, why: string, { checks }: Texts): CheckResult {
  return failed(checks.notToStay(formatDuration(afterMs), why));
}

function stillFor(leftMs: number, durationMs: number, { checks }: Texts): CheckResult {
  if (leftMs <= 0) return PASSED;
  return waiting(checks.mustStay(formatDuration(leftMs)), checks.toStay(formatDuration(durationMs)));
}
