// The phase of a pod, from the statuses of its containers. Pure.

import type { Container, ContainerStatus, Pod } from "../../api/types.ts";
import { hasAnyMainStarted } from "./container-statuses.ts";
import { initContainersOf, isSidecar, restartPolicyOf } from "./pod-spec.ts";

export type Phase = "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";

interface Counts {
  pendingInit: number;
  pendingSidecars: number;
  failedInit: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
}

/** @param isTerminal the pod's containers have ended for good, whatever the restart policy says. */
export function phaseOf(pod: Pod, statuses: readonly ContainerStatus[], isTerminal: boolean): Phase {
  const counts: Counts = {
    pendingInit: 0,
    pendingSidecars: 0,
    failedInit: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    succeeded: 0,
  };
  for (const container of initContainersOf(pod)) {
    const status = statuses.find((one) => one.name === container.name);
    if (isSidecar(container)) countSidecar(counts, status);
    else countInit(counts, status);
  }
  for (const container of pod.spec.containers) countMain(counts, find(statuses, container));
  const policy = restartPolicyOf(pod);
  if (counts.failedInit > 0 && policy === "Never") return "Failed";
  const isInitializing = counts.pendingInit > 0 || (counts.pendingSidecars > 0 && !hasAnyMainStarted(pod, statuses));
  if (isInitializing || counts.waiting > 0) return isTerminal ? "Failed" : "Pending";
  if (counts.running > 0 && counts.unknown === 0) return "Running";
  if (counts.running > 0 || counts.stopped === 0 || counts.unknown > 0) return "Pending";
  const allSucceeded = counts.stopped === counts.succeeded;
  if (isTerminal) return allSucceeded ? "Succeeded" : "Failed";
  if (policy === "Always") return "Running";
  if (allSucceeded) return "Succeeded";
  return policy === "Never" ? "Failed" : "Running";
}

function find(statuses: readonly ContainerStatus[], container: Container): ContainerStatus | undefined {
  return statuses.find((one) => one.name === container.name);
}

function countInit(counts: Counts, status: ContainerStatus | undefined): void {
  const { running, terminated, waiting } = status?.state ?? {};
  const last = status?.lastState?.terminated;
  if (running !== undefined) counts.pendingInit++;
  else if (terminated !== undefined) counts.failedInit += terminated.exitCode === 0 ? 0 : 1;
  else if (waiting !== undefined && last !== undefined) {
    if (last.exitCode !== 0) counts.failedInit++;
    counts.pendingInit++;
  } else counts.pendingInit++;
}

function countSidecar(counts: Counts, status: ContainerStatus | undefined): void {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running !== undefined) {
    if (status?.started !== true) counts.pendingSidecars++;
    counts.running++;
  } else if (terminated !== undefined) {
    // A sidecar that has ended says nothing about the pod.
    return;
  } else if (waiting !== undefined && status?.lastState?.terminated === undefined) {
    counts.pendingSidecars++;
    counts.waiting++;
  } else if (waiting === undefined) {
    counts.pendingSidecars++;
    counts.unknown++;
  }
}

function countMain(counts: Counts, status: ContainerStatus | undefined): void {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running !== undefined) counts.running++;
  else if (terminated !== undefined) {
    counts.stopped++;
    if (terminated.exitCode === 0) counts.succeeded++;
  } else if (waiting !== undefined) {
    if (status?.lastState?.terminated === undefined) counts.waiting++;
    else counts.stopped++;
  } else counts.unknown++;
}
