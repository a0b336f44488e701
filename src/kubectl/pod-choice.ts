// The pod that commands such as exec and logs mean when they are given a workload or a Service.

import { formatLabelSelector } from "../api/selector.ts";
import type { AnyObject, LabelSelector, Pod } from "../api/types.ts";
import { KubectlError } from "./errors.ts";
import { readerOf } from "./object-reader.ts";
import type { Session } from "./session.ts";
import { TimeLimit } from "./time-limit.ts";
import { TIMED_OUT } from "./watch-object.ts";

export interface PodSelection {
  readonly namespace: string;
  readonly labelSelector: string;
}

const SELECTING_KINDS: readonly string[] = ["ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job"];

/** Which pods belong to the object. @param action as in `attach to` or `get the logs from`. */
export function podSelectionOf(object: AnyObject, action: string): PodSelection {
  const namespace = object.metadata.namespace ?? "";
  const { selector } = (object.spec ?? {}) as { selector?: unknown };
  if (object.kind === "Service" || object.kind === "ReplicationController") {
    const matchLabels = (selector ?? {}) as Readonly<Record<string, string>>;
    if (Object.keys(matchLabels).length === 0) {
      throw new KubectlError(
        `cannot ${action} *v1.${object.kind}: invalid service '${object.metadata.name}': Service is defined without a selector`,
      );
    }
    return { namespace, labelSelector: formatLabelSelector({ matchLabels }) };
  }
  if (!SELECTING_KINDS.includes(object.kind)) {
    throw new KubectlError(`cannot ${action} *v1.${object.kind}: selector for *v1.${object.kind} not implemented`);
  }
  return { namespace, labelSelector: formatLabelSelector(selector as LabelSelector) };
}

/** The first pod of the selection in the given order, waiting for one to appear. */
export async function firstPod(
  session: Session,
  { namespace, labelSelector }: PodSelection,
  timeoutMs: number,
  order: (a: Pod, b: Pod) => number,
): Promise<{ pod: Pod; count: number }> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const list = await session.client.list(path, { labelSelector });
  const pods = (list.items as unknown as readonly Pod[]).toSorted(order);
  const [best] = pods;
  if (best !== undefined) return { pod: best, count: pods.length };
  const limit = new TimeLimit(session.io, timeoutMs);
  const resourceVersion = list.metadata.resourceVersion ?? "";
  const source = await session.client.watch(path, { labelSelector, resourceVersion });
  for await (const event of limit.values(source)) {
    if (event.type === "ADDED" || event.type === "MODIFIED") return { pod: event.object as Pod, count: 1 };
  }
  throw new KubectlError(TIMED_OUT);
}

export function podsOf(session: Session, { namespace, labelSelector }: PodSelection): Promise<readonly Pod[]> {
  return readerOf(session.client).list<Pod>(`/api/v1/namespaces/${namespace}/pods`, { labelSelector });
}

/** The pod that works best comes first: assigned, running, ready for the longest time, with few restarts, old. */
export function healthiestFirst(a: Pod, b: Pod): number {
  return compareWorth(worth(a, ["Pending", "Unknown", "Running"]), worth(b, ["Pending", "Unknown", "Running"]));
}

/** The pod whose log says most comes first. */
export function mostTalkativeFirst(a: Pod, b: Pod): number {
  const order = ["Pending", "Unknown", "Running"];
  const [left, right] = [worth(a, order), worth(b, order)];
  // Of pods that differ in nothing else, the one that was restarted more often has more to tell.
  return compareWorth({ ...left, fewRestarts: -left.fewRestarts }, { ...right, fewRestarts: -right.fewRestarts });
}

interface Worth {
  readonly assigned: number;
  readonly phase: number;
  readonly ready: number;
  readonly readyForLong: number;
  readonly fewRestarts: number;
  readonly old: number;
}

function worth({ metadata, spec, status }: Pod, phases: readonly string[]): Worth {
  const ready = status?.conditions?.find((condition) => condition.type === "Ready");
  const isReady = ready?.status === "True";
  const restarts = (status?.containerStatuses ?? []).map((each) => each.restartCount);
  const phase = phases.indexOf(status?.phase ?? "");
  return {
    assigned: spec.nodeName ? 1 : 0,
    // Pods that have ended count as running ones.
    phase: phase === -1 ? phases.length - 1 : phase,
    ready: isReady ? 1 : 0,
    readyForLong: isReady && ready.lastTransitionTime ? -Date.parse(ready.lastTransitionTime) : 0,
    fewRestarts: -Math.max(0, ...restarts),
    old: -Date.parse(metadata.creationTimestamp),
  };
}

function compareWorth(a: Worth, b: Worth): number {
  for (const key of ["assigned", "phase", "ready", "readyForLong", "fewRestarts", "old"] as const) {
    if (a[key] !== b[key]) return b[key] - a[key];
  }
  return 0;
}
