// Filtering: which nodes a pod fits on, and why not on the others.

import type { Pod } from "../../api/types.ts";
import type { NodeInfo } from "./node-info.ts";
import { interPodAffinity } from "./plugins/inter-pod-affinity.ts";
import {
  nodeAffinity,
  nodeName,
  nodePorts,
  nodeResourcesFit,
  nodeUnschedulable,
  taintToleration,
} from "./plugins/node-filters.ts";
import { cureless, type FilterPlugin, type NodeFilter, type Rejection, type Snapshot } from "./plugins/plugin.ts";
import { podTopologySpread } from "./plugins/topology-spread.ts";
import { volumeBinding } from "./plugins/volume-binding.ts";
import { type NodeMemo, podKind } from "./pod-kind.ts";

/** In the real order: the first that objects to a node gives the reason. These look at nothing but the node. */
const nodePlugins: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
];
const clusterPlugins: readonly FilterPlugin[] = [volumeBinding, podTopologySpread, interPodAffinity];

export interface NodeRejection extends Rejection {
  readonly plugin: string;
}

export interface FilterResult {
  readonly fits: readonly NodeInfo[];
  readonly rejected: ReadonlyMap<string, NodeRejection>;
  /** What speaks against every node at once. */
  readonly overall?: NodeRejection;
}

interface PreparedFilter {
  readonly plugin: string;
  readonly filter: NodeFilter;
}

/** All filters that have something to say about the pod. */
export interface PreparedFilters {
  readonly ofNode: readonly PreparedFilter[];
  readonly ofCluster: readonly PreparedFilter[];
}

export function prepareFilters(pod: Pod, snapshot: Snapshot): PreparedFilters | NodeRejection {
  const ofNode = prepareAll(nodePlugins, pod, snapshot);
  if ("plugin" in ofNode) return ofNode;
  const ofCluster = prepareAll(clusterPlugins, pod, snapshot);
  return "plugin" in ofCluster ? ofCluster : { ofNode, ofCluster };
}

/** Why the pod cannot go on this node; undefined where it can. */
export function judge({ ofNode, ofCluster }: PreparedFilters, node: NodeInfo): NodeRejection | undefined {
  return rejectionOf(ofNode, node) ?? rejectionOf(ofCluster, node);
}

function prepareAll(
  plugins: readonly FilterPlugin[],
  pod: Pod,
  snapshot: Snapshot,
): readonly PreparedFilter[] | NodeRejection {
  const prepared: PreparedFilter[] = [];
  for (const plugin of plugins) {
    const filter = plugin.prepare(pod, snapshot);
    if (filter === undefined) continue;
    if (typeof filter !== "function") return { ...filter, plugin: plugin.name };
    prepared.push({ plugin: plugin.name, filter });
  }
  return prepared;
}

function rejectionOf(filters: readonly PreparedFilter[], node: NodeInfo): NodeRejection | undefined {
  for (const { plugin, filter } of filters) {
    const rejection = filter(node);
    if (rejection !== undefined) return { ...rejection, plugin };
  }
  return undefined;
}

/** @param crowded the node as it is with the pods that are about to move there.
 * @param memo remembers what the filters that look at the node alone have said. */
export function filterNodes(
  pod: Pod,
  snapshot: Snapshot,
  crowded: (node: NodeInfo) => NodeInfo,
  memo: NodeMemo<NodeRejection | undefined>,
): FilterResult {
  const filters = prepareFilters(pod, snapshot);
  if ("plugin" in filters) {
    const all = snapshot.nodes.map(
      ({ node }) => [node.metadata.name, { ...cureless(...filters.reasons), plugin: filters.plugin }] as const,
    );
    return { fits: [], rejected: new Map(all), overall: filters };
  }
  const rejected = new Map<string, NodeRejection>();
  const fits: NodeInfo[] = [];
  const nodes = snapshot.nodes.map(crowded);
  const own = memo.answersOf(nodes, podKind(pod), (node) => rejectionOf(filters.ofNode, node));
  snapshot.nodes.forEach((info, index) => {
    const rejection = own[index] ?? rejectionOf(filters.ofCluster, nodes[index] ?? info);
    if (rejection === undefined) fits.push(info);
    else rejected.set(info.node.metadata.name, rejection);
  });
  return { fits, rejected };
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) …. preemption: …`. */
export function failureMessage(nodeCount: number, result: FilterResult, preemption: string): string {
  if (nodeCount === 0) return "no nodes available to schedule pods";
  const histogram =
    result.overall === undefined
      ? countReasons([...result.rejected.values()].flatMap(({ reasons }) => reasons))
      : result.overall.reasons.join(", ");
  const clause = preemption === "" ? "" : ` preemption: ${preemption}`;
  return `0/${nodeCount} nodes are available: ${histogram}.${clause}`;
}

/** `2 Insufficient cpu, 1 …`: sorted as texts, counts included. */
export function countReasons(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
}
