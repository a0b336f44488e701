// The pods of a node, each with its worker: they come from the API or from files, are let in or turned away, and are forgotten.

import { deepEqual } from "../../api/equality.ts";
import type { Node, Pod, PodStatus } from "../../api/types.ts";
import { attempt } from "../client/attempt.ts";
import type { ObjectKey } from "../client/client.ts";
import { resources } from "../client/resources.ts";
import { type Rejection, rejectionOf } from "./admission.ts";
import type { KubeletContext } from "./context.ts";
import { PodWorker } from "./pod-worker.ts";
import { takesRoom } from "./pods-in-use.ts";
import type { Relister } from "./resync.ts";
import { isMirror, localUid, type StaticPods } from "./static-pods.ts";

export interface PodWorkersOptions {
  readonly context: KubeletContext;
  readonly relister: Relister;
  staticPods(): StaticPods | undefined;
  /** Why the node is in no state to take the pod; undefined when it is. */
  refusal(pod: Pod): string | undefined;
  /** The pod of that name that the API has for this node. */
  find(key: ObjectKey): Pod | undefined;
}

export class PodWorkers {
  private readonly workers = new Map<string, PodWorker>();

  constructor(private readonly options: PodWorkersOptions) {}

  all(): Iterable<PodWorker> {
    return this.workers.values();
  }

  has(podUid: string): boolean {
    return this.workers.has(podUid);
  }

  statusOf(podUid: string): PodStatus | undefined {
    return this.workers.get(podUid)?.status;
  }

  /** The other pods that are not over, with what they were given. */
  othersThan(uid: string): readonly Pod[] {
    const { runtime, allocations } = this.options.context;
    return [...this.workers]
      .filter(([other, worker]) => other !== uid && takesRoom(worker, runtime))
      .map(([, { pod }]) => allocations.podOf(pod));
  }

  /** What the API has for this node has changed. */
  onPod(next: Pod | undefined, previous: Pod | undefined): void {
    const pod = next ?? previous;
    if (pod !== undefined && isMirror(pod)) {
      this.options.staticPods()?.onMirror(next, previous);
      const worker = next === undefined ? undefined : this.workers.get(localUid(next));
      if (next !== undefined && previous?.metadata.uid !== next.metadata.uid) worker?.reportTo(next.metadata.uid);
      worker?.compareWith(next?.status);
      return;
    }
    if (previous !== undefined && previous.metadata.uid !== next?.metadata.uid) this.onGone(previous);
    if (next === undefined) return;
    const worker = this.workers.get(next.metadata.uid);
    if (worker === undefined) this.add(next);
    else if (needsSync(next, worker.pod)) worker.update(next);
    else worker.pod = next;
    worker?.compareWith(next.status);
  }

  add(pod: Pod): void {
    const isOver = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
    const { context, relister } = this.options;
    const { runtime, allocations } = context;
    // A finished pod of which nothing is left here needs nothing from the kubelet, except that it can be deleted.
    if (isOver && runtime.containersOf(pod.metadata.uid).length === 0 && pod.metadata.deletionTimestamp === undefined)
      return;
    const worker = new PodWorker(context, pod, relister, (finished) => this.onFinished(finished));
    this.workers.set(pod.metadata.uid, worker);
    if (pod.metadata.deletionTimestamp !== undefined) {
      worker.terminate();
      return;
    }
    const isNew = runtime.sandboxesOf(pod.metadata.uid).length === 0;
    const rejection = isNew && !isOver ? this.rejectionOf(pod) : undefined;
    if (rejection !== undefined) {
      worker.reject(rejection);
      return;
    }
    allocations.add(pod);
    worker.request();
  }

  evict(podUid: string, message: string, isDisruption: boolean): void {
    this.workers.get(podUid)?.evict(message, isDisruption);
  }

  /** The file of a static pod is gone. */
  endStatic(uid: string): void {
    const worker = this.workers.get(uid);
    if (worker === undefined || worker.stage === "finished") {
      this.forget(uid);
      this.options.staticPods()?.onFinished(uid);
    } else worker.terminate();
  }

  /** The runtime is looked at, and something has changed in this pod. */
  onLook(podUid: string): void {
    const worker = this.workers.get(podUid);
    worker?.look();
    worker?.request();
  }

  forget(podUid: string): void {
    this.workers.get(podUid)?.stop();
    this.workers.delete(podUid);
    const { runtime, allocations } = this.options.context;
    allocations.forget(podUid);
    for (const container of runtime.containersOf(podUid)) runtime.removeContainer(container.id);
    for (const sandbox of runtime.sandboxesOf(podUid)) runtime.removePodSandbox(sandbox.id);
  }

  /** What runs goes on running. */
  stop(): void {
    for (const worker of this.workers.values()) worker.stop();
    this.workers.clear();
  }

  private rejectionOf(pod: Pod): Rejection | undefined {
    const refusal = this.options.refusal(pod);
    if (refusal !== undefined) return { reason: "Evicted", message: refusal };
    const { client, node } = this.options.context;
    return rejectionOf(pod, {
      allocatable: node.allocatable,
      pods: this.othersThan(pod.metadata.uid),
      find: () => {
        let found: Node | undefined;
        attempt(() => (found = client.find<Node>(resources.nodes, { name: node.name })));
        return found;
      },
    });
  }

  /** The pod is no longer in the API: what is left of it here goes too. */
  private onGone(pod: Pod): void {
    const worker = this.workers.get(pod.metadata.uid);
    if (worker === undefined || worker.stage === "finished") this.forget(pod.metadata.uid);
    else worker.terminate();
  }

  private onFinished(worker: PodWorker): void {
    const { uid, name, namespace } = worker.pod.metadata;
    if (worker.pod.metadata.annotations?.["kubernetes.io/config.source"] === "file") {
      if (this.options.staticPods()?.onFinished(uid) === true) this.forget(uid);
      return;
    }
    if (this.options.find({ namespace, name })?.metadata.uid !== uid) this.forget(uid);
  }
}

/** A change of status, which is mostly the kubelet's own, is no reason to look at the pod again, unless readiness depends on it. */
function needsSync(next: Pod, previous: Pod): boolean {
  const { labels, annotations, deletionTimestamp, deletionGracePeriodSeconds } = next.metadata;
  const before = previous.metadata;
  if (
    deletionTimestamp !== before.deletionTimestamp ||
    deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds
  )
    return true;
  if (next.metadata.generation !== before.generation || gatesOf(next) !== gatesOf(previous)) return true;
  return !deepEqual(labels, before.labels) || !deepEqual(annotations, before.annotations);
}

/** How the conditions stand on which the pod's readiness depends and that others than the kubelet set. */
function gatesOf({ spec, status }: Pod): string {
  const found = (spec.readinessGates ?? []).map(({ conditionType }) =>
    status?.conditions?.find(({ type }) => type === conditionType),
  );
  return found.map((condition) => condition?.status ?? "").join();
}
