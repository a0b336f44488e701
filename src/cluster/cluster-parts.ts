// Everything of a cluster that acts: the components of the control plane, the add-ons that are programs of ours, and the nodes.

import type { AggregatedApi } from "../api/aggregated-api.ts";
import type { DialNode } from "../api/node-connection.ts";
import { quantityMilliValue, quantityOf, quantityValue } from "../api/quantity.ts";
import type { ApiHandler, UserInfo } from "../api/request.ts";
import { MemoryFiles } from "../shell/memory-files.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import { createClient } from "./client/client.ts";
import type { Component } from "./client/component.ts";
import { imageCatalogue } from "./container-runtime/images/catalogue.ts";
import type { EtcdDatabases } from "./container-runtime/images/etcd/database.ts";
import { IngressControllers } from "./container-runtime/images/ingress-nginx/configuration.ts";
import type { ApiServers } from "./container-runtime/images/kube-apiserver.ts";
import { Registry } from "./container-runtime/images/registry.ts";
import type { Network } from "./container-runtime/network/network.ts";
import { type ContainerRuntime, createContainerRuntime } from "./container-runtime/runtime.ts";
import { createControllerManager } from "./controller-manager/controller-manager.ts";
import { createLoadBalancer } from "./controller-manager/load-balancer.ts";
import { createStorageProvisioner } from "./controller-manager/volume/storage-provisioner.ts";
import { createCoredns } from "./coredns/coredns.ts";
import { createIngressNginx } from "./ingress-nginx/ingress-nginx.ts";
import { createKubeProxy } from "./kube-proxy/kube-proxy.ts";
import { createKubelet, type Kubelet } from "./kubelet/kubelet.ts";
import { createMetricsServer } from "./metrics-server/metrics-server.ts";
import { createNetworkPolicyAgent } from "./network-policy/network-policy.ts";
import type { ClusterProfile, NodeProfile } from "./profile.ts";
import { createScheduler } from "./scheduler/scheduler.ts";

export interface ClusterNode {
  readonly runtime: ContainerRuntime;
  readonly kubelet: Kubelet;
  readonly kubeProxy: Component | undefined;
}

export interface ClusterParts {
  /** By the real binaries' names, in the order in which they start. */
  readonly components: ReadonlyMap<string, Component>;
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  /** A machine more; nothing runs on it yet. */
  addNode(node: NodeProfile): ClusterNode;
}

export interface PartsOptions {
  readonly profile: ClusterProfile;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  /** The API server's own door. */
  readonly handler: ApiHandler;
  readonly clusterDomain: string;
  readonly dnsAddress: string;
  readonly dialNode: DialNode;
  /** Where etcd's program finds the cluster's data. */
  readonly databases: EtcdDatabases;
  /** Where the API server's program finds the cluster's API. */
  readonly apiServers: ApiServers;
  /** Makes an API known that something else than the API server serves. */
  aggregate(api: AggregatedApi): () => void;
  /** PEM; what pods are told to trust. */
  readonly rootCertificate: string;
  readonly parseYaml?: ((text: string) => unknown) | undefined;
}

/** Outside of the nodes' and the pods' ranges, on the network of the nodes. */
const loadBalancerAddresses = Array.from({ length: 51 }, (_, index) => `172.18.255.${200 + index}`);

function diskOf({ capacity }: NodeProfile): { diskBytes?: number } {
  const disk = capacity["ephemeral-storage"];
  return disk === undefined ? {} : { diskBytes: quantityValue(quantityOf(disk)) };
}

export function systemUser(name: string): UserInfo {
  return { name, groups: ["system:masters", "system:authenticated"] };
}

export function createParts(options: PartsOptions): ClusterParts {
  const ingressControllers = new IngressControllers();
  const registry = new Registry(imageCatalogue(ingressControllers, options.databases, options.apiServers), {
    registries: options.profile.registries,
    nodeAddresses: options.profile.nodes.map(({ internalIP }) => internalIP),
  });
  const volumes = new Map<string, MemoryFiles>();
  const nodes = new Map<string, ClusterNode>();
  const addNode = (node: NodeProfile): ClusterNode => {
    const added = createNode(node, registry, volumes, options);
    nodes.set(node.name, added);
    return added;
  };
  for (const node of options.profile.nodes) addNode(node);
  const components = createComponents(options, ingressControllers).map(
    (component) => [component.name, component] as const,
  );
  return { components: new Map(components), nodes, addNode };
}

function createComponents(options: PartsOptions, ingressControllers: IngressControllers): Component[] {
  const { profile, clock, random, network, handler, clusterDomain, rootCertificate } = options;
  const host = (profile.nodes.find((node) => node.controlPlane) ?? profile.nodes[0])?.name ?? "control-plane";
  const components = [
    createControllerManager(handler, clock, random.fork("kube-controller-manager"), { rootCertificate }),
    createScheduler(handler, clock, random.fork("kube-scheduler"), { host }),
  ];
  if (profile.addons.includes("storage-provisioner")) {
    components.push(
      createStorageProvisioner(handler, clock, random.fork("storage-provisioner"), { name: "rancher.io/local-path" }),
    );
  }
  if (profile.addons.includes("load-balancer")) {
    components.push(
      createLoadBalancer(handler, clock, random.fork("load-balancer"), { addresses: loadBalancerAddresses }),
    );
  }
  if (profile.addons.includes("coredns")) {
    const client = createClient(handler, systemUser("system:serviceaccount:kube-system:coredns"), "coredns");
    components.push(createCoredns({ client, clock, network, clusterDomain }));
  }
  if (profile.addons.includes("network-policy")) {
    const client = createClient(handler, systemUser("system:node:network-policy-agent"), "network-policy-agent");
    components.push(createNetworkPolicyAgent({ client, clock, network }));
  }
  // These do nothing before their pods run, which somebody may also install later.
  components.push(
    createIngressNginx({
      client: createClient(handler, systemUser("system:serviceaccount:ingress-nginx:ingress-nginx"), "ingress-nginx"),
      clock,
      controllers: ingressControllers,
    }),
  );
  components.push(
    createMetricsServer({
      client: createClient(handler, systemUser("system:serviceaccount:kube-system:metrics-server"), "metrics-server"),
      clock,
      random: random.fork("metrics-server"),
      dialNode: options.dialNode,
      aggregate: (api) => options.aggregate(api),
    }),
  );
  return components;
}

function createNode(
  node: NodeProfile,
  registry: Registry,
  volumes: Map<string, MemoryFiles>,
  options: PartsOptions,
): ClusterNode {
  const { profile, clock, network, handler, clusterDomain, dnsAddress } = options;
  const random = options.random.fork(`kubelet/${node.name}`);
  const runtime = createContainerRuntime({
    clock,
    random: random.fork("containerd"),
    network,
    registry,
    nodeName: node.name,
    internalIP: node.internalIP,
    podCIDR: node.podCIDR,
    images: profile.images,
    machineSize: {
      cores: quantityMilliValue(quantityOf(node.capacity.cpu)) / 1000,
      memoryBytes: quantityValue(quantityOf(node.capacity.memory)),
      ...diskOf(node),
    },
  });
  const kubelet = createKubelet({
    client: createClient(handler, systemUser(`system:node:${node.name}`), "kubelet"),
    clock,
    random,
    runtime,
    node,
    parseYaml: options.parseYaml,
    dns: {
      clusterDomain,
      clusterDNS: profile.addons.includes("coredns") ? dnsAddress : undefined,
      nodeNameServers: ["192.168.1.1"],
    },
    persistentVolume: (name) => {
      const files = volumes.get(name) ?? new MemoryFiles({ now: () => clock.now() });
      volumes.set(name, files);
      return files;
    },
  });
  const client = createClient(handler, systemUser("system:kube-proxy"), "kube-proxy");
  const rules = network.rulesOf(node.name);
  const hasProxy = profile.addons.includes("kube-proxy");
  return {
    runtime,
    kubelet,
    kubeProxy: hasProxy ? createKubeProxy({ client, clock, rules, nodeName: node.name }) : undefined,
  };
}
