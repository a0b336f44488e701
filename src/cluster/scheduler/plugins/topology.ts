// Terms of pod affinity: which pods they mean, and which nodes count as one place.

import { matchesSelector } from "../../../api/selector.ts";
import type { LabelSelector, Namespace, Node, Pod } from "../../../api/types.ts";

export interface AffinityTerm {
  readonly topologyKey: string;
  readonly labelSelector?: LabelSelector;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** True where `term`, written in `owner`, means `pod`. */
export function termMeans(term: AffinityTerm, owner: Pod, pod: Pod, namespaces: readonly Namespace[]): boolean {
  return inNamespaces(term, owner, pod, namespaces) && matchesSelector(term.labelSelector, pod.metadata.labels);
}

function inNamespaces(term: AffinityTerm, owner: Pod, pod: Pod, namespaces: readonly Namespace[]): boolean {
  const listed = term.namespaces ?? [];
  const own = pod.metadata.namespace ?? "";
  if (listed.length === 0 && term.namespaceSelector === undefined) return own === owner.metadata.namespace;
  if (listed.includes(own)) return true;
  const namespace = namespaces.find(({ metadata }) => metadata.name === own);
  return matchesSelector(term.namespaceSelector, namespace?.metadata.labels);
}

export function topologyValue(node: Node, key: string): string | undefined {
  return node.metadata.labels?.[key];
}
