// Says in plain words how an object is doing: ready or not, and if not, what it waits for or what went wrong.

import type { AnyObject, Pod } from "../../api/types.ts";
import { english, type Texts } from "../language/english.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface Health {
  readonly ready: boolean;
  /** A sentence about what was found. */
  readonly found: string;
  /** Set when time alone will mend it. */
  readonly waitsFor?: string;
  /** What to look at next. */
  readonly look?: string;
}

export function isReady(object: AnyObject): boolean {
  return healthOf(object, english).ready;
}

export function restartsOf(object: AnyObject): number {
  const status = (object.status ?? {}) as Pod["status"];
  const all = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  return all.reduce((sum, container) => sum + container.restartCount, 0);
}

export function healthOf(object: AnyObject, texts: Texts): Health {
  const { checks } = texts;
  const name = `${object.kind} \`${object.metadata.name}\``;
  if (object.metadata.deletionTimestamp !== undefined) {
    return { ready: false, found: checks.deleting(name), waitsFor: checks.toBeGone(name) };
  }
  if (object.kind === "Pod") return healthOfPod(object as unknown as Pod, name, texts);
  const replicas = replicasOf(object);
  if (replicas !== undefined) return healthOfReplicas(replicas, name, object, texts);
  const type = object.kind === "Job" ? "Complete" : "Ready";
  const condition = conditionsOf(object).find((entry) => entry.type === type);
  // Kinds without such a condition (a ConfigMap) are ready by existing.
  const ready =
    condition === undefined ? conditionsOf(object).length === 0 && object.kind !== "Job" : condition.status === "True";
  return {
    ready,
    found: ready ? checks.isReady(name) : checks.isNotYet(name, type),
    look: checks.lookAt(`kubectl describe ${object.kind.toLowerCase()} ${object.metadata.name}`),
  };
}

function conditionsOf(object: AnyObject): readonly Condition[] {
  return (object.status as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
}

interface Replicas {
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
  readonly observed: boolean;
}

function replicasOf(object: AnyObject): Replicas | undefined {
  const spec = (object.spec ?? {}) as { replicas?: number };
  const status = (object.status ?? {}) as Record<string, number | undefined>;
  const observed = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
  if (object.kind === "DaemonSet") {
    const wanted = status.desiredNumberScheduled ?? 0;
    return { wanted, ready: status.numberReady ?? 0, updated: status.updatedNumberScheduled ?? wanted, observed };
  }
  if (!["Deployment", "ReplicaSet", "StatefulSet"].includes(object.kind)) return undefined;
  const wanted = spec.replicas ?? 1;
  const updated = object.kind === "ReplicaSet" ? wanted : (status.updatedReplicas ?? 0);
  return { wanted, ready: status.readyReplicas ?? 0, updated, observed };
}

function healthOfReplicas(
  { wanted, ready, updated, observed }: Replicas,
  name: string,
  object: AnyObject,
  { checks }: Texts,
): Health {
  const done = observed && ready >= wanted && updated >= wanted;
  const found =
    updated < wanted ? checks.replicasOld(name, ready, wanted, updated) : checks.replicas(name, ready, wanted);
  const look = checks.lookAtPods(`kubectl describe ${object.kind.toLowerCase()} ${object.metadata.name}`);
  return done ? { ready: true, found } : { ready: false, found, look };
}

// What a waiting container's reason means, and whether it is a matter of time.
const REASONS: Readonly<Record<string, keyof Texts["checks"]["reasons"]>> = {
  ErrImagePull: "image",
  ImagePullBackOff: "image",
  InvalidImageName: "imageName",
  ErrImageNeverPull: "imageNever",
  CrashLoopBackOff: "crash",
  CreateContainerConfigError: "config",
  RunContainerError: "run",
  CreateContainerError: "create",
};

function healthOfPod(pod: Pod, name: string, texts: Texts): Health {
  const { checks } = texts;
  const look = checks.lookAtEnd(`kubectl describe pod ${pod.metadata.name}`);
  const conditions = (pod.status.conditions ?? []) as readonly Condition[];
  if (conditions.some(({ type, status }) => type === "Ready" && status === "True"))
    return { ready: true, found: checks.isReady(name) };
  if (pod.status.phase === "Succeeded") return { ready: false, found: checks.succeeded(name), look };
  if (pod.status.phase === "Failed") return { ready: false, found: checks.hasFailed(name), look };
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled !== undefined) return { ready: false, found: checks.noNode(name), look };
  const trouble = troubleOf(pod, texts);
  if (trouble !== undefined) return { ready: false, found: checks.notReadyBecause(name, trouble), look };
  if (pod.status.phase === "Running") return { ready: false, found: checks.running(name), look };
  const init = initAtWork(pod);
  // Most are done within seconds, but one that waits for something would be waited for in vain.
  if (init !== undefined)
    return {
      ready: false,
      found: checks.initAtWork(name, init),
      look: checks.perhapsTime(`kubectl logs ${pod.metadata.name} -c ${init}`),
    };
  return { ready: false, found: checks.setUp(name), waitsFor: checks.toGetReady(name) };
}

/** The init container that runs at the moment; a sidecar does not count, which need not end. */
function initAtWork(pod: Pod): string | undefined {
  const running = (pod.status.initContainerStatuses ?? []).find(({ state }) => state?.running !== undefined);
  const spec = (pod.spec.initContainers ?? []).find(({ name }) => name === running?.name);
  return running !== undefined && spec?.restartPolicy !== "Always" ? running.name : undefined;
}

function troubleOf(pod: Pod, { checks }: Texts): string | undefined {
  const all = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const container of all) {
    const reason = container.state?.waiting?.reason ?? "";
    const meaning = REASONS[reason];
    if (meaning !== undefined) return `${checks.reasons[meaning]} (${reason})`;
    const ended = container.state?.terminated;
    const isInit = (pod.status.initContainerStatuses ?? []).some(({ name }) => name === container.name);
    if (ended !== undefined && !(isInit && ended.exitCode === 0)) {
      return checks.ended(container.name, ended.exitCode, ended.reason ?? "Error");
    }
  }
  return undefined;
}
