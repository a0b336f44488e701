// Where a DaemonSet wants its pods, and how it pins each to its node.

import { matchesNodeAffinity } from "../../../api/node-affinity.ts";
import { untoleratedTaint } from "../../../api/tolerations.ts";
import type { DaemonSet, Draft, Node, Pod, PodSpec, Toleration } from "../../../api/types.ts";
import { draftOf } from "../../../api/types.ts";
import type { NewObject } from "../../client/client.ts";
import { podFromTemplate } from "../pod-control.ts";
import { REVISION_HASH } from "../revision-history.ts";

const toleration = (key: string, effect: string): Toleration => ({ key, operator: "Exists", effect });

/** A daemon stays whatever befalls its node. */
const TOLERATIONS: readonly Toleration[] = [
  toleration("node.kubernetes.io/not-ready", "NoExecute"),
  toleration("node.kubernetes.io/unreachable", "NoExecute"),
  toleration("node.kubernetes.io/disk-pressure", "NoSchedule"),
  toleration("node.kubernetes.io/memory-pressure", "NoSchedule"),
  toleration("node.kubernetes.io/pid-pressure", "NoSchedule"),
  toleration("node.kubernetes.io/unschedulable", "NoSchedule"),
];

function tolerationsFor(spec: PodSpec): Toleration[] {
  const network = spec.hostNetwork === true ? [toleration("node.kubernetes.io/network-unavailable", "NoSchedule")] : [];
  const own = spec.tolerations ?? [];
  const added = [...TOLERATIONS, ...network].filter(
    (each) =>
      !own.some(
        ({ key, effect, operator }) => key === each.key && effect === each.effect && operator === each.operator,
      ),
  );
  return [...own, ...added];
}

export interface Placement {
  /** A pod belongs here. */
  readonly shouldRun: boolean;
  /** A pod that is here may stay. */
  readonly mayStay: boolean;
}

/** Where the daemons of a set belong, worked out once for each version of template and node. */
export class Placements {
  private readonly byTemplate = new WeakMap<object, WeakMap<Node, Placement>>();

  on(set: DaemonSet, node: Node): Placement {
    const known = this.byTemplate.get(set.spec.template) ?? new WeakMap<Node, Placement>();
    this.byTemplate.set(set.spec.template, known);
    const placement = known.get(node) ?? placementOn(set, node);
    known.set(node, placement);
    return placement;
  }
}

function placementOn(set: DaemonSet, node: Node): Placement {
  const spec = set.spec.template.spec;
  if (spec === undefined || !matchesNodeAffinity({ spec }, node)) return { shouldRun: false, mayStay: false };
  const tolerations = tolerationsFor(spec);
  const isFree = (effects: readonly string[]) => untoleratedTaint(node.spec.taints, tolerations, effects) === undefined;
  return { shouldRun: isFree(["NoSchedule", "NoExecute"]), mayStay: isFree(["NoExecute"]) };
}

export function newDaemon(set: DaemonSet, nodeName: string, hash: string): NewObject<Pod> {
  const pod = draftOf(podFromTemplate(set.spec.template, set, { generateName: `${set.metadata.name}-` })) as Draft<
    NewObject<Pod>
  >;
  const generation = set.metadata.annotations?.["deprecated.daemonset.template.generation"] ?? "1";
  pod.metadata.labels = { ...pod.metadata.labels, [REVISION_HASH]: hash, "pod-template-generation": generation };
  pod.spec.tolerations = tolerationsFor(pod.spec as PodSpec) as Draft<Toleration>[];
  const matchFields = [{ key: "metadata.name", operator: "In", values: [nodeName] }];
  pod.spec.affinity = {
    ...pod.spec.affinity,
    nodeAffinity: {
      ...pod.spec.affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
  return pod as NewObject<Pod>;
}

/** The node that a daemon is on, or is pinned to while it waits to be scheduled. */
export function targetNode(pod: Pod): string {
  if (pod.spec.nodeName !== undefined && pod.spec.nodeName !== "") return pod.spec.nodeName;
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms[0]?.matchFields?.[0]?.values?.[0] ?? "";
}
