// Which lists of the kinds that kustomize knows are merged item by item, and by which fields of the items; all others are replaced.

import { isKnownKind } from "../known-kinds.ts";

export interface Shape {
  /** Of a list: the fields that tell its items apart; none where the items are plain values. Absent where the list is replaced. */
  readonly keys?: readonly string[];
  /** Of a list: the shape of its items. */
  readonly item?: Shape;
  readonly fields?: Readonly<Record<string, Shape>>;
}

const METADATA: Shape = { fields: { finalizers: { keys: [] }, ownerReferences: { keys: ["uid"] } } };

const CONTAINERS: Shape = {
  keys: ["name"],
  item: {
    fields: {
      env: { keys: ["name"] },
      ports: { keys: ["containerPort", "protocol"] },
      volumeDevices: { keys: ["devicePath"] },
      volumeMounts: { keys: ["mountPath"] },
    },
  },
};

const POD_SPEC: Shape = {
  fields: {
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    hostAliases: { keys: ["ip"] },
    imagePullSecrets: { keys: ["name"] },
    topologySpreadConstraints: { keys: ["topologyKey", "whenUnsatisfiable"] },
    volumes: { keys: ["name"] },
  },
};

const TEMPLATE: Shape = { fields: { metadata: METADATA, spec: POD_SPEC } };
const WORKLOAD: Shape = { fields: { metadata: METADATA, spec: { fields: { template: TEMPLATE } } } };
const WEBHOOKS: Shape = { fields: { metadata: METADATA, webhooks: { keys: ["name"] } } };
const JOB_TEMPLATE: Shape = { fields: { metadata: METADATA, spec: { fields: { template: TEMPLATE } } } };
const OTHER: Shape = { fields: { metadata: METADATA } };

const KINDS: Readonly<Record<string, Shape>> = {
  Pod: TEMPLATE,
  PodTemplate: { fields: { metadata: METADATA, template: TEMPLATE } },
  DaemonSet: WORKLOAD,
  Deployment: WORKLOAD,
  Job: WORKLOAD,
  ReplicaSet: WORKLOAD,
  ReplicationController: WORKLOAD,
  StatefulSet: WORKLOAD,
  CronJob: { fields: { metadata: METADATA, spec: { fields: { jobTemplate: JOB_TEMPLATE } } } },
  Service: { fields: { metadata: METADATA, spec: { fields: { ports: { keys: ["port", "protocol"] } } } } },
  ServiceAccount: { fields: { metadata: METADATA, secrets: { keys: ["name"] } } },
  MutatingWebhookConfiguration: WEBHOOKS,
  ValidatingWebhookConfiguration: WEBHOOKS,
  CSINode: { fields: { metadata: METADATA, spec: { fields: { drivers: { keys: ["name"] } } } } },
};

/** Undefined for kinds that kustomize does not know. */
export function shapeOfKind(apiVersion: string, kind: string): Shape | undefined {
  if (!isKnownKind(apiVersion, kind)) return undefined;
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : OTHER;
}
