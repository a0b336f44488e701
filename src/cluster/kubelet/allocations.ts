// Stands for the kubelet's allocation manager: what each pod has been given of the node, which is what it asked for when it came, until
// a resize finds room. It outlives a kubelet that is stopped, as the real one's file does.

import { amountsOf, podRequests } from "../../api/pod-requests.ts";
import type { Container, Pod } from "../../api/types.ts";
import { lackOfRoom } from "./admission.ts";
import type { Requirements } from "./container-resources.ts";
import { allContainersOf } from "./pod-spec.ts";

/** Why a pod has not been given what it asks for: `Deferred` until there is room, `Infeasible` on this node. */
export interface PendingResize {
  readonly reason: "Deferred" | "Infeasible";
  readonly message: string;
  /** When the kubelet last tried. */
  readonly triedMs: number;
}

export interface AllocationOptions {
  readonly allocatable: Readonly<Record<string, string>>;
  /** The pods on the node that are not over, with what they have. */
  others(podUid: string): readonly Pod[];
}

interface Allocation {
  /** Of the spec that these requirements are from. */
  readonly generation: number | undefined;
  readonly requirements: ReadonlyMap<string, Requirements | undefined>;
}

export class Allocations {
  private readonly byPod = new Map<string, Allocation>();
  private readonly pending = new Map<string, PendingResize>();

  constructor(private readonly options: AllocationOptions) {}

  /** A pod has come, and is given what it asks for; one that was here before keeps what it had. */
  add(pod: Pod): void {
    if (!this.byPod.has(pod.metadata.uid)) this.allocate(pod);
  }

  forget(podUid: string): void {
    this.byPod.delete(podUid);
    this.pending.delete(podUid);
  }

  /** The pod with what it was given, in the place of what it asks for. */
  podOf(pod: Pod): Pod {
    const allocation = this.byPod.get(pod.metadata.uid);
    if (allocation === undefined || allocation.generation === pod.metadata.generation) return pod;
    const given = (container: Container): Container => {
      const requirements = allocation.requirements.get(container.name);
      return requirements === undefined ? container : { ...container, resources: requirements };
    };
    const { containers, initContainers } = pod.spec;
    return {
      ...pod,
      spec: {
        ...pod.spec,
        containers: containers.map(given),
        ...(initContainers === undefined ? {} : { initContainers: initContainers.map(given) }),
      },
    };
  }

  pendingOf(podUid: string): PendingResize | undefined {
    return this.pending.get(podUid);
  }

  /** Gives the pod what it asks for, if it asks for something else than it has and the node has room; true when it was given. */
  resize(pod: Pod, nowMs: number): boolean {
    const { uid, generation } = pod.metadata;
    const allocation = this.byPod.get(uid);
    if (allocation === undefined || allocation.generation === generation) return false;
    if (allContainersOf(pod).every(({ name, resources }) => isSame(resources, allocation.requirements.get(name)))) {
      this.allocate(pod);
      return false;
    }
    const why = this.obstacle(pod);
    if (why === undefined) this.allocate(pod);
    else this.pending.set(uid, { ...why, triedMs: nowMs });
    return why === undefined;
  }

  private allocate(pod: Pod): void {
    const { uid, generation } = pod.metadata;
    const requirements = new Map(allContainersOf(pod).map(({ name, resources }) => [name, resources]));
    this.byPod.set(uid, { generation, requirements });
    this.pending.delete(uid);
  }

  private obstacle(pod: Pod): Omit<PendingResize, "triedMs"> | undefined {
    const node = amountsOf(this.options.allocatable);
    const asked = podRequests({ spec: pod.spec });
    for (const name of ["memory", "cpu"]) {
      const [requested, capacity] = [asked.get(name) ?? 0, node.get(name) ?? Number.POSITIVE_INFINITY];
      if (requested <= capacity) continue;
      const message = `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${capacity}`;
      return { reason: "Infeasible", message };
    }
    const { allocatable } = this.options;
    const lack = lackOfRoom({ spec: pod.spec }, { allocatable, pods: this.options.others(pod.metadata.uid) });
    return lack === undefined ? undefined : { reason: "Deferred", message: lack.message };
  }
}

function isSame(a: Requirements | undefined, b: Requirements | undefined): boolean {
  return a === b || JSON.stringify(a ?? {}) === JSON.stringify(b ?? {});
}
