// Turns what was seen in the runtime into the container statuses of the API. Pure.

import type { Container, ContainerState, ContainerStatus, Pod } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import { requirementsInForce } from "./container-resources.ts";
import { shouldRestart } from "./pod-spec.ts";
import type { SeenContainer, SeenPod } from "./runtime-status.ts";

/** Why the last attempt to start a container failed. */
export interface StartFailure {
  /** As in `CrashLoopBackOff`, `ErrImagePull`. */
  readonly reason: string;
  readonly message: string;
}

export interface StatusSources {
  readonly pod: Pod;
  readonly seen: SeenPod;
  /** The statuses that were reported before. */
  readonly previous: readonly ContainerStatus[];
  failureOf(containerName: string): StartFailure | undefined;
  readonly isInit: boolean;
}

export function containerStatuses(
  containers: readonly Container[],
  sources: StatusSources,
): readonly ContainerStatus[] {
  return containers.map((container) => statusOf(container, sources));
}

function statusOf(container: Container, sources: StatusSources): ContainerStatus {
  const { pod, seen, isInit } = sources;
  const incarnations = seen.containers.filter((one) => one.name === container.name);
  const [latest, before] = incarnations;
  const status = latest === undefined ? neverSeen(container, sources) : fromRuntime(container, latest, before);
  if (isInit && latest?.state.kind === "exited" && latest.state.exitCode === 0 && container.restartPolicy !== "Always")
    return status;
  if (!shouldRestart(container, pod, seen)) return status;
  const failure = sources.failureOf(container.name);
  if (failure === undefined) return status;
  // What should run but could not be started is waiting, and its last end is history.
  const { terminated } = status.state ?? {};
  const waiting = { reason: failure.reason, ...(failure.message === "" ? {} : { message: failure.message }) };
  return {
    ...status,
    state: { waiting },
    lastState: terminated === undefined ? (status.lastState ?? {}) : { terminated },
  };
}

function neverSeen(container: Container, { pod, previous }: StatusSources): ContainerStatus {
  const old = previous.find((status) => status.name === container.name);
  if (old?.state?.terminated !== undefined) return old;
  const reason = (pod.spec.initContainers?.length ?? 0) > 0 ? "PodInitializing" : "ContainerCreating";
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: old?.lastState ?? {},
    ready: false,
    restartCount: old?.restartCount ?? 0,
    image: container.image ?? "",
    imageID: "",
    started: false,
    ...mountStatuses(container),
  };
}

function fromRuntime(container: Container, latest: SeenContainer, before: SeenContainer | undefined): ContainerStatus {
  return {
    name: container.name,
    state: stateOf(latest),
    lastState: before === undefined ? {} : stateOf(before),
    ready: false,
    restartCount: latest.attempt,
    image: latest.image,
    imageID: latest.imageId,
    containerID: `containerd://${latest.id}`,
    started: false,
    ...resourceStatuses(container, latest),
    ...mountStatuses(container),
  };
}

function stateOf(seen: SeenContainer): ContainerState {
  const { state } = seen;
  if (state.kind === "created") return { waiting: {} };
  if (state.kind === "running") return { running: { startedAt: timestamp(state.startedAt) } };
  const message = state.message ?? seen.message;
  return {
    terminated: {
      exitCode: state.exitCode,
      reason: state.reason,
      ...(message === undefined || message === "" ? {} : { message }),
      startedAt: timestamp(state.startedAt),
      finishedAt: timestamp(state.finishedAt),
      containerID: `containerd://${seen.id}`,
    },
  };
}

/** What the container was given, and what it has. */
function resourceStatuses(
  { resources = {} }: Container,
  { state, resources: actual }: SeenContainer,
): Partial<ContainerStatus> {
  const { requests } = resources;
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    resources: state.kind === "running" ? requirementsInForce(resources, actual) : resources,
  };
}

function mountStatuses(container: Container): Partial<ContainerStatus> {
  const mounts = container.volumeMounts ?? [];
  if (mounts.length === 0) return {};
  return {
    volumeMounts: mounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true ? { readOnly: true, recursiveReadOnly: "Disabled" } : {}),
    })),
  };
}

/** The API lists them by name; init containers in the order of the spec. */
export function sortedByName(statuses: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return statuses.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** True when some main container has run: init containers are then of the past. */
export function hasAnyMainStarted(pod: Pod, statuses: readonly ContainerStatus[]): boolean {
  return pod.spec.containers.some((container) => {
    const status = statuses.find((one) => one.name === container.name);
    if (status === undefined) return false;
    return (
      status.state?.running !== undefined ||
      status.state?.terminated !== undefined ||
      status.lastState?.terminated !== undefined
    );
  });
}
