// Stands for what `kubectl get pods` shows of a pod: READY, STATUS, RESTARTS. Describe and wait use other texts.

import { humanAge } from "../../../../api/duration.ts";
import type { Container, ContainerStatus, Pod } from "../../../../api/types.ts";

export interface PodSummary {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

interface Tally {
  ready: number;
  restarts: number;
  /** When the newest crash ended. */
  lastCrash: string;
}

export function summarizePod(pod: Pod, nowMs: number): PodSummary {
  const status = (pod.status ?? {}) as Partial<Pod["status"]>;
  const sidecars = new Set((pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const init = walkInitContainers(pod, sidecars);
  const tally = init.tally;
  let text = init.text ?? ownReason(pod);
  const initialized = conditionIs(pod, "Initialized");
  if (init.text === undefined || initialized) {
    const main = walkContainers(status.containerStatuses ?? [], init.sidecarTally, text);
    tally.restarts = main.tally.restarts;
    tally.lastCrash = main.tally.lastCrash;
    tally.ready += main.tally.ready;
    text = main.text === "Completed" && main.running ? (conditionIs(pod, "Ready") ? "Running" : "NotReady") : main.text;
  }
  return {
    ready: `${tally.ready}/${(pod.spec.containers ?? []).length + sidecars.size}`,
    status: deletionText(pod) ?? text,
    restarts: restartText(tally, nowMs),
  };
}

function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === "Always";
}

function conditionIs(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some((each) => each.type === type && each.status === "True");
}

function ownReason(pod: Pod): string {
  const gated = (pod.status?.conditions ?? []).some(
    (each) => each.type === "PodScheduled" && each.reason === "SchedulingGated",
  );
  if (gated) return "SchedulingGated";
  return pod.status?.reason || pod.status?.phase || "";
}

/** `text` is there while the pod is still being initialized. */
function walkInitContainers(
  pod: Pod,
  sidecars: ReadonlySet<string>,
): { text: string | undefined; tally: Tally; sidecarTally: Tally } {
  const tally: Tally = { ready: 0, restarts: 0, lastCrash: "" };
  const sidecarTally: Tally = { ready: 0, restarts: 0, lastCrash: "" };
  const total = (pod.spec.initContainers ?? []).length;
  for (const [i, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    countRestarts(tally, status);
    const isRestartable = sidecars.has(status.name);
    if (isRestartable) countRestarts(sidecarTally, status);
    if (status.state?.terminated?.exitCode === 0) continue;
    if (isRestartable && status.started === true) {
      if (status.ready) tally.ready++;
      continue;
    }
    return { text: `Init:${initText(status) ?? `${i}/${total}`}`, tally, sidecarTally };
  }
  return { text: undefined, tally, sidecarTally };
}

function initText({ state }: ContainerStatus): string | undefined {
  if (state?.terminated !== undefined) return state.terminated.reason || exitText(state.terminated);
  const waiting = state?.waiting?.reason ?? "";
  return waiting === "" || waiting === "PodInitializing" ? undefined : waiting;
}

function exitText({ signal = 0, exitCode }: { signal?: number; exitCode: number }): string {
  return signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

// From the last to the first, so that the first container's reason is the one that stays.
function walkContainers(
  statuses: readonly ContainerStatus[],
  start: Tally,
  reason: string,
): { text: string; tally: Tally; running: boolean } {
  const tally = { ...start, ready: 0 };
  let text = reason;
  let running = false;
  for (const status of [...statuses].reverse()) {
    countRestarts(tally, status);
    const { waiting, terminated } = status.state ?? {};
    if (waiting !== undefined && (waiting.reason ?? "") !== "") text = waiting.reason ?? "";
    else if (terminated !== undefined) text = terminated.reason || exitText(terminated);
    else if (status.ready && status.state?.running !== undefined) {
      running = true;
      tally.ready++;
    }
  }
  return { text, tally, running };
}

function countRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount ?? 0;
  const ended = status.lastState?.terminated?.finishedAt ?? "";
  if (ended > tally.lastCrash) tally.lastCrash = ended;
}

function restartText({ restarts, lastCrash }: Tally, nowMs: number): string {
  if (restarts === 0 || lastCrash === "") return String(restarts);
  return `${restarts} (${humanAge(lastCrash, nowMs)} ago)`;
}

function deletionText(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status?.reason === "NodeLost") return "Unknown";
  const phase = pod.status?.phase;
  return phase === "Succeeded" || phase === "Failed" ? undefined : "Terminating";
}
