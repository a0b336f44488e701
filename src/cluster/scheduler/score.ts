// Scoring: which of the nodes that fit is best. Each part gives 0 to 100; the parts are weighed as in the real scheduler.

import { matchesTerm } from "../../api/node-affinity.ts";
import { podRequests } from "../../api/pod-requests.ts";
import { isTolerated } from "../../api/tolerations.ts";
import type { Pod } from "../../api/types.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Snapshot } from "./plugins/plugin.ts";
import { type AffinityTerm, termMeans, topologyValue } from "./plugins/topology.ts";
import { countPods, spreadConstraints } from "./plugins/topology-spread.ts";
import { controllerUid, type NodeMemo, podKind } from "./pod-kind.ts";

const MAX = 100;

/** A pod that asks for nothing still counts as if it asked for this much: cpu in thousandths, memory in bytes. */
const DEFAULT_REQUESTS: ReadonlyMap<string, number> = new Map([
  ["cpu", 100],
  ["memory", 200 * 1024 * 1024],
]);

/** What one node alone says about a pod. */
export interface NodeScores {
  readonly intolerable: number;
  readonly preferred: number;
  readonly allocation: number;
  /** Pods of the same controller. */
  readonly siblings: number;
  /** Of the image of each container, where the node has it. */
  readonly imageSizes: readonly number[];
}

/** Those of `nodes` with the highest total score. @param memo remembers what each node has said. */
export function bestNodes(
  pod: Pod,
  nodes: readonly NodeInfo[],
  snapshot: Snapshot,
  memo: NodeMemo<NodeScores>,
): NodeInfo[] {
  const all = memo.answersOf(snapshot.nodes, podKind(pod), (info) => nodeScores(pod, info));
  const own = answersFor(nodes, snapshot.nodes, all);
  const scoreOf = totalScore(pod, nodes, own, countHolders(pod, all), snapshot);
  let best: NodeInfo[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, info] of nodes.entries()) {
    const answers = own[index];
    const score = answers === undefined ? 0 : scoreOf(answers, index);
    if (score > highest) best = [];
    if (score >= highest) best.push(info);
    highest = Math.max(highest, score);
  }
  return best;
}

/** What a node's answers come to, beside those of the others: gone through once for each pod, however many nodes there are. */
function totalScore(
  pod: Pod,
  nodes: readonly NodeInfo[],
  own: readonly NodeScores[],
  holders: readonly number[],
  snapshot: Snapshot,
): (node: NodeScores, index: number) => number {
  const tolerated = reversed(rangeOf(own, ({ intolerable }) => intolerable));
  const preferred = proportional(rangeOf(own, ({ preferred }) => preferred));
  const counts = spreadConstraints(pod, "ScheduleAnyway").length > 0 ? constrainedCounts(pod, nodes) : undefined;
  const spread = spreadOut(counts === undefined ? rangeOf(own, ({ siblings }) => siblings) : rangeOf(counts, itself));
  const neighbours = preferredNeighbours(pod, nodes, snapshot);
  const beside = betweenExtremes(rangeOf(neighbours ?? [], itself));
  return (node, index) =>
    3 * tolerated(node.intolerable) +
    2 * preferred(node.preferred) +
    2 * spread(counts?.[index] ?? node.siblings) +
    2 * beside(neighbours?.[index] ?? 0) +
    node.allocation +
    imageLocality(node.imageSizes, holders, snapshot.nodes.length);
}

interface Range {
  readonly low: number;
  readonly high: number;
}

const itself = (value: number) => value;

function rangeOf<T>(items: readonly T[], numberOf: (item: T) => number): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const value = numberOf(item);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** The answers of some of the nodes, which stand in the order of all of them. */
function answersFor<V>(some: readonly NodeInfo[], all: readonly NodeInfo[], answers: readonly V[]): readonly V[] {
  if (some.length === all.length) return answers;
  let found = 0;
  return answers.filter((_, index) => {
    if (all[index] !== some[found]) return false;
    found++;
    return true;
  });
}

function nodeScores(pod: Pod, info: NodeInfo): NodeScores {
  return {
    intolerable: intolerablePreferences(pod, info),
    preferred: preferredNodes(pod, info),
    allocation: leastAllocated(pod, info) + balanced(pod, info),
    siblings: siblingCount(pod, info),
    imageSizes: pod.spec.containers.map(({ image = "" }) => imageSize(info, image)),
  };
}

/** How a count becomes 0 to 100, where it is known what is counted on the other nodes. */
type Scale = (count: number) => number;

function reversed(range: Range): Scale {
  const scale = proportional(range);
  return (count) => MAX - scale(count);
}

function proportional({ high }: Range): Scale {
  return (count) => (high <= 0 ? 0 : Math.floor((MAX * count) / high));
}

function betweenExtremes({ low, high }: Range): Scale {
  return (value) => (high <= low ? 0 : Math.floor((MAX * (value - low)) / (high - low)));
}

function spreadOut({ low, high }: Range): Scale {
  return (count) => (high === 0 ? MAX : Math.floor((MAX * (high + low - count)) / high));
}

function intolerablePreferences(pod: Pod, { node }: NodeInfo): number {
  const soft = (node.spec.taints ?? []).filter((taint) => taint.effect === "PreferNoSchedule");
  return soft.filter((taint) => !isTolerated(taint, pod.spec.tolerations)).length;
}

function preferredNodes(pod: Pod, { node }: NodeInfo): number {
  const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.filter(({ preference }) => matchesTerm(preference, node)).reduce((sum, { weight }) => sum + weight, 0);
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
function siblingCount(pod: Pod, { siblings }: NodeInfo): number {
  const owner = controllerUid(pod);
  return owner === undefined ? 0 : (siblings.get(owner) ?? 0);
}

interface WeightedTerm {
  readonly weight: number;
  readonly podAffinityTerm: AffinityTerm;
}

/** undefined where the pod does not care. */
function preferredNeighbours(pod: Pod, nodes: readonly NodeInfo[], snapshot: Snapshot): number[] | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const near = (podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) as readonly WeightedTerm[];
  const away = (podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) as readonly WeightedTerm[];
  if (near.length + away.length === 0) return undefined;
  const sum = (terms: readonly WeightedTerm[], info: NodeInfo) =>
    terms.reduce(
      (total, { weight, podAffinityTerm }) => total + weight * neighbours(pod, podAffinityTerm, info, snapshot),
      0,
    );
  return nodes.map((info) => sum(near, info) - sum(away, info));
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

/** On how many nodes the image of each container is. */
function countHolders(pod: Pod, all: readonly NodeScores[]): number[] {
  return pod.spec.containers.map((_, index) => {
    let count = 0;
    for (const { imageSizes } of all) if ((imageSizes[index] ?? 0) > 0) count++;
    return count;
  });
}

function imageLocality(sizes: readonly number[], holders: readonly number[], nodeCount: number): number {
  const sum = sizes.reduce((total, size, index) => {
    return size === 0 ? total : total + size * ((holders[index] ?? 0) / nodeCount);
  }, 0);
  const most = IMAGE_MAX * sizes.length;
  return Math.floor((MAX * (Math.min(Math.max(sum, IMAGE_MIN), most) - IMAGE_MIN)) / (most - IMAGE_MIN));
}

function imageSize({ node }: NodeInfo, image: string): number {
  const found = node.status?.images?.find(({ names = [] }) =>
    names.some((name) => name === image || name.endsWith(`/${image}`)),
  );
  return found?.sizeBytes ?? 0;
}
