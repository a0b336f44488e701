// Addresses of the resources that components read and write.

import type { ResourceAddress } from "./client.ts";

const core = (resource: string): ResourceAddress => ({ group: "", version: "v1", resource });
const of = (group: string, version: string, resource: string): ResourceAddress => ({ group, version, resource });

export const resources = {
  namespaces: core("namespaces"),
  nodes: core("nodes"),
  pods: core("pods"),
  events: core("events"),
  configmaps: core("configmaps"),
  secrets: core("secrets"),
  serviceaccounts: core("serviceaccounts"),
  services: core("services"),
  endpoints: core("endpoints"),
  persistentvolumes: core("persistentvolumes"),
  persistentvolumeclaims: core("persistentvolumeclaims"),
  resourcequotas: core("resourcequotas"),
  limitranges: core("limitranges"),
  replicationcontrollers: core("replicationcontrollers"),
  endpointslices: of("discovery.k8s.io", "v1", "endpointslices"),
  deployments: of("apps", "v1", "deployments"),
  replicasets: of("apps", "v1", "replicasets"),
  statefulsets: of("apps", "v1", "statefulsets"),
  daemonsets: of("apps", "v1", "daemonsets"),
  controllerrevisions: of("apps", "v1", "controllerrevisions"),
  jobs: of("batch", "v1", "jobs"),
  cronjobs: of("batch", "v1", "cronjobs"),
  horizontalpodautoscalers: of("autoscaling", "v2", "horizontalpodautoscalers"),
  poddisruptionbudgets: of("policy", "v1", "poddisruptionbudgets"),
  priorityclasses: of("scheduling.k8s.io", "v1", "priorityclasses"),
  storageclasses: of("storage.k8s.io", "v1", "storageclasses"),
  ingresses: of("networking.k8s.io", "v1", "ingresses"),
  ingressclasses: of("networking.k8s.io", "v1", "ingressclasses"),
  networkpolicies: of("networking.k8s.io", "v1", "networkpolicies"),
  leases: of("coordination.k8s.io", "v1", "leases"),
} as const satisfies Record<string, ResourceAddress>;
