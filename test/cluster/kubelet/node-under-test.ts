// One kubelet with its runtime against a real API server: pods are created with a nodeName, time passes, statuses are read.

import { catalogued } from "../../../src/api/catalogue.ts";
import type { ConfigMap, CoreEvent, Pod, ServiceAccount } from "../../../src/api/types.ts";
import type { KindDefinition } from "../../../src/cluster/apiserver/registry/kind.ts";
import { summarizePod } from "../../../src/cluster/apiserver/registry/pod/status-text.ts";
import { pods } from "../../../src/cluster/apiserver/registry/pod.ts";
import { createApiServer } from "../../../src/cluster/apiserver/server.ts";
import { createClient } from "../../../src/cluster/client/client.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { imageCatalogue } from "../../../src/cluster/container-runtime/images/catalogue.ts";
import type { PrivateRegistry } from "../../../src/cluster/container-runtime/images/private-registry.ts";
import { Registry } from "../../../src/cluster/container-runtime/images/registry.ts";
import { createNetwork } from "../../../src/cluster/container-runtime/network/network.ts";
import { createContainerRuntime } from "../../../src/cluster/container-runtime/runtime.ts";
import { createKubelet } from "../../../src/cluster/kubelet/kubelet.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";

const START = Date.UTC(2026, 10, 20, 21, 0, 0);
const amounts = { cpu: "2", memory: "8Gi", pods: "500" };

const node = {
  name: "worker-1",
  controlPlane: false,
  internalIP: "172.18.0.3",
  podCIDR: "10.244.1.0/24",
  capacity: amounts,
  allocatable: amounts,
  labels: {},
  taints: [],
  osImage: "Debian GNU/Linux 12 (bookworm)",
  kernelVersion: "6.1.0",
  containerRuntimeVersion: "containerd://1.7.27",
};

function kinds(): KindDefinition[] {
  const plain = ["nodes", "services", "persistentvolumes", "persistentvolumeclaims"].map(
    (name): KindDefinition => ({ resource: catalogued("", name), hasStatus: true }),
  );
  return [...plain, pods as unknown as KindDefinition];
}

export interface NodeUnderTestOptions {
  readonly images?: "cached" | "cold";
  readonly registries?: readonly PrivateRegistry[];
}

export function nodeUnderTest(options: NodeUnderTestOptions = {}) {
  const clock = new VirtualClock(START);
  const server = createApiServer({
    clock,
    random: new Random("apiserver"),
    schema: { fields: () => ({}), descriptions: () => ({}) },
    serviceCIDR: "10.96.0.0/16",
    tokenKey: "under test",
    dialNode: () => kubelet.connection,
    kinds: kinds(),
  });
  const client = createClient(server.handle, { name: "admin", groups: ["system:masters"] }, "kubectl");
  const network = createNetwork(clock, new Random("network"));
  const laptop = network.attachHost("laptop", "192.168.1.20");
  const runtime = createContainerRuntime({
    clock,
    random: new Random("runtime"),
    network,
    registry: new Registry(imageCatalogue(), { registries: options.registries ?? [] }),
    nodeName: node.name,
    internalIP: node.internalIP,
    podCIDR: node.podCIDR,
    images: options.images ?? "cached",
    machineSize: { cores: 2, memoryBytes: 4 * 2 ** 30 },
  });
  const volumes = new Map<string, MemoryFiles>();
  const kubelet = createKubelet({
    client,
    clock,
    random: new Random("kubelet"),
    runtime,
    node,
    dns: { clusterDomain: "cluster.local", clusterDNS: "10.96.0.10", nodeNameServers: [] },
    persistentVolume: (name) => {
      const files = volumes.get(name) ?? new MemoryFiles({ now: () => clock.now() });
      volumes.set(name, files);
      return files;
    },
  });
  client.create<ConfigMap>(resources.configmaps, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "default", name: "kube-root-ca.crt" },
    data: { "ca.crt": "PEM" },
  });
  client.create<ServiceAccount>(resources.serviceaccounts, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { namespace: "default", name: "default" },
  });
  kubelet.start();
  clock.advanceTo(START + 5000);

  const key = (name: string) => ({ namespace: "default", name });
  const cluster = {
    clock,
    client,
    network,
    laptop,
    runtime,
    kubelet,
    advance: (seconds: number) => clock.advanceTo(clock.now() + seconds * 1000),
    create: (name: string, spec: object, metadata: object = {}) => {
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...key(name), ...metadata },
        spec: { nodeName: node.name, ...spec },
      };
      return client.create<Pod>(resources.pods, pod as unknown as Pod);
    },
    find: (name: string) => client.find<Pod>(resources.pods, key(name)),
    get: (name: string) => client.get<Pod>(resources.pods, key(name)),
    /** READY STATUS RESTARTS, as kubectl prints them. */
    line: (name: string) => {
      const found = cluster.find(name);
      if (found === undefined) return "gone";
      const { ready, status, restarts } = summarizePod(found, clock.now());
      return `${ready} ${status} ${restarts}`;
    },
    delete: (name: string, seconds?: number) =>
      client.delete(resources.pods, key(name), seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
    events: (name: string) =>
      client
        .list<CoreEvent>(resources.events, "default")
        .items.filter((event) => event.involvedObject.name === name)
        .map(({ type, reason, message }) => `${type} ${reason} ${message}`),
    logs: (name: string, container: string, previous = false) =>
      String(kubelet.connection?.logs(cluster.get(name), { container, previous, follow: false, timestamps: false })),
    exec: (name: string, container: string, ...command: string[]) => {
      let text = "";
      let code: string | undefined;
      const connection = kubelet.connection?.exec(cluster.get(name), {
        container,
        command,
        stdin: false,
        stdout: true,
        stderr: true,
        tty: false,
      });
      connection?.output.observe({
        next: (frame) => {
          if (frame.channel === "exit")
            code =
              frame.status.status === "Success"
                ? "0"
                : (frame.status.details?.causes?.[0]?.message ?? frame.status.message ?? "");
          else text += frame.data;
        },
        end: () => undefined,
      });
      for (let ms = 0; ms < 30_000 && code === undefined; ms += 10) clock.advanceTo(clock.now() + 10);
      return `${text}[${code}]`;
    },
  };
  return cluster;
}
