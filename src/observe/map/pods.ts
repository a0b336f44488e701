// Pods as the map shows them: their health, whose they are, and why they are not what they should be.

import type { KubeObject, OwnerReference, Pod } from "../../api/types.ts";
import type { Says } from "../language/english.ts";
import type { Told } from "../reading.ts";
import { containersOf, isTrouble } from "./container.ts";
import type { Health, MapPod } from "./model.ts";

/** @param owners what may stand between a pod and its outermost owner: ReplicaSets, Jobs. */
export function mapPods(pods: readonly Told<Pod>[], owners: readonly KubeObject[], says: Says["map"]): MapPod[] {
  const byUid = new Map(owners.map((owner) => [owner.metadata.uid, owner]));
  const mapped = pods.map(({ object, status }) => mapPod(object, status, { byUid, says }));
  return mapped.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

// Pods of their own come first; the others stand with their siblings.
function sortKey({ namespace, owners, name }: MapPod): string {
  return [namespace, ...owners, name].join("\0");
}

interface Telling {
  readonly byUid: ReadonlyMap<string, KubeObject>;
  readonly says: Says["map"];
}

function mapPod(pod: Pod, status: string, { byUid, says }: Telling): MapPod {
  const why = whyNot(pod, says);
  return {
    namespace: pod.metadata.namespace ?? "",
    name: pod.metadata.name,
    health: healthOf(pod, status),
    status,
    ...(why === undefined ? {} : { why }),
    owners: ownersOf(pod, byUid),
    containers: isBound(pod) ? containersOf(pod, says) : [],
  };
}

function ownersOf(object: KubeObject, byUid: ReadonlyMap<string, KubeObject>): string[] {
  const owner = controllerOf(object);
  if (owner === undefined) return [];
  const name = `${owner.kind.toLowerCase()}/${owner.name}`;
  const next = byUid.get(owner.uid);
  return next === undefined ? [name] : [...ownersOf(next, byUid), name];
}

export function isBound({ spec }: Pick<Pod, "spec">): boolean {
  return spec.nodeName !== undefined && spec.nodeName !== "";
}

function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

function healthOf({ metadata, status }: Pod, word: string): Health {
  if (metadata.deletionTimestamp !== undefined) return "leaving";
  if (status?.phase === "Succeeded") return "finished";
  if (status?.phase === "Failed" || isTrouble(word.replace(/^Init:/, ""))) return "failing";
  if (status?.phase !== "Running") return "waiting";
  return conditionOf(status, "Ready")?.status === "True" ? "ready" : "running";
}

type Status = Pod["status"];

function conditionOf(status: Status | undefined, type: string) {
  return status?.conditions?.find((condition) => condition.type === type);
}

function whyNot({ spec, status }: Pod, says: Says["map"]): string | undefined {
  if (!isBound({ spec })) {
    const said = conditionOf(status, "PodScheduled")?.message ?? says.notLookedAt;
    // What preemption could not do either is for `kubectl describe`.
    return said.replace(/ preemption: .*$/, "");
  }
  if (status?.phase === "Failed" && status.message !== undefined) return status.message;
  const waiting = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(
    ({ state, lastState }) => {
      if (state?.waiting === undefined || !isTrouble(state.waiting.reason ?? "")) return [];
      const last = lastState?.terminated;
      if (last !== undefined) return [says.lastRun(last.reason, last.exitCode)];
      return state.waiting.message ?? [];
    },
  );
  return waiting[0];
}
