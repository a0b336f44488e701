// The fields that kustomize's transformers set when nobody says otherwise.

import type { FieldSpec } from "./kustomization.ts";

export const METADATA_LABELS: FieldSpec = { path: "metadata/labels", create: true };

const REPLICATED = ["Deployment", "ReplicaSet", "DaemonSet"];

/** `labels` or `annotations` of the objects that objects are made from. */
function templateSpecs(field: "labels" | "annotations"): FieldSpec[] {
  const inTemplate = `spec/template/metadata/${field}`;
  return [
    { path: `metadata/${field}`, create: true },
    { path: inTemplate, create: true, version: "v1", kind: "ReplicationController" },
    ...REPLICATED.map((kind) => ({ path: inTemplate, create: true, kind })),
    { path: inTemplate, create: true, kind: "StatefulSet", ...(field === "labels" ? { group: "apps" } : {}) },
    { path: inTemplate, create: true, group: "batch", kind: "Job" },
    { path: `spec/jobTemplate/metadata/${field}`, create: true, group: "batch", kind: "CronJob" },
    { path: `spec/jobTemplate/${inTemplate}`, create: true, group: "batch", kind: "CronJob" },
  ];
}

export function annotationSpecs(): FieldSpec[] {
  return templateSpecs("annotations");
}

export function templateLabelSpecs(): FieldSpec[] {
  const claims = {
    path: "spec/volumeClaimTemplates[]/metadata/labels",
    create: true,
    group: "apps",
    kind: "StatefulSet",
  };
  return [...templateSpecs("labels"), claims];
}

/** Labels with the selectors that go by them. */
export function commonLabelSpecs(): FieldSpec[] {
  return [
    ...["Deployment", "StatefulSet"].flatMap(schedulingSpecs),
    { path: "spec/selector", create: true, version: "v1", kind: "Service" },
    { path: "spec/selector", create: true, version: "v1", kind: "ReplicationController" },
    ...REPLICATED.map((kind) => ({ path: "spec/selector/matchLabels", create: true, kind })),
    { path: "spec/selector/matchLabels", create: true, group: "apps", kind: "StatefulSet" },
    { path: "spec/selector/matchLabels", group: "batch", kind: "Job" },
    { path: "spec/jobTemplate/spec/selector/matchLabels", group: "batch", kind: "CronJob" },
    { path: "spec/selector/matchLabels", group: "policy", kind: "PodDisruptionBudget" },
    ...["spec", "spec/ingress/from", "spec/egress/to"].map((place) => ({
      path: `${place}/podSelector/matchLabels`,
      group: "networking.k8s.io",
      kind: "NetworkPolicy",
    })),
    ...templateLabelSpecs(),
  ];
}

/** Selectors that the scheduler goes by. */
function schedulingSpecs(kind: string): FieldSpec[] {
  const affinities = ["podAffinity", "podAntiAffinity"].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
  ]);
  return [...affinities, "topologySpreadConstraints"].map((place) => ({
    path: `spec/template/spec/${place}/labelSelector/matchLabels`,
    group: "apps",
    kind,
  }));
}

export function namespaceSpecs(): FieldSpec[] {
  return [
    { path: "metadata/name", kind: "Namespace", create: true },
    { path: "spec/service/namespace", group: "apiregistration.k8s.io", kind: "APIService", create: true },
    {
      path: "spec/conversion/webhook/clientConfig/service/namespace",
      group: "apiextensions.k8s.io",
      kind: "CustomResourceDefinition",
    },
  ];
}

export function imageSpecs(): FieldSpec[] {
  return ["spec", "spec/template/spec"].flatMap((place) =>
    ["containers", "initContainers"].map((list) => ({ path: `${place}/${list}[]/image`, create: true })),
  );
}

export function replicaSpecs(): FieldSpec[] {
  const kinds = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];
  return kinds.map((kind) => ({ path: "spec/replicas", create: true, kind }));
}
