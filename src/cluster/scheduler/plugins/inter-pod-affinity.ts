// InterPodAffinity: near these pods, away from those; and what the pods that are already there have against newcomers.

import type { Pod } from "../../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";
import { curable, cureless, type FilterPlugin, type Snapshot } from "./plugin.ts";
import { type AffinityTerm, termMeans, topologyValue } from "./topology.ts";

export function requiredAffinity(pod: Pod): readonly AffinityTerm[] {
  return (pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ??
    []) as readonly AffinityTerm[];
}

export function requiredAntiAffinity(pod: Pod): readonly AffinityTerm[] {
  return (pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ??
    []) as readonly AffinityTerm[];
}

/** `key=value` of every place. */
type Places = ReadonlySet<string>;

export const interPodAffinity: FilterPlugin = {
  name: "InterPodAffinity",
  prepare: (pod, snapshot) => {
    const near = requiredAffinity(pod);
    const away = requiredAntiAffinity(pod);
    const unwelcome = placesThatRefuse(pod, snapshot);
    if (near.length + away.length === 0 && unwelcome.size === 0) return undefined;
    const nearPlaces = placesOf(near, pod, snapshot, (other) =>
      near.every((term) => termMeans(term, pod, other, snapshot.namespaces)),
    );
    // The first of a group that wants to be near itself has to be let in somewhere.
    const isFirst = nearPlaces.size === 0 && near.every((term) => termMeans(term, pod, pod, snapshot.namespaces));
    const awayPlaces = new Set(
      away.flatMap((term) => [
        ...placesOf([term], pod, snapshot, (other) => termMeans(term, pod, other, snapshot.namespaces)),
      ]),
    );
    return (info) => {
      if (!near.every((term) => isIn(info, term, nearPlaces, isFirst)))
        return cureless("node(s) didn't match pod affinity rules");
      if (away.some((term) => isIn(info, term, awayPlaces, false)))
        return curable("node(s) didn't match pod anti-affinity rules");
      const labels = Object.entries(info.node.metadata.labels ?? {});
      const isRefused = labels.some(([key, value]) => unwelcome.has(`${key}=${value}`));
      return isRefused ? curable("node(s) didn't satisfy existing pods anti-affinity rules") : undefined;
    };
  },
};

function isIn(info: NodeInfo, { topologyKey }: AffinityTerm, places: Places, anywhere: boolean): boolean {
  const value = topologyValue(info.node, topologyKey);
  return value !== undefined && (anywhere || places.has(`${topologyKey}=${value}`));
}

function placesOf(
  terms: readonly AffinityTerm[],
  owner: Pod,
  snapshot: Snapshot,
  means: (pod: Pod) => boolean,
): Places {
  const places = new Set<string>();
  if (terms.length === 0) return places;
  for (const { node, pods } of snapshot.nodes) {
    if (!pods.some((pod) => pod.metadata.uid !== owner.metadata.uid && means(pod))) continue;
    for (const { topologyKey } of terms) {
      const value = topologyValue(node, topologyKey);
      if (value !== undefined) places.add(`${topologyKey}=${value}`);
    }
  }
  return places;
}

function placesThatRefuse(newcomer: Pod, snapshot: Snapshot): Places {
  const places = new Set<string>();
  for (const { node, exclusive } of snapshot.exclusive) {
    for (const pod of exclusive) {
      for (const term of requiredAntiAffinity(pod)) {
        const value = topologyValue(node, term.topologyKey);
        if (value === undefined || !termMeans(term, pod, newcomer, snapshot.namespaces)) continue;
        places.add(`${term.topologyKey}=${value}`);
      }
    }
  }
  return places;
}
