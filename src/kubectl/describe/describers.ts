// Finds who describes a kind.

import type { AnyObject } from "../../api/types.ts";
import { describeCertificateSigningRequest } from "./certificate-signing-request.ts";
import { describeConfigMap, describeSecret } from "./config-map.ts";
import type { DescribeContext } from "./context.ts";
import { describeDaemonSet } from "./daemon-set.ts";
import { describeDeployment } from "./deployment.ts";
import { describeEndpointSlice, describeEndpoints } from "./endpoints.ts";
import { describeGeneric } from "./generic.ts";
import { describeHorizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";
import { describeIngress, describeIngressClass } from "./ingress.ts";
import { describeCronJob, describeJob } from "./job.ts";
import { describeLimitRange } from "./limit-range.ts";
import { describeNamespace } from "./namespace.ts";
import { describeNetworkPolicy } from "./network-policy.ts";
import { describeNode } from "./node.ts";
import { describePersistentVolume } from "./persistent-volume.ts";
import { describePersistentVolumeClaim } from "./persistent-volume-claim.ts";
import { describePod } from "./pod.ts";
import { describePodDisruptionBudget, describePriorityClass } from "./policy.ts";
import { describeReplicaSet, describeReplicationController } from "./replica-set.ts";
import { describeResourceQuota } from "./resource-quota.ts";
import { describeRole, describeRoleBinding } from "./role.ts";
import { describeService } from "./service.ts";
import { describeServiceAccount } from "./service-account.ts";
import { describeIpAddress, describeServiceCidr } from "./service-range.ts";
import { describeStatefulSet } from "./stateful-set.ts";
import { describeCsiNode, describeStorageClass, describeVolumeAttributesClass } from "./storage-class.ts";

type AnyDescriber = (object: never, context: DescribeContext) => Promise<string>;

/** By `Kind` for the core group, `Kind.group` for the others. */
const DESCRIBERS: Readonly<Record<string, AnyDescriber>> = {
  ConfigMap: describeConfigMap,
  Endpoints: describeEndpoints,
  LimitRange: describeLimitRange,
  Namespace: describeNamespace,
  Node: describeNode,
  PersistentVolume: describePersistentVolume,
  PersistentVolumeClaim: describePersistentVolumeClaim,
  Pod: describePod,
  ReplicationController: describeReplicationController,
  ResourceQuota: describeResourceQuota,
  Secret: describeSecret,
  Service: describeService,
  ServiceAccount: describeServiceAccount,
  "DaemonSet.apps": describeDaemonSet,
  "Deployment.apps": describeDeployment,
  "ReplicaSet.apps": describeReplicaSet,
  "StatefulSet.apps": describeStatefulSet,
  "HorizontalPodAutoscaler.autoscaling": describeHorizontalPodAutoscaler,
  "CronJob.batch": describeCronJob,
  "Job.batch": describeJob,
  "CertificateSigningRequest.certificates.k8s.io": describeCertificateSigningRequest,
  "EndpointSlice.discovery.k8s.io": describeEndpointSlice,
  "Ingress.networking.k8s.io": describeIngress,
  "IngressClass.networking.k8s.io": describeIngressClass,
  "IPAddress.networking.k8s.io": describeIpAddress,
  "NetworkPolicy.networking.k8s.io": describeNetworkPolicy,
  "ServiceCIDR.networking.k8s.io": describeServiceCidr,
  "PodDisruptionBudget.policy": describePodDisruptionBudget,
  "ClusterRole.rbac.authorization.k8s.io": describeRole,
  "ClusterRoleBinding.rbac.authorization.k8s.io": describeRoleBinding,
  "Role.rbac.authorization.k8s.io": describeRole,
  "RoleBinding.rbac.authorization.k8s.io": describeRoleBinding,
  "PriorityClass.scheduling.k8s.io": describePriorityClass,
  "CSINode.storage.k8s.io": describeCsiNode,
  "StorageClass.storage.k8s.io": describeStorageClass,
  "VolumeAttributesClass.storage.k8s.io": describeVolumeAttributesClass,
};

/** Describes an object of the API; kinds without a describer of their own show all their fields. */
export function describeObject(object: AnyObject, context: DescribeContext): Promise<string> {
  const slash = object.apiVersion.indexOf("/");
  const key = slash === -1 ? object.kind : `${object.kind}.${object.apiVersion.slice(0, slash)}`;
  const describer = Object.hasOwn(DESCRIBERS, key) ? DESCRIBERS[key] : undefined;
  // The key has just been made from the object's own kind, so the describer takes it.
  return describer === undefined ? describeGeneric(object, context) : describer(object as never, context);
}
