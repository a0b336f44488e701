// The shape of a filter: why a pod cannot go on a node, in the words of the scheduler's messages.

import type { Namespace, Pod } from "../../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";
import type { VolumeView } from "./volume-view.ts";

/** `helpless` is a reason that evicting pods would not cure. */
export interface Rejection {
  readonly reasons: readonly string[];
  readonly helpless: boolean;
}

/** What a scheduling cycle looks at; it does not change while one pod is placed. */
export interface Snapshot {
  readonly nodes: readonly NodeInfo[];
  node(name: string): NodeInfo | undefined;
  /** Those of `nodes` on which pods are that keep others away. */
  readonly exclusive: readonly NodeInfo[];
  readonly volumes: VolumeView;
  readonly namespaces: readonly Namespace[];
}

/** Prepared once for a pod, asked once for each node. */
export type NodeFilter = (node: NodeInfo) => Rejection | undefined;

export interface FilterPlugin {
  readonly name: string;
  /** A Rejection here speaks for all nodes at once and takes the place of the counted reasons. `undefined`: nothing to check. */
  prepare(pod: Pod, snapshot: Snapshot): NodeFilter | Rejection | undefined;
}

export function cureless(...reasons: readonly string[]): Rejection {
  return { reasons, helpless: true };
}

export function curable(...reasons: readonly string[]): Rejection {
  return { reasons, helpless: false };
}
