// The conditions of a pod that the kubelet owns, with their reasons and messages. Pure.

import type { Container, ContainerStatus, Pod, PodCondition } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import type { PendingResize } from "./allocations.ts";
import { hasAnyMainStarted } from "./container-statuses.ts";
import type { Phase } from "./pod-phase.ts";
import { initContainersOf, isSidecar, sidecarsOf } from "./pod-spec.ts";

export interface ConditionSources {
  readonly pod: Pod;
  readonly phase: Phase;
  /** Of init and main containers. */
  readonly statuses: readonly ContainerStatus[];
  readonly hasSandbox: boolean;
  /** Now, as the API writes it. */
  readonly now: string;
  /** A resize that the node has no room for, and whether containers still have something else than they were given. */
  readonly pendingResize: PendingResize | undefined;
  readonly isResizing: boolean;
  /** The conditions before; one that keeps its status keeps its instant. */
  readonly previous: readonly PodCondition[];
}

type Verdict = { readonly status: "True" | "False"; readonly reason?: string; readonly message?: string };

/** The conditions that are the kubelet's own. */
export const OWNED: readonly string[] = [
  "PodResizePending",
  "PodResizeInProgress",
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
];
const yes: Verdict = { status: "True" };

export function podConditions(sources: ConditionSources): readonly PodCondition[] {
  const containersReady = containersReadyVerdict(sources);
  const verdicts: readonly [string, Verdict][] = [
    ["PodReadyToStartContainers", { status: sources.hasSandbox ? "True" : "False" }],
    ["Initialized", initializedVerdict(sources)],
    ["Ready", readyVerdict(sources, containersReady)],
    ["ContainersReady", containersReady],
    ["PodScheduled", yes],
  ];
  const resizes = resizeConditions(sources);
  const foreign = sources.previous.filter((condition) => !OWNED.includes(condition.type));
  return [...foreign, ...resizes, ...verdicts.map(([type, verdict]) => condition(type, verdict, sources))];
}

/** Conditions that are there only while they are true. The one about waiting says when the kubelet last tried. */
function resizeConditions({ pendingResize, isResizing, previous, now }: ConditionSources): PodCondition[] {
  const found: PodCondition[] = [];
  const add = (type: string, probed: string | null, rest: { reason?: string; message?: string } = {}): void => {
    const before = previous.find((one) => one.type === type && one.reason === rest.reason);
    const since = (before?.lastTransitionTime ?? now) as unknown as string;
    const base = { type, status: "True", lastProbeTime: probed, lastTransitionTime: since, ...rest };
    found.push(base as unknown as PodCondition);
  };
  if (pendingResize !== undefined) {
    const { reason, message, triedMs } = pendingResize;
    add("PodResizePending", timestamp(triedMs), { reason, message });
  }
  if (isResizing) add("PodResizeInProgress", now);
  return found;
}

function condition(
  type: string,
  { status, reason, message }: Verdict,
  { previous, now }: ConditionSources,
): PodCondition {
  const before = previous.find((one) => one.type === type);
  const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
  const base = {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
  // On the wire an instant that was never set is null, which the client's types do not know.
  return base as unknown as PodCondition;
}

function initializedVerdict({ pod, phase, statuses }: ConditionSources): Verdict {
  const inits = initContainersOf(pod);
  const incomplete: string[] = [];
  const unknown: string[] = [];
  for (const container of inits) {
    const status = statuses.find((one) => one.name === container.name);
    if (status === undefined) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready) incomplete.push(container.name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return { status: "True", reason: "PodCompleted" };
  if (inits.length > 0 && hasAnyMainStarted(pod, statuses)) return yes;
  const message = messageOf("with incomplete status", incomplete, unknown);
  return message === "" ? yes : { status: "False", reason: "ContainersNotInitialized", message };
}

function containersReadyVerdict({ pod, phase, statuses }: ConditionSources): Verdict {
  const unready: string[] = [];
  const unknown: string[] = [];
  const judged: readonly Container[] = [...sidecarsOf(pod), ...pod.spec.containers];
  for (const container of judged) {
    const status = statuses.find((one) => one.name === container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const message = messageOf("with unready status", unready, unknown);
  return message === "" ? yes : { status: "False", reason: "ContainersNotReady", message };
}

function readyVerdict({ pod, previous }: ConditionSources, containersReady: Verdict): Verdict {
  if (containersReady.status !== "True") return containersReady;
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const found = previous.find((one) => one.type === conditionType);
    if (found === undefined)
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (found.status !== "True") {
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${found.status}`);
    }
  }
  return messages.length === 0
    ? yes
    : { status: "False", reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}

function messageOf(what: string, names: readonly string[], unknown: readonly string[]): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(" ")}]`);
  if (names.length > 0) parts.push(`containers ${what}: [${names.join(" ")}]`);
  return parts.join(", ");
}
