// Pods that want the same of a single node get the same answer from it: ten thousand replicas ask each node once, until it changes.

import { podRequests } from "../../api/pod-requests.ts";
import type { Container, Pod } from "../../api/types.ts";
import type { NodeInfo } from "./node-info.ts";

/** Everything in the pod that a look at one node alone may depend on, as text. */
export type PodKind = string;

export function podKind(pod: Pod): PodKind {
  const { nodeName, tolerations, nodeSelector, affinity, containers, initContainers = [] } = pod.spec;
  const wishes = ({ image, restartPolicy, ports }: Container) => [image, restartPolicy, ports];
  return JSON.stringify([
    controllerUid(pod),
    nodeName,
    tolerations,
    nodeSelector,
    affinity?.nodeAffinity,
    [...podRequests(pod)],
    containers.map(wishes),
    initContainers.map(wishes),
  ]);
}

export function controllerUid({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid;
}

/** So many kinds of pods are remembered: those that are scheduled in turns. */
const MOST_KINDS = 8;

interface Answers<V> {
  readonly nodes: NodeInfo[];
  readonly answers: V[];
}

/** What was last found out about each node, for the last few kinds of pods. */
export class NodeMemo<V> {
  private readonly byKind = new Map<PodKind, Answers<V>>();

  /** An answer for each of `nodes`, in their order; good until the next call. @param find must depend on the node and on the
   * kind of pod alone. */
  answersOf(nodes: readonly NodeInfo[], kind: PodKind, find: (node: NodeInfo) => V): readonly V[] {
    const known = this.byKind.get(kind) ?? this.begin(kind);
    known.nodes.length = Math.min(known.nodes.length, nodes.length);
    known.answers.length = known.nodes.length;
    // Few nodes have changed since the last pod was placed, and those that have not are the very same.
    for (const [index, node] of nodes.entries()) {
      if (known.nodes[index] === node) continue;
      known.nodes[index] = node;
      known.answers[index] = find(node);
    }
    return known.answers;
  }

  private begin(kind: PodKind): Answers<V> {
    const [oldest] = this.byKind.keys();
    if (oldest !== undefined && this.byKind.size >= MOST_KINDS) this.byKind.delete(oldest);
    const begun: Answers<V> = { nodes: [], answers: [] };
    this.byKind.set(kind, begun);
    return begun;
  }
}
