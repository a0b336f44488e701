// Which changes of the cluster may let a pod fit that was turned down: each filter knows what it waits for.

import { deepEqual } from "../../api/equality.ts";
import type { Namespace, Node, Pod } from "../../api/types.ts";
import { requiredAffinity } from "./plugins/inter-pod-affinity.ts";
import { termMeans } from "./plugins/topology.ts";

export type ClusterChange =
  | { readonly kind: "node"; readonly node: Node }
  | { readonly kind: "pod-placed"; readonly pod: Pod }
  | { readonly kind: "pod-gone"; readonly pod: Pod }
  | { readonly kind: "pod-scaled-down"; readonly pod: Pod }
  | { readonly kind: "storage" };

/** Plugins that look at the node alone. */
const NODE_PLUGINS = ["NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity"];

export function mayHelp(
  change: ClusterChange,
  pod: Pod,
  rejectedBy: readonly string[],
  namespaces: readonly Namespace[],
): boolean {
  // Turned down by nobody in particular, as when there was no node at all.
  if (rejectedBy.length === 0) return true;
  return rejectedBy.some((plugin) => helpsPlugin(change, pod, plugin, namespaces));
}

function helpsPlugin(change: ClusterChange, pod: Pod, plugin: string, namespaces: readonly Namespace[]): boolean {
  switch (change.kind) {
    case "node":
      return true;
    case "storage":
      return plugin === "VolumeBinding";
    case "pod-gone":
      return !NODE_PLUGINS.includes(plugin) && plugin !== "VolumeBinding";
    case "pod-scaled-down":
      return plugin === "NodeResourcesFit";
    case "pod-placed":
      if (plugin === "PodTopologySpread") return change.pod.metadata.namespace === pod.metadata.namespace;
      return (
        plugin === "InterPodAffinity" &&
        requiredAffinity(pod).some((term) => termMeans(term, pod, change.pod, namespaces))
      );
  }
}

/** True when a node changed in a way that a filter looks at; a heartbeat is none. */
export function isRelevantNodeChange(next: Node, previous: Node | undefined): boolean {
  if (previous === undefined) return true;
  const seen = ({ spec, metadata, status }: Node) => [
    spec.taints,
    spec.unschedulable,
    metadata.labels,
    status?.allocatable,
  ];
  return !deepEqual(seen(next), seen(previous));
}
