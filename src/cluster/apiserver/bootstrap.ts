// What a new cluster holds before anybody asks for anything.

import type { AnyObject } from "../../api/types.ts";
import { uid } from "../../sim/ids.ts";
import { defaultClusterRoleBindings, defaultClusterRoles } from "./authorization/default-roles.ts";
import { defaultFlowSchemas, defaultPriorityLevels } from "./bootstrap-flow-control.ts";
import { type Core, timestamp } from "./core.ts";
import { formatIPv4, parseCIDR } from "./registry/ip.ts";

const NAMESPACES = ["kube-system", "kube-public", "kube-node-lease", "default"];
const SECURE_PORT = 6443;

type Seed = Omit<AnyObject, "metadata"> & {
  readonly metadata: Partial<AnyObject["metadata"]> & { readonly name: string };
};

/** @param address where this server listens, for the endpoints of the service `kubernetes`. */
export function bootstrap(core: Core, address: string): void {
  for (const name of NAMESPACES) {
    seed(core, "namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    });
  }
  seedPriorityClasses(core);
  for (const role of defaultClusterRoles()) seed(core, "clusterroles.rbac.authorization.k8s.io", role as Seed);
  for (const binding of defaultClusterRoleBindings())
    seed(core, "clusterrolebindings.rbac.authorization.k8s.io", binding as Seed);
  seedAdminBinding(core);
  seedFlowControl(core);
  seedServiceCIDR(core);
  seedKubernetesService(core, address);
}

/** Stores an object unless there is one of its name already, as after a restart. */
function seed(core: Core, resource: string, object: Seed): void {
  const served = core.resources.named(resource);
  if (served === undefined || core.storage.find(served, object.metadata.namespace, object.metadata.name) !== undefined)
    return;
  const metadata = {
    ...object.metadata,
    uid: uid(core.random),
    resourceVersion: "",
    creationTimestamp: timestamp(core.clock.now()),
  };
  core.storage.create(served, { ...object, metadata } as AnyObject);
}

/** kubeadm's administrators get everything by a binding, not by being system:masters. */
function seedAdminBinding(core: Core): void {
  seed(core, "clusterrolebindings.rbac.authorization.k8s.io", {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "kubeadm:cluster-admins" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "kubeadm:cluster-admins" }],
  });
}

function seedPriorityClasses(core: Core): void {
  const classes = [
    [
      "system-node-critical",
      2_000_001_000,
      "Used for system critical pods that must not be moved from their current node.",
    ],
    [
      "system-cluster-critical",
      2_000_000_000,
      "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ],
  ] as const;
  for (const [name, value, description] of classes) {
    seed(core, "priorityclasses.scheduling.k8s.io", {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name, generation: 1 },
      value,
      description,
      preemptionPolicy: "PreemptLowerPriority",
    });
  }
}

function seedFlowControl(core: Core): void {
  const group = "flowcontrol.apiserver.k8s.io";
  for (const level of defaultPriorityLevels()) seed(core, `prioritylevelconfigurations.${group}`, level);
  for (const schema of defaultFlowSchemas(timestamp(core.clock.now()))) seed(core, `flowschemas.${group}`, schema);
}

function seedServiceCIDR(core: Core): void {
  const ready = {
    type: "Ready",
    status: "True",
    lastTransitionTime: timestamp(core.clock.now()),
    reason: "",
    message: "Kubernetes Service CIDR is ready",
  };
  seed(core, "servicecidrs.networking.k8s.io", {
    apiVersion: "networking.k8s.io/v1",
    kind: "ServiceCIDR",
    metadata: { name: "kubernetes", generation: 1, finalizers: ["networking.k8s.io/service-cidr-finalizer"] },
    spec: { cidrs: [core.serviceCIDR] },
    status: { conditions: [ready] },
  });
}

/** The way to this server from inside the cluster. */
function seedKubernetesService(core: Core, address: string): void {
  const clusterIP = firstAddress(core.serviceCIDR);
  const labels = { component: "apiserver", provider: "kubernetes" };
  const port = { name: "https", port: SECURE_PORT, protocol: "TCP" };
  const metadata = { name: "kubernetes", namespace: "default" };
  seed(core, "services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, labels },
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: "Cluster",
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: SECURE_PORT }],
      sessionAffinity: "None",
      type: "ClusterIP",
    },
    status: { loadBalancer: {} },
  });
  seed(core, "endpoints", {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { ...metadata, labels: { "endpointslice.kubernetes.io/skip-mirror": "true" } },
    subsets: [{ addresses: [{ ip: address }], ports: [port] }],
  });
  seed(core, "endpointslices.discovery.k8s.io", {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { ...metadata, generation: 1, labels: { "kubernetes.io/service-name": "kubernetes" } },
    addressType: "IPv4",
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [port],
  });
}

function firstAddress(cidr: string): string {
  const range = parseCIDR(cidr);
  if (range === undefined) throw new Error(`${cidr} is no range of addresses`);
  return formatIPv4(range.base + 1);
}
