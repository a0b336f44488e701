// The decision of a DaemonSet: on which nodes to make a pod now, and which pods to take away. Pure; the controller carries it out.

import type { DaemonSet, Node, Pod } from "../../../api/types.ts";
import { resolvePercent } from "../int-or-percent.ts";
import { isAvailable, isReady, isTerminating } from "../pod-state.ts";
import { REVISION_HASH } from "../revision-history.ts";
import type { Placements } from "./placement.ts";

interface Plan {
  /** Names of nodes. */
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
  /** Those of `remove` that have ended by themselves. */
  readonly ended: readonly Pod[];
}

interface Scene {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  readonly placements: Placements;
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  /** Of the present template. */
  readonly hash: string;
  readonly nowMs: number;
}

export function hashOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_HASH] ?? "";
}

/** Bound pods first, the oldest of them before the others. */
export function bySeniority(pods: readonly Pod[]): readonly Pod[] {
  if (pods.length < 2) return pods;
  const isBound = (pod: Pod) => ((pod.spec.nodeName ?? "") === "" ? 1 : 0);
  const age = (pod: Pod) => Date.parse(pod.metadata.creationTimestamp);
  return [...pods].sort((a, b) => isBound(a) - isBound(b) || age(a) - age(b));
}

/** Every node is to have its pod first; an update goes on only where nothing else is to be done. */
export function planFor(scene: Scene): Plan {
  const create: string[] = [];
  const remove: Pod[] = [];
  const ended: Pod[] = [];
  const isSurging = maxSurge(scene) > 0;
  for (const node of scene.nodes) {
    const { shouldRun, mayStay } = scene.placements.on(scene.set, node);
    const here = scene.byNode.get(node.metadata.name) ?? [];
    if (shouldRun && here.length === 0) {
      create.push(node.metadata.name);
      continue;
    }
    const present = here.filter((pod) => !isTerminating(pod));
    if (present.length === 0) continue;
    if (!mayStay) remove.push(...present);
    else {
      const over = present.filter(({ status }) => status.phase === "Failed" || status.phase === "Succeeded");
      ended.push(...over);
      const running = bySeniority(present.filter((pod) => !over.includes(pod)));
      remove.push(...over, ...(isSurging ? beyondPair(scene, running) : running.slice(1)));
    }
  }
  if (create.length + remove.length > 0 || scene.set.spec.updateStrategy?.type === "OnDelete")
    return { create, remove, ended };
  return { ended, ...(isSurging ? surge(scene) : replace(scene)) };
}

function maxSurge({ set, nodes, placements }: Scene): number {
  const { maxSurge: surge = 0 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  if (surge === 0) return 0;
  const wanted = nodes.filter((node) => placements.on(set, node).shouldRun).length;
  return resolvePercent(surge, wanted, "up");
}

/** Beside an old pod there may be a new one; the old one goes as soon as it is of no use, or no longer needed. */
function beyondPair(scene: Scene, running: readonly Pod[]): Pod[] {
  const isNew = (pod: Pod) => hashOf(pod) === scene.hash;
  const newest = running.find(isNew);
  const old = running.find((pod) => !isNew(pod));
  const others = running.filter((pod) => pod !== newest && pod !== old);
  if (newest === undefined || old === undefined) return others;
  return !isReady(old) || isUp(scene, newest) ? [...others, old] : others;
}

function isUp({ set, nowMs }: Scene, pod: Pod): boolean {
  return isAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs);
}

interface Place {
  readonly name: string;
  readonly shouldRun: boolean;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
}

function placesOf({ set, nodes, placements, byNode, hash }: Scene): Place[] {
  return nodes
    .map((node) => {
      const { name } = node.metadata;
      const present = (byNode.get(name) ?? []).filter((pod) => !isTerminating(pod));
      return {
        name,
        shouldRun: placements.on(set, node).shouldRun,
        newPod: present.find((pod) => hashOf(pod) === hash),
        oldPod: present.find((pod) => hashOf(pod) !== hash),
      };
    })
    .filter(({ shouldRun, oldPod, newPod }) => shouldRun || oldPod !== undefined || newPod !== undefined);
}

function hasOldPods({ byNode, hash }: Scene): boolean {
  for (const pods of byNode.values()) if (pods.some((pod) => hashOf(pod) !== hash)) return true;
  return false;
}

/** Old pods go, as many at a time as may be missing; those that serve nobody go at once. */
function replace(scene: Scene): Omit<Plan, "ended"> {
  if (!hasOldPods(scene)) return { create: [], remove: [] };
  const places = placesOf(scene);
  const value = scene.set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1;
  const limit = Math.max(1, resolvePercent(value, places.filter(({ shouldRun }) => shouldRun).length, "up"));
  const old = places.flatMap(({ oldPod }) => oldPod ?? []);
  const missing = places.filter(({ oldPod, newPod }) => oldPod === undefined && !(newPod && isUp(scene, newPod)));
  const down = old.filter((pod) => !isUp(scene, pod));
  const room = Math.max(0, limit - missing.length - down.length);
  return { create: [], remove: [...down, ...old.filter((pod) => isUp(scene, pod)).slice(0, room)] };
}

/** New pods start beside old ones, which go when their successors are available; where the old one serves nobody, at once. */
function surge(scene: Scene): Omit<Plan, "ended"> {
  const places = placesOf(scene);
  const pairs = places.filter(({ oldPod, newPod }) => oldPod !== undefined && newPod !== undefined);
  const alone = places.filter(({ oldPod, newPod }) => oldPod !== undefined && newPod === undefined);
  const isServing = ({ oldPod }: Place) => oldPod !== undefined && isUp(scene, oldPod);
  const overtaken = pairs.filter((place) => !isServing(place) || (place.newPod && isUp(scene, place.newPod)));
  const misplaced = alone.filter((place) => isServing(place) && !place.shouldRun);
  const available = places.filter(({ oldPod, newPod }) => isPresentAndUp(scene, oldPod ?? newPod)).length;
  // Where the set no longer belongs it stays until it is up where it does.
  const spare = Math.max(0, available - places.filter(({ shouldRun }) => shouldRun).length);
  const room = Math.max(0, maxSurge(scene) - pairs.filter(isServing).length);
  const create = [
    ...alone.filter((place) => !isServing(place)),
    ...alone.filter((place) => isServing(place) && place.shouldRun).slice(0, room),
  ];
  const remove = [...overtaken, ...misplaced.slice(0, spare)].flatMap(({ oldPod }) => oldPod ?? []);
  return { create: create.map(({ name }) => name), remove };
}

function isPresentAndUp(scene: Scene, pod: Pod | undefined): boolean {
  return pod !== undefined && isUp(scene, pod);
}
