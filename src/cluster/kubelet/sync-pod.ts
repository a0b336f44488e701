// Decides what a pod needs next: a sandbox, containers to start, containers to kill. Pure: the same pod and the same sight of the
// runtime give the same answer.

import type { Container, Pod } from "../../api/types.ts";
import { resizeOf } from "./container-resources.ts";
import {
  ephemeralContainersOf,
  initContainersOf,
  isSidecar,
  restartPolicyOf,
  shouldRestart,
  specHashOf,
} from "./pod-spec.ts";
import { latestOf, type SeenContainer, type SeenPod } from "./runtime-status.ts";

export type ProbeVerdict = "success" | "failure" | "unknown" | undefined;

/** What the probes say of a running container; undefined before the first result. */
export interface ProbeResults {
  liveness(containerId: string): ProbeVerdict;
  startup(containerId: string): ProbeVerdict;
}

interface ContainerToKill {
  readonly id: string;
  readonly container: Container;
  readonly message: string;
  /** Whose terminationGracePeriodSeconds counts. */
  readonly because: "definition" | "livenessProbe" | "startupProbe" | "resize";
}

export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  readonly sandboxAttempt: number;
  readonly ephemeralToStart: readonly Container[];
  readonly initToStart: readonly Container[];
  readonly toStart: readonly Container[];
  readonly toKill: readonly ContainerToKill[];
  /** Running containers that get other limits. */
  readonly toUpdate: readonly { readonly id: string; readonly container: Container }[];
}

type Draft = { -readonly [K in keyof PodActions]: PodActions[K] };

export function computePodActions(pod: Pod, seen: SeenPod, probes: ProbeResults): PodActions {
  const { sandbox } = seen;
  if (sandbox?.isReady !== true) return actionsForNewSandbox(pod, seen);
  const actions: Draft = { ...nothing, sandboxAttempt: sandbox.attempt };
  actions.ephemeralToStart = ephemeralContainersOf(pod).filter(
    (container) => latestOf(seen, container.name) === undefined,
  );
  const isInitialized = computeInitActions(pod, seen, probes, actions);
  if (actions.killPod || !isInitialized) return actions;
  computeMainActions(pod, seen, probes, actions);
  return actions;
}

const nothing: PodActions = {
  killPod: false,
  createSandbox: false,
  sandboxAttempt: 0,
  ephemeralToStart: [],
  initToStart: [],
  toStart: [],
  toKill: [],
  toUpdate: [],
};

function restartsOnFailure(pod: Pod): boolean {
  return restartPolicyOf(pod) !== "Never";
}

function actionsForNewSandbox(pod: Pod, seen: SeenPod): PodActions {
  const attempt = seen.sandbox === undefined ? 0 : seen.sandbox.attempt + 1;
  const actions = { ...nothing, killPod: true, sandboxAttempt: attempt };
  // A pod that may not restart is not made anew once its sandbox is gone.
  if (!restartsOnFailure(pod) && attempt !== 0 && seen.containers.length > 0) return actions;
  const wanted = pod.spec.containers.filter((container) => !isDone(container, pod, seen));
  if (wanted.length === 0) return actions;
  const [firstInit] = initContainersOf(pod);
  if (firstInit !== undefined) return { ...actions, createSandbox: true, initToStart: [firstInit] };
  return { ...actions, createSandbox: true, toStart: wanted };
}

function isDone(container: Container, pod: Pod, seen: SeenPod): boolean {
  const state = latestOf(seen, container.name)?.state;
  return restartPolicyOf(pod) === "OnFailure" && state?.kind === "exited" && state.exitCode === 0;
}

function computeMainActions(pod: Pod, seen: SeenPod, probes: ProbeResults, actions: Draft): void {
  const toStart: Container[] = [];
  const toKill: ContainerToKill[] = [...actions.toKill];
  let keepCount = 0;
  for (const container of pod.spec.containers) {
    const latest = latestOf(seen, container.name);
    if (latest?.state.kind !== "running") {
      if (shouldRestart(container, pod, seen)) toStart.push(container);
      continue;
    }
    const fault = faultOf(container, latest, probes);
    if (fault === undefined) {
      const resize = resizeOf(container, latest.resources);
      if (resize === "by restart") {
        toKill.push(killToResize(container, latest));
        toStart.push(container);
        continue;
      }
      if (resize === "in place") actions.toUpdate = [...actions.toUpdate, { id: latest.id, container }];
      keepCount++;
      continue;
    }
    // A changed definition restarts whatever the policy says.
    const restarts = fault.because === "definition" || restartsOnFailure(pod);
    const message = restarts ? `${fault.message}, will be restarted` : fault.message;
    toKill.push({ id: latest.id, container, message, because: fault.because });
    if (restarts) toStart.push(container);
  }
  actions.toStart = toStart;
  actions.toKill = toKill;
  if (keepCount > 0 || toStart.length > 0) return;
  actions.killPod = true;
  // Sidecars must not keep a finished pod alive.
  actions.initToStart = [];
}

function killToResize(container: Container, { id }: SeenContainer): ContainerToKill {
  return { id, container, message: `Container ${container.name} resize requires restart`, because: "resize" };
}

function faultOf(
  container: Container,
  latest: SeenContainer,
  probes: ProbeResults,
): Pick<ContainerToKill, "message" | "because"> | undefined {
  const subject = `Container ${container.name}`;
  if (latest.specHash !== specHashOf(container))
    return { message: `${subject} definition changed`, because: "definition" };
  if (probes.liveness(latest.id) === "failure")
    return { message: `${subject} failed liveness probe`, because: "livenessProbe" };
  if (probes.startup(latest.id) === "failure")
    return { message: `${subject} failed startup probe`, because: "startupProbe" };
  return undefined;
}

/** True when the init containers have done their part. Looks from the last to the first: a later one implies the earlier. */
function computeInitActions(pod: Pod, seen: SeenPod, probes: ProbeResults, actions: Draft): boolean {
  const inits = initContainersOf(pod);
  if (inits.length === 0) return true;
  const start = new Set<number>();
  const kill: ContainerToKill[] = [];
  let isInitialized = pod.spec.containers.some((container) => {
    const latest = latestOf(seen, container.name);
    return latest !== undefined && latest.sandboxId === seen.sandbox?.id;
  });
  let isLaterSeen = isInitialized;
  for (let index = inits.length - 1; index >= 0; index--) {
    const container = inits[index];
    if (container === undefined) continue;
    const latest = latestOf(seen, container.name);
    if (latest === undefined || latest.sandboxId !== seen.sandbox?.id) {
      if (isLaterSeen && isSidecar(container)) start.add(index);
      continue;
    }
    if (isLaterSeen && !isSidecar(container)) continue;
    const isLast = index === inits.length - 1;
    const progress = progressOf(container, latest, probes);
    if (progress.kind === "restart") {
      if (!isSidecar(container) && !restartsOnFailure(pod)) {
        actions.killPod = true;
        actions.initToStart = [];
        return false;
      }
      start.add(index);
    } else if (progress.kind === "unhealthy") {
      kill.push({ id: latest.id, container, message: progress.message, because: progress.because });
      start.add(index);
    } else if (isSidecar(container) && latest.state.kind === "running") {
      const resize = resizeOf(container, latest.resources);
      if (resize === "in place") actions.toUpdate = [...actions.toUpdate, { id: latest.id, container }];
      if (resize === "by restart") {
        kill.push(killToResize(container, latest));
        start.add(index);
      }
    }
    if (progress.kind === "done" || (progress.kind === "unhealthy" && progress.because === "livenessProbe")) {
      if (isLast) isInitialized = true;
      else if (!isLaterSeen) start.add(index + 1);
    }
    isLaterSeen = true;
  }
  if (!isLaterSeen) start.add(0);
  actions.initToStart = [...start].sort((a, b) => a - b).flatMap((index) => inits[index] ?? []);
  actions.toKill = kill;
  return isInitialized;
}

type Progress =
  | { readonly kind: "done" | "waiting" | "restart" }
  | {
      readonly kind: "unhealthy";
      readonly message: string;
      readonly because: "livenessProbe" | "startupProbe" | "definition";
    };

function progressOf(container: Container, latest: SeenContainer, probes: ProbeResults): Progress {
  const { state } = latest;
  if (state.kind === "created") return { kind: "restart" };
  if (state.kind === "exited") {
    if (isSidecar(container)) return { kind: "restart" };
    return { kind: state.exitCode === 0 ? "done" : "restart" };
  }
  if (!isSidecar(container)) return { kind: "waiting" };
  const subject = `Init container ${container.name}`;
  if (container.startupProbe !== undefined) {
    const startup = probes.startup(latest.id);
    if (startup === "failure")
      return { kind: "unhealthy", message: `${subject} failed startup probe`, because: "startupProbe" };
    if (startup !== "success") return { kind: "waiting" };
  }
  if (container.livenessProbe !== undefined && probes.liveness(latest.id) === "failure") {
    return { kind: "unhealthy", message: `${subject} failed liveness probe`, because: "livenessProbe" };
  }
  if (latest.specHash !== specHashOf(container)) {
    return { kind: "unhealthy", message: `${subject} definition changed`, because: "definition" };
  }
  return { kind: "done" };
}
