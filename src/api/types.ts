// The objects of the API as they stand on the wire: instants are RFC 3339 strings, fields have Kubernetes' own names.
// The field types come from the official JavaScript client's models (types only, nothing of it is loaded at run time).
//
// Objects are shared between the store, the watch cache and every reader, so they are read-only. Who needs another version
// makes one: by spreading, or by changing the `Draft` that `draftOf` returns.

import type * as models from "@kubernetes/client-node";

type WireKey<K> = K extends `_${infer Rest}` ? Rest : K;

/** A model of the JavaScript client in its wire form, deeply read-only. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [K in keyof T as WireKey<K>]: Wire<T[K]> }
      : T;

/** The same object, free to be changed: only for copies that nobody else holds yet. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

export type OwnerReference = Wire<models.V1OwnerReference>;
export type ManagedFieldsEntry = Wire<models.V1ManagedFieldsEntry>;

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** Any object of the API. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** An object whose fields beyond metadata are looked at without knowing its kind. */
export interface AnyObject extends KubeObject {
  readonly [field: string]: unknown;
}

export interface KubeList<T extends KubeObject = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly T[];
}

type Body<T> = Omit<Wire<T>, "apiVersion" | "kind" | "metadata" | "spec" | "status">;
type SpecOf<T> = T extends { spec?: infer S } ? { readonly spec: Wire<NonNullable<S>> } : unknown;
type StatusOf<T> = T extends { status?: infer S } ? { readonly status: Wire<NonNullable<S>> } : unknown;
type Resource<T> = KubeObject & Body<T> & SpecOf<T> & StatusOf<T>;

export type Namespace = Resource<models.V1Namespace>;
export type Node = Resource<models.V1Node>;
export type Pod = Resource<models.V1Pod>;
export type CoreEvent = Resource<models.CoreV1Event>;
export type ConfigMap = Resource<models.V1ConfigMap>;
export type Secret = Resource<models.V1Secret>;
export type ServiceAccount = Resource<models.V1ServiceAccount>;
export type Service = Resource<models.V1Service>;
export type Endpoints = Resource<models.V1Endpoints>;
export type EndpointSlice = Resource<models.V1EndpointSlice>;
export type PersistentVolume = Resource<models.V1PersistentVolume>;
export type PersistentVolumeClaim = Resource<models.V1PersistentVolumeClaim>;
export type StorageClass = Resource<models.V1StorageClass>;
export type ResourceQuota = Resource<models.V1ResourceQuota>;
export type LimitRange = Resource<models.V1LimitRange>;
export type ReplicationController = Resource<models.V1ReplicationController>;
export type CertificateSigningRequest = Resource<models.V1CertificateSigningRequest>;
export type Deployment = Resource<models.V1Deployment>;
export type ReplicaSet = Resource<models.V1ReplicaSet>;
export type StatefulSet = Resource<models.V1StatefulSet>;
export type DaemonSet = Resource<models.V1DaemonSet>;
export type ControllerRevision = Resource<models.V1ControllerRevision>;
export type Job = Resource<models.V1Job>;
export type CronJob = Resource<models.V1CronJob>;
export type HorizontalPodAutoscaler = Resource<models.V2HorizontalPodAutoscaler>;
export type PodDisruptionBudget = Resource<models.V1PodDisruptionBudget>;
export type PriorityClass = Resource<models.V1PriorityClass>;
export type Ingress = Resource<models.V1Ingress>;
export type IngressClass = Resource<models.V1IngressClass>;
export type NetworkPolicy = Resource<models.V1NetworkPolicy>;
export type Role = Resource<models.V1Role>;
export type ClusterRole = Resource<models.V1ClusterRole>;
export type RoleBinding = Resource<models.V1RoleBinding>;
export type ClusterRoleBinding = Resource<models.V1ClusterRoleBinding>;
export type Lease = Resource<models.V1Lease>;

export type PodSpec = Pod["spec"];
export type PodStatus = Pod["status"];
export type PodTemplateSpec = Wire<models.V1PodTemplateSpec>;
export type PodCondition = Wire<models.V1PodCondition>;
export type Container = Wire<models.V1Container>;
export type ContainerStatus = Wire<models.V1ContainerStatus>;
export type ContainerState = Wire<models.V1ContainerState>;
export type Probe = Wire<models.V1Probe>;
export type Volume = Wire<models.V1Volume>;
export type VolumeMount = Wire<models.V1VolumeMount>;
export type EnvVar = Wire<models.V1EnvVar>;
export type Taint = Wire<models.V1Taint>;
export type Toleration = Wire<models.V1Toleration>;
export type LabelSelector = Wire<models.V1LabelSelector>;
export type NodeSelectorTerm = Wire<models.V1NodeSelectorTerm>;
export type ServicePort = Wire<models.V1ServicePort>;
export type ObjectReference = Wire<models.V1ObjectReference>;
export type PolicyRule = Wire<models.V1PolicyRule>;

/** A deep copy that the caller may change before it hands it on. */
export function draftOf<T>(object: T): Draft<T> {
  return copy(object) as Draft<T>;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== "object") return value;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) out[key] = copy((value as Record<string, unknown>)[key]);
  return out;
}
