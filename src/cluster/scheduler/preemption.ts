// Preemption: whether a pod that fits nowhere would fit if pods of lower priority left, and which of them hurt least.

import { matchesSelector } from "../../api/selector.ts";
import type { Pod, PodDisruptionBudget } from "../../api/types.ts";
import { countReasons, type FilterResult, judge, prepareFilters } from "./filter.ts";
import { isExclusive, type NodeInfo, withoutPods } from "./node-info.ts";
import type { Snapshot } from "./plugins/plugin.ts";

export type Preemption =
  | { readonly kind: "victims"; readonly nodeName: string; readonly victims: readonly Pod[] }
  | { readonly kind: "none"; readonly why: string };

const UNHELPFUL = "Preemption is not helpful for scheduling";
const NO_VICTIMS = "No preemption victims found for incoming pod";

interface Candidate {
  readonly info: NodeInfo;
  readonly victims: readonly Pod[];
  readonly violations: number;
}

export function priorityOf(pod: Pod): number {
  return pod.spec.priority ?? 0;
}

export function preempt(
  pod: Pod,
  result: FilterResult,
  snapshot: Snapshot,
  budgets: readonly PodDisruptionBudget[],
): Preemption {
  if (pod.spec.preemptionPolicy === "Never")
    return { kind: "none", why: "not eligible due to preemptionPolicy=Never." };
  if (isWaitingForVictims(pod, result, snapshot)) {
    return { kind: "none", why: "not eligible due to a terminating pod on the nominated node." };
  }
  const reasons: string[] = [];
  const candidates: Candidate[] = [];
  for (const info of snapshot.nodes) {
    if (result.rejected.get(info.node.metadata.name)?.helpless !== false) {
      reasons.push(UNHELPFUL);
      continue;
    }
    const candidate = victimsOn(pod, info, snapshot, budgets);
    if (candidate === undefined) reasons.push(NO_VICTIMS);
    else candidates.push(candidate);
  }
  const best = candidates.sort(compareCandidates)[0];
  if (best === undefined) {
    const why =
      snapshot.nodes.length === 0 ? "" : `0/${snapshot.nodes.length} nodes are available: ${countReasons(reasons)}.`;
    return { kind: "none", why };
  }
  return { kind: "victims", nodeName: best.info.node.metadata.name, victims: best.victims };
}

function isWaitingForVictims(pod: Pod, result: FilterResult, snapshot: Snapshot): boolean {
  const nominated = pod.status.nominatedNodeName ?? "";
  if (nominated === "" || result.rejected.get(nominated)?.helpless === true) return false;
  return (snapshot.node(nominated)?.pods ?? []).some((other) => {
    const isLeaving = other.metadata.deletionTimestamp !== undefined;
    const byScheduler = other.status.conditions?.some(
      ({ type, reason }) => type === "DisruptionTarget" && reason === "PreemptionByScheduler",
    );
    return isLeaving && byScheduler === true && priorityOf(other) < priorityOf(pod);
  });
}

/** The smallest set of pods whose leaving lets `pod` in, or undefined. */
function victimsOn(
  pod: Pod,
  info: NodeInfo,
  snapshot: Snapshot,
  budgets: readonly PodDisruptionBudget[],
): Candidate | undefined {
  const lower = info.pods.filter((other) => priorityOf(other) < priorityOf(pod));
  if (lower.length === 0) return undefined;
  const gone = new Set(lower.map(({ metadata }) => metadata.uid));
  if (!fitsWithout(pod, info, snapshot, gone)) return undefined;
  const violating = breakingBudgets(lower, budgets);
  // Give back as many as possible: first those whose budget has nothing left, then the most important.
  const order = [...lower].sort(
    (a, b) =>
      Number(violating.has(b)) - Number(violating.has(a)) || priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b),
  );
  for (const spared of order) {
    gone.delete(spared.metadata.uid);
    if (!fitsWithout(pod, info, snapshot, gone)) gone.add(spared.metadata.uid);
  }
  const victims = order.filter(({ metadata }) => gone.has(metadata.uid)).sort((a, b) => priorityOf(b) - priorityOf(a));
  return { info, victims, violations: victims.filter((victim) => violating.has(victim)).length };
}

function fitsWithout(pod: Pod, info: NodeInfo, snapshot: Snapshot, gone: ReadonlySet<string>): boolean {
  const emptier = withoutPods(info, gone);
  const nodes = snapshot.nodes.map((each) => (each === info ? emptier : each));
  const filters = prepareFilters(pod, { ...snapshot, nodes, exclusive: nodes.filter(isExclusive) });
  return !("plugin" in filters) && judge(filters, emptier) === undefined;
}

function breakingBudgets(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const left = new Map(budgets.map((budget) => [budget, budget.status?.disruptionsAllowed ?? 0]));
  const violating = new Set<Pod>();
  for (const pod of pods) {
    for (const budget of budgets) {
      if (budget.metadata.namespace !== pod.metadata.namespace) continue;
      if (!matchesSelector(budget.spec.selector, pod.metadata.labels)) continue;
      const allowed = (left.get(budget) ?? 0) - 1;
      left.set(budget, allowed);
      if (allowed < 0) violating.add(pod);
    }
  }
  return violating;
}

/** Fewest broken budgets, then least important victims, then fewest of them, then those that started last. */
function compareCandidates(a: Candidate, b: Candidate): number {
  const highest = ({ victims }: Candidate) => Math.max(...victims.map(priorityOf));
  const total = ({ victims }: Candidate) => victims.reduce((sum, victim) => sum + priorityOf(victim) + 2 ** 31, 0);
  const earliest = ({ victims }: Candidate) => Math.min(...victims.map(startOf));
  return (
    a.violations - b.violations ||
    highest(a) - highest(b) ||
    total(a) - total(b) ||
    a.victims.length - b.victims.length ||
    earliest(b) - earliest(a)
  );
}

function startOf(pod: Pod): number {
  return Date.parse(pod.status.startTime ?? pod.metadata.creationTimestamp);
}
