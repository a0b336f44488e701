// The status of a pod, as the kubelet reports it. Pure.

import type { ContainerStatus, Pod, PodCondition, PodStatus } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import type { PendingResize } from "./allocations.ts";
import { resizeOf } from "./container-resources.ts";
import { containerStatuses, type StartFailure, sortedByName } from "./container-statuses.ts";
import { OWNED, podConditions } from "./pod-conditions.ts";
import { phaseOf } from "./pod-phase.ts";
import { ephemeralContainersOf, initContainersOf, isSidecar, sidecarsOf } from "./pod-spec.ts";
import { latestOf, type SeenPod } from "./runtime-status.ts";

export interface PodStatusSources {
  /** With what its containers were given. */
  readonly pod: Pod;
  readonly pendingResize: PendingResize | undefined;
  readonly seen: SeenPod;
  /** What was reported last, or what the API has when nothing was. */
  readonly previous: PodStatus;
  readonly isTerminal: boolean;
  /** Set when the kubelet itself ends the pod: DeadlineExceeded, Evicted. */
  readonly verdict?: { readonly reason: string; readonly message: string; readonly isDisruption?: boolean } | undefined;
  readonly hostIP: string;
  readonly nowMs: number;
  readonly startTime: string;
  failureOf(containerName: string): StartFailure | undefined;
  /** For a running container, by id: has its startup probe passed, and is it ready? */
  isStarted(containerId: string, containerName: string): boolean;
  isReady(containerId: string, containerName: string): boolean;
}

export function podStatus(sources: PodStatusSources): PodStatus {
  const { pod, seen, previous, verdict, hostIP } = sources;
  const of = (list: readonly ContainerStatus[] | undefined, isInit: boolean) => ({
    pod,
    seen,
    previous: list ?? [],
    isInit,
    failureOf: sources.failureOf,
  });
  const main = sortedByName(containerStatuses(pod.spec.containers, of(previous.containerStatuses, false)));
  const init = containerStatuses(initContainersOf(pod), of(previous.initContainerStatuses, true));
  const ephemeral = sortedByName(
    containerStatuses(ephemeralContainersOf(pod), of(previous.ephemeralContainerStatuses, false)),
  );
  const probed = main.map((status) => withProbes(status, sources));
  const sidecars = new Set(
    initContainersOf(pod)
      .filter(isSidecar)
      .map(({ name }) => name),
  );
  const probedInit = init.map((status) =>
    sidecars.has(status.name) ? withProbes(status, sources) : withInitReadiness(status),
  );
  const all = [...probedInit, ...probed];
  const wasTerminal = previous.phase === "Failed" || previous.phase === "Succeeded";
  // What has ended stays ended, as it ended.
  const phase = wasTerminal ? previous.phase : verdict !== undefined ? "Failed" : phaseOf(pod, all, sources.isTerminal);
  const reason = verdict ?? (phase === previous.phase ? previous : {});
  const podIP = seen.sandbox?.ip ?? previous.podIP;
  const conditions = podConditions({
    pod,
    phase: phase as ReturnType<typeof phaseOf>,
    statuses: all,
    hasSandbox: seen.sandbox?.isReady === true,
    pendingResize: sources.pendingResize,
    isResizing: isResizing(pod, seen),
    now: timestamp(sources.nowMs),
    previous: withDisruption(
      withForeign(previous.conditions, pod.status?.conditions ?? []),
      verdict,
      timestamp(sources.nowMs),
    ),
  });
  return {
    ...(previous.observedGeneration === undefined ? {} : { observedGeneration: previous.observedGeneration }),
    phase: phase ?? "Pending",
    conditions,
    ...(reason.message === undefined ? {} : { message: reason.message }),
    ...(reason.reason === undefined ? {} : { reason: reason.reason }),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime: sources.startTime,
    ...(init.length === 0 ? {} : { initContainerStatuses: probedInit }),
    containerStatuses: probed,
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral.map(({ started: _, ...rest }) => rest) }),
    ...(pod.status?.qosClass === undefined ? {} : { qosClass: pod.status.qosClass }),
  };
}

/** The conditions as the kubelet told them last, and as others have set theirs since. */
function withForeign(
  told: readonly PodCondition[] | undefined,
  stored: readonly PodCondition[],
): readonly PodCondition[] {
  if (told === undefined) return stored;
  const foreign = stored.filter(({ type }) => !OWNED.includes(type));
  return [...foreign, ...told.filter(({ type }) => !foreign.some((one) => one.type === type))];
}

/** A pod that must go for the node's sake says so in a condition of its own. */
function withDisruption(
  conditions: readonly PodCondition[],
  verdict: PodStatusSources["verdict"],
  now: string,
): readonly PodCondition[] {
  const type = "DisruptionTarget";
  if (verdict?.isDisruption !== true || conditions.some((condition) => condition.type === type)) return conditions;
  const { message } = verdict;
  const target = {
    type,
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: "TerminationByKubelet",
    message,
  };
  return [target as unknown as PodCondition, ...conditions];
}

/** True while a running container has something else than it was given. */
function isResizing(pod: Pod, seen: SeenPod): boolean {
  return [...pod.spec.containers, ...sidecarsOf(pod)].some((container) => {
    const latest = latestOf(seen, container.name);
    return latest?.state.kind === "running" && resizeOf(container, latest.resources) !== "none";
  });
}

function idOf(status: ContainerStatus): string {
  return (status.containerID ?? "").replace("containerd://", "");
}

function withProbes(status: ContainerStatus, sources: PodStatusSources): ContainerStatus {
  if (status.state?.running === undefined) return { ...status, ready: false, started: false };
  const started = sources.isStarted(idOf(status), status.name);
  return { ...status, started, ready: started && sources.isReady(idOf(status), status.name) };
}

/** A regular init container is ready when it has done its work. */
function withInitReadiness(status: ContainerStatus): ContainerStatus {
  return { ...status, ready: status.state?.terminated?.exitCode === 0, started: status.state?.running !== undefined };
}
