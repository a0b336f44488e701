// PodTopologySpread: no place may have many more pods of a kind than another.

import { matchesNodeAffinity } from "../../../api/node-affinity.ts";
import { matchesSelector } from "../../../api/selector.ts";
import { untoleratedTaint } from "../../../api/tolerations.ts";
import type { Node, Pod } from "../../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";
import { curable, cureless, type FilterPlugin } from "./plugin.ts";
import { topologyValue } from "./topology.ts";

export type SpreadConstraint = NonNullable<Pod["spec"]["topologySpreadConstraints"]>[number];

const MISMATCH = "node(s) didn't match pod topology spread constraints";

export function spreadConstraints(
  pod: Pod,
  whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway",
): readonly SpreadConstraint[] {
  return (pod.spec.topologySpreadConstraints ?? []).filter(
    (constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable,
  );
}

export const podTopologySpread: FilterPlugin = {
  name: "PodTopologySpread",
  prepare: (pod, { nodes }) => {
    const constraints = spreadConstraints(pod, "DoNotSchedule");
    if (constraints.length === 0) return undefined;
    const counted = constraints.map((constraint) => ({
      constraint,
      counts: countPerPlace(pod, constraint, constraints, nodes),
    }));
    return ({ node }) => {
      for (const { constraint, counts } of counted) {
        const place = topologyValue(node, constraint.topologyKey);
        if (place === undefined) return cureless(`${MISMATCH} (missing required label)`);
        const isSelf = meansPod(constraint, pod, pod) ? 1 : 0;
        if ((counts.get(place) ?? 0) + isSelf - fewest(constraint, counts) > constraint.maxSkew)
          return curable(MISMATCH);
      }
      return undefined;
    };
  },
};

function fewest({ minDomains = 1 }: SpreadConstraint, counts: ReadonlyMap<string, number>): number {
  return counts.size < minDomains || counts.size === 0 ? 0 : Math.min(...counts.values());
}

/** Pods that the constraint means, per place; only nodes that the pod could count as its own make a place. */
function countPerPlace(
  pod: Pod,
  constraint: SpreadConstraint,
  all: readonly SpreadConstraint[],
  nodes: readonly NodeInfo[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { node, pods } of nodes) {
    const place = topologyValue(node, constraint.topologyKey);
    if (place === undefined || !all.every(({ topologyKey }) => topologyValue(node, topologyKey) !== undefined))
      continue;
    if (!isEligible(pod, constraint, node)) continue;
    counts.set(place, (counts.get(place) ?? 0) + countPods(pod, constraint, pods));
  }
  return counts;
}

export function countPods(pod: Pod, constraint: SpreadConstraint, pods: readonly Pod[]): number {
  return pods.filter((other) => other.metadata.deletionTimestamp === undefined && meansPod(constraint, pod, other))
    .length;
}

function isEligible(pod: Pod, { nodeAffinityPolicy, nodeTaintsPolicy }: SpreadConstraint, node: Node): boolean {
  if (nodeAffinityPolicy !== "Ignore" && !matchesNodeAffinity(pod, node)) return false;
  if (nodeTaintsPolicy !== "Honor") return true;
  return untoleratedTaint(node.spec.taints, pod.spec.tolerations, ["NoSchedule", "NoExecute"]) === undefined;
}

function meansPod({ labelSelector, matchLabelKeys = [] }: SpreadConstraint, owner: Pod, pod: Pod): boolean {
  if (owner.metadata.namespace !== pod.metadata.namespace) return false;
  const labels = pod.metadata.labels ?? {};
  const sameKeys = matchLabelKeys.every(
    (key) => owner.metadata.labels?.[key] === undefined || labels[key] === owner.metadata.labels[key],
  );
  return sameKeys && matchesSelector(labelSelector, labels);
}
