// What the scheduler writes: bindings, the PodScheduled condition, nominations, evictions, and the events about them.

import type { PersistentVolume, Pod, PodCondition } from "../../api/types.ts";
import type { Clock } from "../../sim/clock.ts";
import type { Client } from "../client/client.ts";
import { timestamp } from "../client/event-recorder.ts";
import { keyOf } from "../client/informer.ts";
import { resources } from "../client/resources.ts";
import { type ClaimPlan, SELECTED_NODE } from "./plugins/volume-binding.ts";
import type { SchedulingEvents } from "./scheduling-events.ts";

export class PodWriter {
  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly events: SchedulingEvents,
    private readonly schedulerName: string,
  ) {}

  bind(pod: Pod, nodeName: string): void {
    const { name, namespace } = pod.metadata;
    this.client.post(resources.pods, keyOf(pod), "binding", {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name, namespace, uid: pod.metadata.uid },
      target: { kind: "Node", name: nodeName },
    });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    this.events.record(pod, { type: "Normal", reason: "Scheduled", action: "Binding", message });
  }

  /** @param nominatedNodeName where room is being made; undefined leaves an earlier nomination as it is. */
  markUnschedulable(pod: Pod, message: string, nominatedNodeName: string | undefined): void {
    this.events.record(pod, { type: "Warning", reason: "FailedScheduling", action: "Scheduling", message });
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message };
    const conditions = withCondition(pod.status?.conditions ?? [], condition, this.clock.now());
    const nomination = nominatedNodeName === undefined ? {} : { nominatedNodeName };
    this.client.patch(resources.pods, keyOf(pod), { status: { conditions, ...nomination } }, "status");
  }

  clearNomination(pod: Pod): void {
    this.client.patch(resources.pods, keyOf(pod), { status: { nominatedNodeName: null } }, "status");
  }

  evict(victim: Pod, preemptor: Pod, nodeName: string): void {
    const message = `${this.schedulerName}: preempting to accommodate a higher priority pod`;
    const condition = { type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler", message };
    const conditions = withCondition(victim.status?.conditions ?? [], condition, this.clock.now());
    if (victim.metadata.deletionTimestamp === undefined) {
      this.client.patch(resources.pods, keyOf(victim), { status: { conditions } }, "status");
      this.client.delete(resources.pods, keyOf(victim));
    }
    const text = `Preempted by pod ${preemptor.metadata.uid} on node ${nodeName}`;
    this.events.record(victim, { type: "Normal", reason: "Preempted", action: "Preempting", message: text });
  }

  /** Gives a claim its volume, or tells the provisioner where one is wanted. */
  prepareClaim(plan: ClaimPlan, nodeName: string): void {
    const { claim } = plan;
    if (plan.kind === "provision") {
      const annotations = { [SELECTED_NODE]: nodeName };
      this.client.patch(resources.persistentvolumeclaims, keyOf(claim), { metadata: { annotations } });
      return;
    }
    const { name, namespace, uid, resourceVersion } = claim.metadata;
    this.client.patch<PersistentVolume>(resources.persistentvolumes, keyOf(plan.volume), {
      metadata: { annotations: { "pv.kubernetes.io/bound-by-controller": "yes" } },
      spec: { claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid, resourceVersion } },
    });
  }
}

function withCondition(
  conditions: readonly PodCondition[],
  next: Omit<PodCondition, "lastTransitionTime">,
  nowMs: number,
): object[] {
  const previous = conditions.find(({ type }) => type === next.type);
  const since = previous?.status === next.status ? previous.lastTransitionTime : undefined;
  const condition = { ...next, lastProbeTime: null, lastTransitionTime: since ?? timestamp(nowMs) };
  if (previous === undefined) return [...conditions, condition];
  return conditions.map((each) => (each.type === next.type ? condition : each));
}
