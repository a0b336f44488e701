// Which fields name which kinds of objects, in the order in which kustomize goes through them. IngressClasses are missing on purpose:
// kustomize has them under a group that no object is of, so it never finds them.

import type { FieldSpec } from "../kustomization.ts";
import type { GvkSelector } from "../resource-id.ts";

export interface NameReferences {
  /** What is named. */
  readonly target: GvkSelector;
  readonly fields: readonly FieldSpec[];
}

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

/** Where kinds have the spec of a pod. */
const POD_SPECS: readonly FieldSpec[] = [
  { kind: "Pod", version: "v1", path: "spec" },
  { kind: "PodTemplate", path: "template/spec" },
  ...["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job"].map((kind) => ({
    kind,
    path: "spec/template/spec",
  })),
  { kind: "CronJob", path: "spec/jobTemplate/spec/template/spec" },
];

/** The same for the fields that kustomize keeps another list of. */
const OTHER_POD_SPECS: readonly FieldSpec[] = [
  { kind: "Pod", path: "spec" },
  ...["StatefulSet", "Deployment", "ReplicationController", "Job", "DaemonSet"].map((kind) => ({
    kind,
    path: "spec/template/spec",
  })),
  { kind: "CronJob", path: "spec/jobTemplate/spec/template/spec" },
];

function inPods(places: readonly FieldSpec[], paths: readonly string[]): FieldSpec[] {
  return paths.flatMap((path) => places.map((place) => ({ ...place, path: `${place.path}/${path}` })));
}

function of(kind: string, ...paths: string[]): FieldSpec[] {
  return paths.map((path) => ({ kind, path }));
}

const CONTAINERS = ["containers", "initContainers"];

export function nameReferences(): NameReferences[] {
  return [
    { target: { kind: "StorageClass", version: "v1", group: "storage.k8s.io" }, fields: storageClassFields() },
    { target: { kind: "ServiceAccount", version: "v1" }, fields: serviceAccountFields() },
    { target: { kind: "Role", group: RBAC }, fields: [{ kind: "RoleBinding", group: RBAC, path: "roleRef/name" }] },
    { target: { kind: "ClusterRole", group: RBAC }, fields: clusterRoleFields() },
    { target: { kind: "ConfigMap", version: "v1" }, fields: configMapFields() },
    { target: { kind: "Secret", version: "v1" }, fields: secretFields() },
    { target: { kind: "Service", version: "v1" }, fields: serviceFields() },
    {
      target: { kind: "PriorityClass", version: "v1", group: "scheduling.k8s.io" },
      fields: inPods(OTHER_POD_SPECS, ["priorityClassName"]),
    },
    {
      target: { kind: "PersistentVolume", version: "v1" },
      fields: [...of("PersistentVolumeClaim", "spec/volumeName"), ...of("ClusterRole", "rules/resourceNames")],
    },
    {
      target: { kind: "PersistentVolumeClaim", version: "v1" },
      fields: inPods(OTHER_POD_SPECS, ["volumes/persistentVolumeClaim/claimName"]),
    },
    ...["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].map((kind) => ({
      target: { kind },
      fields: of("HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
    })),
    {
      target: { kind: "ValidatingAdmissionPolicy", group: ADMISSION },
      fields: [{ kind: "ValidatingAdmissionPolicyBinding", group: ADMISSION, path: "spec/policyName" }],
    },
  ];
}

function storageClassFields(): FieldSpec[] {
  return [
    ...of("PersistentVolume", "spec/storageClassName"),
    ...of("PersistentVolumeClaim", "spec/storageClassName"),
    ...of("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
  ];
}

function serviceAccountFields(): FieldSpec[] {
  const bindings = ["RoleBinding", "ClusterRoleBinding"].map((kind) => ({ kind, group: RBAC, path: "subjects" }));
  return [...bindings, ...inPods(OTHER_POD_SPECS, ["serviceAccountName"])];
}

function clusterRoleFields(): FieldSpec[] {
  return ["RoleBinding", "ClusterRoleBinding"].map((kind) => ({ kind, group: RBAC, path: "roleRef/name" }));
}

function configMapFields(): FieldSpec[] {
  const paths = [
    "volumes/configMap/name",
    ...CONTAINERS.map((list) => `${list}/env/valueFrom/configMapKeyRef/name`),
    ...CONTAINERS.map((list) => `${list}/envFrom/configMapRef/name`),
    "volumes/projected/sources/configMap/name",
  ];
  return [
    ...inPods(POD_SPECS, paths),
    ...of("Node", "spec/configSource/configMap"),
    ...["Role", "ClusterRole"].flatMap((kind) => of(kind, "rules/resourceNames")),
    ...of("Ingress", "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"),
  ];
}

function secretFields(): FieldSpec[] {
  const paths = [
    "volumes/secret/secretName",
    ...CONTAINERS.map((list) => `${list}/env/valueFrom/secretKeyRef/name`),
    ...CONTAINERS.map((list) => `${list}/envFrom/secretRef/name`),
    "imagePullSecrets/name",
    "volumes/projected/sources/secret/name",
  ];
  const annotations = ["ingress.kubernetes.io", "nginx.ingress.kubernetes.io"].map(
    (domain) => `${domain}\\/auth-secret`,
  );
  return [
    ...inPods(POD_SPECS, paths),
    ...of("Ingress", "spec/tls/secretName"),
    ...[...annotations, "nginx.ingress.kubernetes.io\\/auth-tls-secret"].flatMap((name) =>
      of("Ingress", `metadata/annotations/${name}`),
    ),
    ...of("ServiceAccount", "imagePullSecrets/name"),
    ...["secretName", "adminSecretName", "userSecretName", "secretRef"].flatMap((name) =>
      of("StorageClass", `parameters/${name}`),
    ),
    ...["Role", "ClusterRole"].flatMap((kind) => of(kind, "rules/resourceNames")),
    {
      kind: "Service",
      group: "serving.knative.dev",
      version: "v1",
      path: "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
    },
    ...of("PersistentVolume", "spec/azureFile/secretName"),
  ];
}

function serviceFields(): FieldSpec[] {
  return [
    { kind: "StatefulSet", group: "apps", path: "spec/serviceName" },
    ...of("Ingress", "spec/rules/http/paths/backend/serviceName", "spec/backend/serviceName"),
    ...of("Ingress", "spec/rules/http/paths/backend/service/name", "spec/defaultBackend/service/name"),
    { kind: "APIService", group: "apiregistration.k8s.io", path: "spec/service/name" },
    ...["Validating", "Mutating"].map((which) => ({
      kind: `${which}WebhookConfiguration`,
      group: ADMISSION,
      path: "webhooks/clientConfig/service",
    })),
  ];
}
