// Registers the node, keeps its status fresh, and renews its lease: how the cluster knows that a node is alive.

import { ApiError } from "../../api/status.ts";
import type { Lease, Node } from "../../api/types.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import { hex, uid } from "../../sim/ids.ts";
import type { Random } from "../../sim/random.ts";
import { attempt } from "../client/attempt.ts";
import type { Client } from "../client/client.ts";
import { type EventRecorder, timestamp } from "../client/event-recorder.ts";
import { resources } from "../client/resources.ts";
import type { ImageStore } from "../container-runtime/images/store.ts";
import { type NodeDescription, type NodeIdentity, nodeLabels, nodeStatus } from "./node-status.ts";

const LEASE_SECONDS = 40;
const RENEW_MS = 10_000;
/** A status that has not changed is reported this often all the same. */
const REPORT_MS = 300_000;

/** What the events say when a pressure begins, and when it ends. */
const PRESSURE_REASONS = [
  ["MemoryPressure", "NodeHasInsufficientMemory", "NodeHasSufficientMemory"],
  ["DiskPressure", "NodeHasDiskPressure", "NodeHasNoDiskPressure"],
] as const;

export interface NodeRegistrationOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly node: NodeDescription;
  readonly images: ImageStore;
  readonly events: EventRecorder;
  /** What the node runs short of. */
  pressures(): readonly string[];
}

export class NodeRegistration {
  private readonly identity: NodeIdentity;
  private timers: (Timer | undefined)[] = [];
  private isRunning = false;
  /** Once in the life of a kubelet: a node that somebody deletes comes back only when its kubelet is started again. */
  private isRegistered = false;
  private wasUnschedulable = false;
  private readonly told = new Set<string>();

  constructor(private readonly options: NodeRegistrationOptions) {
    const { random } = options;
    this.identity = { machineID: hex(random, 32), systemUUID: uid(random), bootID: uid(random) };
  }

  start(): void {
    this.isRunning = true;
    this.isRegistered = false;
    this.every(0, RENEW_MS, () => this.renewLease());
    this.every(1, REPORT_MS, () => this.reportStatus());
    this.every(2, RENEW_MS, () => this.lookAtNode());
  }

  stop(): void {
    this.isRunning = false;
    for (const timer of this.timers) timer?.cancel();
    this.timers = [];
  }

  /** Does `work` now and then again and again. An API server that does not answer is asked again a little later. */
  private every(slot: number, periodMs: number, work: () => void): void {
    if (!this.isRunning) return;
    let delayMs = periodMs;
    try {
      work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      delayMs = 1000;
    }
    this.timers[slot] = this.options.clock.after(delayMs, () => this.every(slot, periodMs, work));
  }

  private reportStatus(): void {
    const { client, node, clock, images } = this.options;
    const known = client.find<Node>(resources.nodes, { name: node.name }) ?? this.register();
    if (known === undefined) return;
    this.isRegistered = true;
    const pressures = this.options.pressures();
    const status = nodeStatus(node, this.identity, images, known.status, clock.now(), pressures);
    client.patch(resources.nodes, { name: node.name }, { status }, "status");
    this.tellOfPressures(known, pressures);
  }

  /** To be called when the pressures have changed. */
  reportPressures(): void {
    attempt(() => this.reportStatus());
  }

  /** An event of the node, for all to see. */
  warn(reason: string, message: string): void {
    const { client, node, events } = this.options;
    attempt(() => {
      const known = client.find<Node>(resources.nodes, { name: node.name });
      if (known !== undefined) events.record(nodeSubject(known), "Warning", reason, message);
    });
  }

  private tellOfPressures(known: Node, pressures: readonly string[]): void {
    for (const [pressure, begins, ends] of PRESSURE_REASONS) {
      const isOn = pressures.includes(pressure);
      if (isOn === this.told.has(pressure)) continue;
      if (isOn) this.told.add(pressure);
      else this.told.delete(pressure);
      this.recordStatus(known, isOn ? begins : ends);
    }
  }

  private lookAtNode(): void {
    const { client, node } = this.options;
    const known = client.find<Node>(resources.nodes, { name: node.name });
    this.repairStatus(known);
    if (known !== undefined) this.tellOfCordon(known);
  }

  private tellOfCordon(known: Node): void {
    const isUnschedulable = known.spec.unschedulable === true;
    if (isUnschedulable === this.wasUnschedulable) return;
    this.wasUnschedulable = isUnschedulable;
    this.recordStatus(known, isUnschedulable ? "NodeNotSchedulable" : "NodeSchedulable");
  }

  /** After an absence the control plane has declared the node unknown: say otherwise at once. */
  private repairStatus(known: Node | undefined): void {
    const isKnownReady = known?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
    if (isKnownReady !== true) this.reportStatus();
  }

  private register(): Node | undefined {
    if (this.isRegistered) return undefined;
    const { client, node, events } = this.options;
    const registered = client.create<Node>(resources.nodes, {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name: node.name,
        labels: nodeLabels(node),
        annotations: {
          "volumes.kubernetes.io/controller-managed-attach-detach": "true",
          "node.alpha.kubernetes.io/ttl": "0",
        },
      },
      spec: {
        podCIDR: node.podCIDR,
        podCIDRs: [node.podCIDR],
        ...(node.taints.length === 0 ? {} : { taints: node.taints }),
      },
    });
    events.record(nodeSubject(registered), "Normal", "Starting", "Starting kubelet.");
    for (const reason of ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID", "NodeReady"])
      this.recordStatus(registered, reason);
    return registered;
  }

  private recordStatus(node: Node, reason: string): void {
    const text = `Node ${node.metadata.name} status is now: ${reason}`;
    this.options.events.record(nodeSubject(node), "Normal", reason, text);
  }

  private renewLease(): void {
    const { client, node, clock } = this.options;
    const key = { namespace: "kube-node-lease", name: node.name };
    const renewTime = `${timestamp(clock.now()).slice(0, -1)}.000000Z`;
    const spec = { holderIdentity: node.name, leaseDurationSeconds: LEASE_SECONDS, renewTime };
    if (client.find<Lease>(resources.leases, key) === undefined) {
      client.create<Lease>(resources.leases, {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: key,
        spec,
      });
    } else client.patch(resources.leases, key, { spec });
  }
}

/** As kubelet does, events about nodes name the node where others have a uid. */
function nodeSubject(node: Node): { object: Node } {
  return { object: { ...node, metadata: { ...node.metadata, uid: node.metadata.name } } };
}
