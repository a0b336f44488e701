// Questions about a pod's spec that several parts of the kubelet ask.

import type { Container, Pod } from "../../api/types.ts";
import { latestOf, type SeenPod } from "./runtime-status.ts";

/** A native sidecar: an init container that goes on running. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

export function initContainersOf(pod: Pod): readonly Container[] {
  return pod.spec.initContainers ?? [];
}

export function ephemeralContainersOf(pod: Pod): readonly Container[] {
  return (pod.spec.ephemeralContainers ?? []) as readonly Container[];
}

export function sidecarsOf(pod: Pod): readonly Container[] {
  return initContainersOf(pod).filter(isSidecar);
}

export function allContainersOf(pod: Pod): readonly Container[] {
  return [...initContainersOf(pod), ...pod.spec.containers, ...ephemeralContainersOf(pod)];
}

export function restartPolicyOf(pod: Pod): "Always" | "OnFailure" | "Never" {
  return (pod.spec.restartPolicy ?? "Always") as "Always" | "OnFailure" | "Never";
}

/** As log lines and messages name a pod: `web_default(uid)`. */
export function podText(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace ?? "default"}(${pod.metadata.uid})`;
}

/** True when a container that does not run should be started (again). */
export function shouldRestart(container: Container, pod: Pod, seen: SeenPod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const latest = latestOf(seen, container.name);
  if (latest === undefined) return true;
  if (latest.state.kind === "running") return false;
  if (latest.state.kind === "created") return true;
  if (isSidecar(container)) return true;
  const policy = restartPolicyOf(pod);
  if (policy === "Never") return false;
  return policy === "Always" || latest.state.exitCode !== 0;
}

/** The part of events' involvedObject that names a container. */
export function fieldPathOf(pod: Pod, container: Container): string {
  if (pod.spec.containers.some((other) => other.name === container.name)) return `spec.containers{${container.name}}`;
  if (initContainersOf(pod).some((other) => other.name === container.name))
    return `spec.initContainers{${container.name}}`;
  return `spec.ephemeralContainers{${container.name}}`;
}

/** A text that changes when a container's image does: the one field whose change restarts a container. */
export function specHashOf(container: Container): string {
  return `${container.name}@${container.image ?? ""}`;
}
