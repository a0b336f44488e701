// Says in plain words how an object is doing: ready or not, and if not, what it waits for or what went wrong.

import type { AnyObject, Pod } from "../../api/types.ts";

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
  return healthOf(object).ready;
}

export function restartsOf(object: AnyObject): number {
  const status = (object.status ?? {}) as Pod["status"];
  const all = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  return all.reduce((sum, container) => sum + container.restartCount, 0);
}

export function healthOf(object: AnyObject): Health {
  const name = `${object.kind} \`${object.metadata.name}\``;
  if (object.metadata.deletionTimestamp !== undefined) {
    return { ready: false, found: `${name} is being deleted.`, waitsFor: `${name} to be gone` };
  }
  if (object.kind === "Pod") return healthOfPod(object as unknown as Pod, name);
  const replicas = replicasOf(object);
  if (replicas !== undefined) return healthOfReplicas(replicas, name, object);
  const type = object.kind === "Job" ? "Complete" : "Ready";
  const condition = conditionsOf(object).find((entry) => entry.type === type);
  // Kinds without such a condition (a ConfigMap) are ready by existing.
  const ready =
    condition === undefined ? conditionsOf(object).length === 0 && object.kind !== "Job" : condition.status === "True";
  return {
    ready,
    found: `${name} is ${ready ? "ready" : `not ${type.toLowerCase()} yet`}.`,
    look: `Look at \`kubectl describe ${object.kind.toLowerCase()} ${object.metadata.name}\`.`,
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

function healthOfReplicas({ wanted, ready, updated, observed }: Replicas, name: string, object: AnyObject): Health {
  const done = observed && ready >= wanted && updated >= wanted;
  const found = `${name} has ${ready} of ${wanted} pods ready${updated < wanted ? `, ${updated} of them up to date` : ""}.`;
  const look = `Look at its pods: which one is not ready? \`kubectl describe ${object.kind.toLowerCase()} ${object.metadata.name}\` says more.`;
  return done ? { ready: true, found } : { ready: false, found, look };
}

// What a waiting container's reason means, and whether it is a matter of time.
const REASONS: Readonly<Record<string, string>> = {
  ErrImagePull: "its image cannot be pulled",
  ImagePullBackOff: "its image cannot be pulled",
  InvalidImageName: "the name of its image is not valid",
  ErrImageNeverPull: "its image is not on the node and may not be pulled",
  CrashLoopBackOff: "its container keeps ending, and the kubelet waits before the next start",
  CreateContainerConfigError: "something that its container refers to is missing",
  RunContainerError: "its container cannot be started",
  CreateContainerError: "its container cannot be created",
};

function healthOfPod(pod: Pod, name: string): Health {
  const look = `Look at \`kubectl describe pod ${pod.metadata.name}\`, at the end.`;
  const conditions = (pod.status.conditions ?? []) as readonly Condition[];
  if (conditions.some(({ type, status }) => type === "Ready" && status === "True"))
    return { ready: true, found: `${name} is ready.` };
  if (pod.status.phase === "Succeeded")
    return { ready: false, found: `${name} has done its work and ended (Succeeded); it will not get ready.`, look };
  if (pod.status.phase === "Failed") return { ready: false, found: `${name} has ended with an error (Failed).`, look };
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled !== undefined) return { ready: false, found: `${name} is Pending: no node fits it.`, look };
  const trouble = troubleOf(pod);
  if (trouble !== undefined) return { ready: false, found: `${name} is not ready: ${trouble}.`, look };
  if (pod.status.phase === "Running") return { ready: false, found: `${name} is running but not ready.`, look };
  const init = initAtWork(pod);
  // Most are done within seconds, but one that waits for something would be waited for in vain.
  if (init !== undefined)
    return {
      ready: false,
      found: `${name} is not ready: its init container \`${init}\` has not finished.`,
      look: `Perhaps it only needs time; \`kubectl logs ${pod.metadata.name} -c ${init}\` shows what it does.`,
    };
  return { ready: false, found: `${name} is being set up.`, waitsFor: `${name} to get ready` };
}

/** The init container that runs at the moment; a sidecar does not count, which need not end. */
function initAtWork(pod: Pod): string | undefined {
  const running = (pod.status.initContainerStatuses ?? []).find(({ state }) => state?.running !== undefined);
  const spec = (pod.spec.initContainers ?? []).find(({ name }) => name === running?.name);
  return running !== undefined && spec?.restartPolicy !== "Always" ? running.name : undefined;
}

function troubleOf(pod: Pod): string | undefined {
  const all = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  for (const container of all) {
    const reason = container.state?.waiting?.reason ?? "";
    const meaning = REASONS[reason];
    if (meaning !== undefined) return `${meaning} (${reason})`;
    const ended = container.state?.terminated;
    const isInit = (pod.status.initContainerStatuses ?? []).some(({ name }) => name === container.name);
    if (ended !== undefined && !(isInit && ended.exitCode === 0)) {
      return `its container \`${container.name}\` ended with exit code ${ended.exitCode} (${ended.reason ?? "Error"})`;
    }
  }
  return undefined;
}
