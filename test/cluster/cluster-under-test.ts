// A control plane without kubelets: pods become ready a while after they are bound, and go when they are deleted.

import type { Node, Pod } from "../../src/api/types.ts";
import { kindDefinitions } from "../../src/cluster/apiserver/registry/index.ts";
import { createApiServer } from "../../src/cluster/apiserver/server.ts";
import { createClient } from "../../src/cluster/client/client.ts";
import { timestamp } from "../../src/cluster/client/event-recorder.ts";
import { Informer, keyOf } from "../../src/cluster/client/informer.ts";
import { resources } from "../../src/cluster/client/resources.ts";
import { createControllerManager } from "../../src/cluster/controller-manager/controller-manager.ts";
import { createStorageProvisioner } from "../../src/cluster/controller-manager/volume/storage-provisioner.ts";
import { createScheduler } from "../../src/cluster/scheduler/scheduler.ts";
import { VirtualClock } from "../../src/sim/clock.ts";
import { Random } from "../../src/sim/random.ts";

const START = Date.UTC(2026, 0, 1);

export function clusterUnderTest(options: { nodes?: readonly string[]; kubelet?: boolean; provisioner?: string } = {}) {
  const clock = new VirtualClock(START);
  const server = createApiServer({
    clock,
    random: new Random("apiserver"),
    schema: { fields: () => ({}), descriptions: () => ({}) },
    serviceCIDR: "10.96.0.0/16",
    tokenKey: "under test",
    dialNode: () => undefined,
    kinds: kindDefinitions,
  });
  const client = createClient(server.handle, { name: "admin", groups: ["system:masters"] }, "kubectl");
  const silent = new Set<string>();
  for (const name of options.nodes ?? ["one", "two"]) addNode(name);
  const scheduler = createScheduler(server.handle, clock, new Random("scheduler"));
  const manager = createControllerManager(server.handle, clock, new Random("manager"), {
    rootCertificate: "PEM",
  });
  scheduler.start();
  manager.start();
  if (options.provisioner !== undefined) {
    createStorageProvisioner(server.handle, clock, new Random("storage"), { name: options.provisioner }).start();
  }
  const finish = new Map<string, "Succeeded" | "Failed">();
  if (options.kubelet !== false) startKubelet();
  clock.advanceTo(START + 1000);

  function addNode(name: string, taints: Node["spec"]["taints"] = []): void {
    const conditions = ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"].map((type) => ({
      type,
      status: type === "Ready" ? "True" : "False",
      lastHeartbeatTime: timestamp(clock.now()),
      lastTransitionTime: timestamp(clock.now()),
    }));
    client.create<Node>(resources.nodes, {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels: { "kubernetes.io/hostname": name } },
      spec: { taints },
      status: { allocatable: { cpu: "2", memory: "4Gi", pods: "110" }, conditions },
    });
    beat(name);
    clock.advanceTo(clock.now());
  }

  /** A kubelet's sign of life every ten seconds, until its node is in `silent`. */
  function beat(name: string): void {
    if (!silent.has(name)) {
      const key = { namespace: "kube-node-lease", name };
      const spec = { holderIdentity: name, renewTime: new Date(clock.now()).toISOString().replace("Z", "000Z") };
      if (client.find(resources.leases, key) === undefined) {
        client.create(resources.leases, {
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: key,
          spec,
        } as never);
      } else client.patch(resources.leases, key, { spec });
    }
    clock.after(10_000, () => beat(name));
  }

  /** Pods whose names start with a key of `finish` end that way a second after their start. */
  function startKubelet(): void {
    let addresses = 2;
    const ip = () => `10.244.0.${addresses++}`;
    const informer = new Informer<Pod>(client, clock, resources.pods);
    const write = (key: { namespace?: string | undefined; name: string }, status: unknown) => {
      if (client.find(resources.pods, key) !== undefined) client.patch(resources.pods, key, { status }, "status");
    };
    informer.onChange((pod, previous) => {
      if (pod === undefined || (pod.spec.nodeName ?? "") === "") return;
      const key = keyOf(pod);
      if (pod.metadata.deletionTimestamp !== undefined && previous?.metadata.deletionTimestamp === undefined) {
        clock.after(500, () => {
          const present = client.find<Pod>(resources.pods, key);
          if (present?.metadata.uid !== pod.metadata.uid) return;
          if ((present.metadata.finalizers ?? []).length > 0) write(key, { phase: "Failed" });
          client.delete(resources.pods, key, { gracePeriodSeconds: 0 });
        });
        return;
      }
      if (previous !== undefined && (previous.spec.nodeName ?? "") !== "") return;
      clock.after(1000, () => {
        const conditions = [
          ...(client.find<Pod>(resources.pods, key)?.status.conditions ?? []),
          { type: "Ready", status: "True", lastTransitionTime: timestamp(clock.now()) },
        ];
        write(key, { phase: "Running", podIP: ip(), startTime: timestamp(clock.now()), conditions });
        const end = [...finish].find(([prefix]) => key.name.startsWith(prefix))?.[1];
        if (end === undefined) return;
        clock.after(1000, () =>
          write(key, {
            phase: end,
            conditions: [{ type: "Ready", status: "False", lastTransitionTime: timestamp(clock.now()) }],
            containerStatuses: [
              {
                name: "c",
                restartCount: 0,
                state: { terminated: { exitCode: end === "Failed" ? 3 : 0, finishedAt: timestamp(clock.now()) } },
              },
            ],
          }),
        );
      });
    });
    informer.start();
  }

  const namespace = "default";
  return {
    clock,
    handle: server.handle,
    client,
    scheduler,
    manager,
    finish,
    silent,
    addNode,
    advance: (seconds: number) => clock.advanceTo(clock.now() + seconds * 1000),
    pods: (prefix = "") =>
      client.list<Pod>(resources.pods, namespace).items.filter((pod) => pod.metadata.name.startsWith(prefix)),
    events: (reason: string) =>
      client
        .list<import("../../src/api/types.ts").CoreEvent>(resources.events, undefined)
        .items.filter((event) => event.reason === reason)
        .map((event) => event.message ?? ""),
  };
}

export function template(labels: Record<string, string>, spec: object = {}) {
  return { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx:1.25" }], ...spec } };
}
