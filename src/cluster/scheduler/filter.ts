// Filtering: which nodes a pod fits on, and why not on the others.

import { pinnedNodes } from "../../api/node-affinity.ts";
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
  /** What speaks against the nodes that are neither in `fits` nor in `rejected`. */
  readonly unasked?: NodeRejection;
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

/** @param crowded the node as it is with the pods that are about to move there; undefined where none are.
 * @param memo remembers what the filters that look at the node alone have said. */
export function filterNodes(
  pod: Pod,
  snapshot: Snapshot,
  crowded: ((node: NodeInfo) => NodeInfo) | undefined,
  memo: NodeMemo<NodeRejection | undefined>,
): FilterResult {
  const filters = prepareFilters(pod, snapshot);
  if ("plugin" in filters) return rejectAll(snapshot, filters);
  const names = pinnedNodes(pod);
  if (names !== undefined) return filterPinned(names, filters, snapshot, crowded);
  const rejected = new Map<string, NodeRejection>();
  const fits: NodeInfo[] = [];
  const nodes = crowded === undefined ? snapshot.nodes : snapshot.nodes.map(crowded);
  const own = memo.answersOf(nodes, podKind(pod), (node) => rejectionOf(filters.ofNode, node));
  for (const [index, info] of snapshot.nodes.entries()) {
    const rejection = own[index] ?? rejectionOf(filters.ofCluster, nodes[index] ?? info);
    if (rejection === undefined) fits.push(info);
    else rejected.set(info.node.metadata.name, rejection);
  }
  return { fits, rejected };
}

function rejectAll({ nodes }: Snapshot, overall: NodeRejection): FilterResult {
  const rejection = { ...cureless(...overall.reasons), plugin: overall.plugin };
  return { fits: [], rejected: new Map(nodes.map(({ node }) => [node.metadata.name, rejection])), overall };
}

/** A daemon names its node: the others need not be asked, of however many there are. */
function filterPinned(
  names: ReadonlySet<string>,
  filters: PreparedFilters,
  snapshot: Snapshot,
  crowded: (node: NodeInfo) => NodeInfo = (node) => node,
): FilterResult {
  const plugin = nodeAffinity.name;
  if (names.size === 0) return rejectAll(snapshot, { ...cureless("pod affinity terms conflict"), plugin });
  const rejected = new Map<string, NodeRejection>();
  const fits: NodeInfo[] = [];
  for (const info of [...names].flatMap((name) => snapshot.node(name) ?? [])) {
    const rejection = judge(filters, crowded(info));
    if (rejection === undefined) fits.push(info);
    else rejected.set(info.node.metadata.name, rejection);
  }
  const unasked = { ...cureless(`node(s) didn't satisfy plugin(s) [${plugin}]`), plugin };
  return { fits, rejected, unasked };
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) …. preemption: …`. */
export function failureMessage(nodeCount: number, result: FilterResult, preemption: string): string {
  if (nodeCount === 0) return "no nodes available to schedule pods";
  const histogram =
    result.overall === undefined
      ? countReasons(rejections(nodeCount, result).flatMap(({ reasons }) => reasons))
      : result.overall.reasons.join(", ");
  const clause = preemption === "" ? "" : ` preemption: ${preemption}`;
  return `0/${nodeCount} nodes are available: ${histogram}.${clause}`;
}

/** One for each node that does not fit. */
function rejections(nodeCount: number, { fits, rejected, unasked }: FilterResult): NodeRejection[] {
  if (unasked === undefined) return [...rejected.values()];
  return [...rejected.values(), ...new Array<NodeRejection>(nodeCount - fits.length - rejected.size).fill(unasked)];
}

/** The plugins that have turned the pod down. */
export function rejectingPlugins({ rejected, unasked }: FilterResult): string[] {
  return [...new Set([...rejected.values(), ...(unasked === undefined ? [] : [unasked])].map(({ plugin }) => plugin))];
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
