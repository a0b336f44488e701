// Scoring: which of the nodes that fit is best. Each part gives 0 to 100; the parts are weighed as in the real scheduler.

import { matchesTerm } from "../../api/node-affinity.ts";
import { podRequests } from "../../api/pod-requests.ts";
import { isTolerated } from "../../api/tolerations.ts";
import type { Pod } from "../../api/types.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Snapshot } from "./plugins/plugin.ts";
import { type AffinityTerm, termMeans, topologyValue } from "./plugins/topology.ts";
import { countPods, spreadConstraints } from "./plugins/topology-spread.ts";

const MAX = 100;

/** A pod that asks for nothing still counts as if it asked for this much: cpu in thousandths, memory in bytes. */
const DEFAULT_REQUESTS: ReadonlyMap<string, number> = new Map([
  ["cpu", 100],
  ["memory", 200 * 1024 * 1024],
]);

/** The total score of each of `nodes`, in their order. */
export function scoreNodes(pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot): number[] {
  const parts: readonly (readonly [number, readonly number[]])[] = [
    [3, reversed(nodes.map((info) => intolerablePreferences(pod, info)))],
    [2, proportional(nodes.map((info) => preferredNodes(pod, info)))],
    [2, spreadScores(pod, nodes)],
    [2, betweenExtremes(nodes.map((info) => preferredNeighbours(pod, info, snapshot)))],
    [1, nodes.map((info) => leastAllocated(pod, info))],
    [1, nodes.map((info) => balanced(pod, info))],
    [1, nodes.map((info) => imageLocality(pod, info, snapshot))],
  ];
  return nodes.map((_, index) => parts.reduce((sum, [weight, scores]) => sum + weight * (scores[index] ?? 0), 0));
}

function reversed(counts: readonly number[]): number[] {
  return proportional(counts).map((score) => MAX - score);
}

function proportional(values: readonly number[]): number[] {
  const most = Math.max(0, ...values);
  return values.map((value) => (most === 0 ? 0 : Math.floor((MAX * value) / most)));
}

function betweenExtremes(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values.map((value) => (high === low ? 0 : Math.floor((MAX * (value - low)) / (high - low))));
}

function intolerablePreferences(pod: Pod, { node }: NodeInfo): number {
  const soft = (node.spec.taints ?? []).filter((taint) => taint.effect === "PreferNoSchedule");
  return soft.filter((taint) => !isTolerated(taint, pod.spec.tolerations)).length;
}

function preferredNodes(pod: Pod, { node }: NodeInfo): number {
  const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.filter(({ preference }) => matchesTerm(preference, node)).reduce((sum, { weight }) => sum + weight, 0);
}

function spreadScores(pod: Pod, nodes: readonly NodeInfo[]): number[] {
  const constraints = spreadConstraints(pod, "ScheduleAnyway");
  const counts = constraints.length > 0 ? constrainedCounts(pod, nodes) : siblingCounts(pod, nodes);
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  return counts.map((count) => (most === 0 ? MAX : Math.floor((MAX * (most + least - count)) / most)));
}

function constrainedCounts(pod: Pod, nodes: readonly NodeInfo[]): number[] {
  const totals = nodes.map(() => 0);
  for (const constraint of spreadConstraints(pod, "ScheduleAnyway")) {
    const perPlace = new Map<string, number>();
    for (const { node, pods } of nodes) {
      const place = topologyValue(node, constraint.topologyKey);
      if (place !== undefined) perPlace.set(place, (perPlace.get(place) ?? 0) + countPods(pod, constraint, pods));
    }
    const weight = Math.log(perPlace.size + 2);
    nodes.forEach(({ node }, index) => {
      const place = topologyValue(node, constraint.topologyKey) ?? "";
      totals[index] = (totals[index] ?? 0) + (perPlace.get(place) ?? 0) * weight;
    });
  }
  return totals;
}

// Simplified: without constraints of its own a pod keeps away from pods of the same controller, not of the same Services.
function siblingCounts(pod: Pod, nodes: readonly NodeInfo[]): number[] {
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid;
  if (owner === undefined) return nodes.map(() => 0);
  return nodes.map(({ siblings }) => siblings.get(owner) ?? 0);
}

interface WeightedTerm {
  readonly weight: number;
  readonly podAffinityTerm: AffinityTerm;
}

function preferredNeighbours(pod: Pod, info: NodeInfo, snapshot: Snapshot): number {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const near = (podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) as readonly WeightedTerm[];
  const away = (podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) as readonly WeightedTerm[];
  const sum = (terms: readonly WeightedTerm[]) =>
    terms.reduce(
      (total, { weight, podAffinityTerm }) => total + weight * neighbours(pod, podAffinityTerm, info, snapshot),
      0,
    );
  return sum(near) - sum(away);
}

function neighbours(pod: Pod, term: AffinityTerm, info: NodeInfo, snapshot: Snapshot): number {
  const place = topologyValue(info.node, term.topologyKey);
  if (place === undefined) return 0;
  return snapshot.nodes
    .filter(({ node }) => topologyValue(node, term.topologyKey) === place)
    .reduce(
      (sum, { pods }) => sum + pods.filter((other) => termMeans(term, pod, other, snapshot.namespaces)).length,
      0,
    );
}

function leastAllocated(pod: Pod, info: NodeInfo): number {
  const free = shares(pod, info).map((share) => Math.max(0, 1 - share) * MAX);
  return free.length === 0 ? 0 : Math.floor(free.reduce((sum, each) => sum + each, 0) / free.length);
}

function balanced(pod: Pod, info: NodeInfo): number {
  const [cpu = 0, memory = 0] = shares(pod, info).map((share) => Math.min(1, share));
  return Math.floor((1 - Math.abs(cpu - memory) / 2) * MAX);
}

/** The parts of CPU and memory that would be spoken for with the pod on the node. */
function shares(pod: Pod, info: NodeInfo): number[] {
  const own = podRequests(pod);
  return [...DEFAULT_REQUESTS].map(([name, least]) => {
    const silent = info.pods.length - (info.asking.get(name) ?? 0);
    const asked = (own.get(name) ?? least) + (info.requested.get(name) ?? 0) + silent * least;
    const allocatable = info.allocatable.get(name) ?? 0;
    return allocatable === 0 ? 1 : asked / allocatable;
  });
}

const IMAGE_MIN = 23 * 1024 * 1024;
const IMAGE_MAX = 1000 * 1024 * 1024;

function imageLocality(pod: Pod, info: NodeInfo, snapshot: Snapshot): number {
  const containers = pod.spec.containers;
  const sum = containers.reduce((total, { image = "" }) => {
    const size = imageSize(info, image);
    if (size === 0) return total;
    const holders = snapshot.nodes.filter((other) => imageSize(other, image) > 0).length;
    return total + size * (holders / snapshot.nodes.length);
  }, 0);
  const most = IMAGE_MAX * containers.length;
  return Math.floor((MAX * (Math.min(Math.max(sum, IMAGE_MIN), most) - IMAGE_MIN)) / (most - IMAGE_MIN));
}

function imageSize({ node }: NodeInfo, image: string): number {
  const found = node.status?.images?.find(({ names = [] }) =>
    names.some((name) => name === image || name.endsWith(`/${image}`)),
  );
  return found?.sizeBytes ?? 0;
}
