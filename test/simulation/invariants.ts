// What holds at every moment of every cluster, whatever happens to its pods.

import type { WatchEvent } from "../../src/api/request.ts";
import type { Pod } from "../../src/api/types.ts";

type ContainerStatus = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];

interface Seen {
  readonly pod: Pod;
}

/** Follows the pods of a cluster and notes whatever cannot be. */
export class PodWitness {
  readonly objections: string[] = [];
  /** Pods that are gone, with the instant until which a container of theirs may still run. */
  readonly gone = new Map<string, { readonly name: string; readonly untilMs: number }>();
  private readonly known = new Map<string, Seen>();

  constructor(private readonly now: () => number) {}

  see({ type, object }: WatchEvent): void {
    if (type === "BOOKMARK" || type === "ERROR") return;
    const pod = object as unknown as Pod;
    const { uid, name } = pod.metadata;
    const before = this.known.get(uid)?.pod;
    const object_ = (text: string): void => {
      this.objections.push(`${name} at ${new Date(this.now()).toISOString()}: ${text}`);
    };
    if (before !== undefined) compare(before, pod, object_);
    check(pod, object_);
    if (type !== "DELETED") {
      this.known.set(uid, { pod });
      return;
    }
    this.known.delete(uid);
    // Who deletes by force does not wait; the kubelet still gives the containers the grace they have.
    const graceSeconds = Math.max(2, pod.spec.terminationGracePeriodSeconds ?? 30);
    this.gone.set(uid, { name, untilMs: this.now() + (graceSeconds + 3) * 1000 });
  }

  /** The uids of pods that exist. */
  get present(): ReadonlySet<string> {
    return new Set(this.known.keys());
  }
}

type Objection = (text: string) => void;

function compare(before: Pod, pod: Pod, objects: Objection): void {
  const [was, is] = [before.spec.nodeName, pod.spec.nodeName];
  if (was !== undefined && was !== is) objects(`was on ${was}, is on ${is}`);
  const phase = before.status.phase ?? "";
  if (["Succeeded", "Failed"].includes(phase) && pod.status.phase !== phase)
    objects(`was ${phase}, is ${pod.status.phase}`);
  if (before.metadata.deletionTimestamp !== undefined && pod.metadata.deletionTimestamp === undefined)
    objects("is no longer being deleted");
  const address = before.status.podIP;
  if (address !== undefined && pod.status.podIP !== undefined && address !== pod.status.podIP && !hadSandboxLoss(pod))
    objects(`had the address ${address}, has ${pod.status.podIP}`);
  for (const status of statusesOf(pod)) {
    const old = statusesOf(before).find(({ name }) => name === status.name);
    if (old !== undefined && status.restartCount < old.restartCount)
      objects(`${status.name} had ${old.restartCount} restarts, has ${status.restartCount}`);
  }
}

// A node that lost its power builds the pod's sandbox anew.
function hadSandboxLoss(pod: Pod): boolean {
  return statusesOf(pod).some(({ restartCount }) => restartCount > 0);
}

function check(pod: Pod, objects: Objection): void {
  for (const { name, ready, started, state, lastState } of statusesOf(pod)) {
    const isInit = pod.spec.initContainers?.some((each) => each.name === name && each.restartPolicy !== "Always");
    if (ready && isInit !== true && state?.running === undefined) objects(`${name} is ready and not running`);
    if (started === true && state?.running === undefined) objects(`${name} is started and not running`);
    if (Object.keys(state ?? {}).length !== 1) objects(`${name} has the states ${Object.keys(state ?? {}).join()}`);
    for (const ended of [state?.terminated, lastState?.terminated])
      if (ended?.startedAt !== undefined && ended.finishedAt !== undefined && ended.startedAt > ended.finishedAt)
        objects(`${name} ended at ${ended.finishedAt}, before it started at ${ended.startedAt}`);
  }
  const condition = (type: string) => pod.status.conditions?.find((each) => each.type === type)?.status;
  if (condition("Ready") === "True" && pod.status.phase !== "Running") objects(`is Ready and ${pod.status.phase}`);
  if (condition("Ready") === "True" && condition("ContainersReady") !== "True")
    objects("is Ready, its containers are not");
  if (pod.status.phase !== "Pending" && pod.status.phase !== "Failed" && pod.spec.nodeName === undefined)
    objects(`is ${pod.status.phase} on no node`);
}

function statusesOf(pod: Pod): readonly ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status;
  return [...initContainerStatuses, ...containerStatuses];
}
