// How far and how fast a number of replicas may move: what was recommended lately, what was changed lately, and the limits.

import type { HorizontalPodAutoscaler } from "../../../api/types.ts";

type Behavior = NonNullable<HorizontalPodAutoscaler["spec"]["behavior"]>;
type Rules = NonNullable<Behavior["scaleUp"]>;

interface Recommended {
  readonly atMs: number;
  readonly replicas: number;
}

interface Change {
  readonly atMs: number;
  readonly count: number;
}

/** What one autoscaler remembers. */
export class ScaleHistory {
  private recommended: Recommended[] = [];
  private ups: Change[] = [];
  private downs: Change[] = [];

  /** Before its first look an autoscaler knows nothing, and keeps what it finds for a while. */
  begin(atMs: number, replicas: number): void {
    if (this.recommended.length === 0) this.recommended.push({ atMs, replicas });
  }

  since(atMs: number): number[] {
    return this.recommended.filter((each) => each.atMs >= atMs).map(({ replicas }) => replicas);
  }

  recommend(atMs: number, replicas: number, keptMs: number): void {
    this.recommended = this.recommended.filter((each) => each.atMs >= atMs - keptMs);
    this.recommended.push({ atMs, replicas });
  }

  changed(atMs: number, from: number, to: number): void {
    const isKept = (change: Change): boolean => change.atMs > atMs - LONGEST_PERIOD_MS;
    if (to > from) this.ups = [...this.ups.filter(isKept), { atMs, count: to - from }];
    else this.downs = [...this.downs.filter(isKept), { atMs, count: from - to }];
  }

  /** How many replicas there were at the beginning of a period, as far as this autoscaler changed their number. */
  before(current: number, sinceMs: number): number {
    return current - countSince(this.ups, sinceMs) + countSince(this.downs, sinceMs);
  }
}

/** The longest period that a policy may have. */
const LONGEST_PERIOD_MS = 1_800_000;
const DOWNSCALE_WINDOW_MS = 300_000;

function countSince(changes: readonly Change[], sinceMs: number): number {
  return changes.filter(({ atMs }) => atMs > sinceMs).reduce((sum, { count }) => sum + count, 0);
}

export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly nowMs: number;
}

interface Reason {
  readonly reason: string;
  readonly message: string;
}

export interface Decision {
  readonly replicas: number;
  readonly able: Reason;
  readonly limited: Reason & { readonly status: "True" | "False" };
}

const READY: Reason = { reason: "ReadyForNewScale", message: "recommended size matches current size" };
const WITHIN: Reason = {
  reason: "DesiredWithinRange",
  message: "the desired count is within the acceptable range",
};
const TOO_MANY: Reason = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const TOO_FEW: Reason = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};
const UP_LIMIT: Reason = {
  reason: "ScaleUpLimit",
  message: "the desired replica count is increasing faster than the maximum scale rate",
};
const DOWN_LIMIT: Reason = {
  reason: "ScaleDownLimit",
  message: "the desired replica count is decreasing faster than the maximum scale rate",
};
const UP_STABILIZED: Reason = {
  reason: "ScaleUpStabilized",
  message: "recent recommendations were lower than current one, applying the lowest recent recommendation",
};
const DOWN_STABILIZED: Reason = {
  reason: "ScaleDownStabilized",
  message: "recent recommendations were higher than current one, applying the highest recent recommendation",
};

export function decide(history: ScaleHistory, wish: Wish, behavior: Behavior | undefined): Decision {
  return behavior === undefined ? decideByDefault(history, wish) : decideByRules(history, wish, behavior);
}

/** Without rules of its own: down only after five minutes, up at most twofold or to four. */
function decideByDefault(history: ScaleHistory, wish: Wish): Decision {
  const { desired, current, nowMs, min, max } = wish;
  const stable = Math.max(desired, ...history.since(nowMs - DOWNSCALE_WINDOW_MS));
  history.recommend(nowMs, desired, DOWNSCALE_WINDOW_MS);
  const fastest = Math.max(2 * current, 4);
  const able = stable === desired ? READY : DOWN_STABILIZED;
  if (stable < min) return limited(min, able, TOO_FEW);
  const most = Math.min(max, fastest);
  if (stable > most) return limited(most, able, max > fastest ? UP_LIMIT : TOO_MANY);
  return { replicas: stable, able, limited: { status: "False", ...WITHIN } };
}

function limited(replicas: number, able: Reason, why: Reason): Decision {
  return { replicas, able, limited: { status: "True", ...why } };
}

function decideByRules(history: ScaleHistory, wish: Wish, { scaleUp = {}, scaleDown = {} }: Behavior): Decision {
  const { desired, current, nowMs } = wish;
  const upMs = (scaleUp.stabilizationWindowSeconds ?? 0) * 1000;
  const downMs = (scaleDown.stabilizationWindowSeconds ?? DOWNSCALE_WINDOW_MS / 1000) * 1000;
  const lowest = Math.min(desired, ...history.since(nowMs - upMs + 1));
  const highest = Math.max(desired, ...history.since(nowMs - downMs + 1));
  const stable = Math.min(Math.max(current, lowest), highest);
  history.recommend(nowMs, desired, Math.max(upMs, downMs));
  const able = stable === desired ? READY : desired >= current ? UP_STABILIZED : DOWN_STABILIZED;
  if (stable > current) return raise(history, wish, scaleUp, stable, able);
  if (stable < current) return lower(history, wish, scaleDown, stable, able);
  return { replicas: stable, able, limited: { status: "False", ...WITHIN } };
}

function raise(
  history: ScaleHistory,
  { current, max, nowMs }: Wish,
  rules: Rules,
  stable: number,
  able: Reason,
): Decision {
  const fastest = Math.max(current, upLimit(history, current, rules, nowMs));
  const most = Math.min(max, fastest);
  if (stable > most) return limited(most, able, max > fastest ? UP_LIMIT : TOO_MANY);
  return { replicas: stable, able, limited: { status: "False", ...WITHIN } };
}

function lower(
  history: ScaleHistory,
  { current, min, nowMs }: Wish,
  rules: Rules,
  stable: number,
  able: Reason,
): Decision {
  const slowest = Math.min(current, downLimit(history, current, rules, nowMs));
  const least = Math.max(min, slowest);
  if (stable < least) return limited(least, able, min < slowest ? DOWN_LIMIT : TOO_FEW);
  return { replicas: stable, able, limited: { status: "False", ...WITHIN } };
}

function upLimit(history: ScaleHistory, current: number, rules: Rules, nowMs: number): number {
  if (rules.selectPolicy === "Disabled") return current;
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const before = history.before(current, nowMs - periodSeconds * 1000);
    return type === "Pods" ? before + value : Math.ceil(before * (1 + value / 100));
  });
  return rules.selectPolicy === "Min" ? Math.min(...limits) : Math.max(0, ...limits);
}

function downLimit(history: ScaleHistory, current: number, rules: Rules, nowMs: number): number {
  if (rules.selectPolicy === "Disabled") return current;
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const before = history.before(current, nowMs - periodSeconds * 1000);
    return type === "Pods" ? before - value : Math.floor(before * (1 - value / 100));
  });
  return rules.selectPolicy === "Min" ? Math.max(...limits) : Math.min(...limits);
}
