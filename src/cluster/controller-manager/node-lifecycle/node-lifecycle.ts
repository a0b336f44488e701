// Stands for the node lifecycle controller: notices nodes that have fallen silent, and taints them for what ails them.

import type { Lease, Node, Pod } from "../../../api/types.ts";
import { timestamp } from "../../client/event-recorder.ts";
import { keyOf } from "../../client/informer.ts";
import { resources } from "../../client/resources.ts";
import type { ReconcileResult } from "../../client/work-queue.ts";
import type { ControllerContext } from "../controller.ts";
import { ignoringNotFound } from "../ownership.ts";
import { podCondition } from "../pod-state.ts";
import { noExecuteTaint, noScheduleTaints, readyStatus, replaceTaints, unheardConditions } from "./node-conditions.ts";

const MONITOR_PERIOD_MS = 5000;
/** This long without a sign of life, and the node counts as unreachable. */
const GRACE_MS = 50_000;
const STARTUP_GRACE_MS = 60_000;

export function startNodeLifecycle(context: ControllerContext): void {
  const { client, clock } = context;
  const recorder = context.recorder("node-controller");
  const nodes = context.informers.of<Node>(resources.nodes);
  const leases = context.informers.of<Lease>(resources.leases);
  /** When each node was last heard of: by its heartbeat or by its lease. */
  const heard = new Map<string, { sign: string; atMs: number; graceMs: number }>();
  const registered = new Set<string>();
  const queue = context.queue(taintNoSchedule);

  nodes.onChange((next, previous) => {
    if (next !== undefined) queue.add(next.metadata.name);
    else if (previous !== undefined) remove(previous);
  });
  context.every(MONITOR_PERIOD_MS, () => {
    for (const node of nodes.list()) monitor(node);
  });

  function remove(node: Node): void {
    heard.delete(node.metadata.name);
    if (!registered.delete(node.metadata.name)) return;
    announce(
      node,
      "RemovingNode",
      `Node ${node.metadata.name} event: Removing Node ${node.metadata.name} from Controller`,
    );
  }

  function taintNoSchedule(name: string): ReconcileResult {
    const node = nodes.get({ name });
    if (node !== undefined)
      taint(node, replaceTaints(node, noScheduleTaints(node), "NoSchedule", timestamp(clock.now())));
    return {};
  }

  function taint(node: Node, taints: readonly object[] | undefined): void {
    if (taints === undefined) return;
    const spec = { taints: taints.length === 0 ? null : taints };
    ignoringNotFound(() => client.patch(resources.nodes, keyOf(node), { spec }));
  }

  function monitor(node: Node): void {
    const { name } = node.metadata;
    if (!registered.has(name)) {
      registered.add(name);
      announce(node, "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
    }
    // Pods are driven away only once a whole period has confirmed that the node is not ready.
    const executed = noExecuteTaint(node);
    taint(node, replaceTaints(node, executed === undefined ? [] : [executed], "NoExecute", timestamp(clock.now())));
    if (readyStatus(node) === "True" && !isSilent(node)) return;
    if (isSilent(node) && readyStatus(node) !== "Unknown") {
      const conditions = unheardConditions(node, timestamp(clock.now()));
      ignoringNotFound(() => client.patch(resources.nodes, { name }, { status: { conditions } }, "status"));
      if (readyStatus(node) === "True") announce(node, "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
    }
    if (readyStatus(nodes.get({ name }) ?? node) !== "True") markPodsNotReady(name);
  }

  function announce(node: Node, reason: string, message: string): void {
    recorder.record({ object: node }, "Normal", reason, message);
  }

  function isSilent(node: Node): boolean {
    const { name } = node.metadata;
    const lease = leases.get({ namespace: "kube-node-lease", name });
    const heartbeats = (node.status?.conditions ?? []).map(({ lastHeartbeatTime }) => lastHeartbeatTime);
    const sign = JSON.stringify([lease?.spec.renewTime, heartbeats]);
    const before = heard.get(name);
    if (before?.sign === sign) return clock.now() - before.atMs > before.graceMs;
    const isNew = lease === undefined && heartbeats.length === 0;
    heard.set(name, { sign, atMs: signedAt(lease, clock.now()), graceMs: isNew ? STARTUP_GRACE_MS : GRACE_MS });
    return false;
  }

  /** The pods of a node that is not ready are taken out of service, though they may well run on. */
  function markPodsNotReady(nodeName: string): void {
    for (const pod of context.pods.byNode.get(nodeName)) {
      if (podCondition(pod, "Ready")?.status !== "True") continue;
      const conditions = (pod.status.conditions ?? []).map((condition) =>
        condition.type === "Ready"
          ? { ...condition, status: "False", lastTransitionTime: timestamp(clock.now()) }
          : condition,
      );
      ignoringNotFound(() => client.patch<Pod>(resources.pods, keyOf(pod), { status: { conditions } }, "status"));
      recorder.record({ object: pod }, "Warning", "NodeNotReady", "Node is not ready");
    }
  }
}

/** A lease says itself when it was renewed; the grace counts from then, not from when the monitor happened to look. */
function signedAt(lease: Lease | undefined, nowMs: number): number {
  const renewed = lease?.spec.renewTime === undefined ? Number.NaN : Date.parse(lease.spec.renewTime);
  return Number.isNaN(renewed) ? nowMs : Math.min(nowMs, renewed);
}
