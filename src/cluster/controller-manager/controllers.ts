// The controllers by the names that `--controllers` knows them by, in the order in which they start.

import { startClusterRoleAggregation } from "./cluster-role-aggregation.ts";
import type { Controller } from "./controller.ts";
import { startCronJobs } from "./cron-job/cron-job.ts";
import { startDaemonSets } from "./daemon-set/daemon-set.ts";
import { startDeployments } from "./deployment/deployment.ts";
import { startDisruption } from "./disruption.ts";
import { startEndpointSlices } from "./endpoints/endpoint-slice.ts";
import { startEndpoints } from "./endpoints/endpoints.ts";
import { startEndpointSliceMirroring } from "./endpoints/mirroring.ts";
import { startGarbageCollector } from "./garbage-collector.ts";
import { startHorizontalPodAutoscalers } from "./horizontal-autoscaler/horizontal-autoscaler.ts";
import { startJobs } from "./job/job.ts";
import { startTtlAfterFinished } from "./job/ttl-after-finished.ts";
import { startNamespaces } from "./namespace.ts";
import { startNodeLifecycle } from "./node-lifecycle/node-lifecycle.ts";
import { startTaintEviction } from "./node-lifecycle/taint-eviction.ts";
import { startPodGarbageCollector } from "./pod-gc.ts";
import { startReplicaSets, startReplicationControllers } from "./replica-set/replica-set.ts";
import { startResourceQuotas } from "./resource-quota/resource-quota.ts";
import { startRootCaPublisher, startServiceAccounts } from "./service-account.ts";
import { startStatefulSets } from "./stateful-set/stateful-set.ts";
import { startExpander } from "./volume/expansion.ts";
import { startClaimProtection, startVolumeProtection } from "./volume/protection.ts";
import { startVolumeBinder } from "./volume/volume-binder.ts";

export interface ControllerSettings {
  /** The certificate of the cluster's authority, in PEM: what kube-root-ca.crt holds. */
  readonly rootCertificate: string;
}

export type ControllerName = keyof ReturnType<typeof controllers>;

export function controllers(settings: ControllerSettings) {
  return {
    "serviceaccount-controller": startServiceAccounts,
    "root-ca-certificate-publisher-controller": startRootCaPublisher(settings.rootCertificate),
    "namespace-controller": startNamespaces,
    "endpoints-controller": startEndpoints,
    "endpointslice-controller": startEndpointSlices,
    "endpointslice-mirroring-controller": startEndpointSliceMirroring,
    "replicationcontroller-controller": startReplicationControllers,
    "replicaset-controller": startReplicaSets,
    "deployment-controller": startDeployments,
    "statefulset-controller": startStatefulSets,
    "daemonset-controller": startDaemonSets,
    "job-controller": startJobs,
    "cronjob-controller": startCronJobs,
    "ttl-after-finished-controller": startTtlAfterFinished,
    "disruption-controller": startDisruption,
    "resourcequota-controller": startResourceQuotas,
    "persistentvolume-binder-controller": startVolumeBinder,
    "persistentvolume-expander-controller": startExpander,
    "persistentvolumeclaim-protection-controller": startClaimProtection,
    "persistentvolume-protection-controller": startVolumeProtection,
    "horizontal-pod-autoscaler-controller": startHorizontalPodAutoscalers,
    "node-lifecycle-controller": startNodeLifecycle,
    "taint-eviction-controller": startTaintEviction,
    "clusterrole-aggregation-controller": startClusterRoleAggregation,
    "pod-garbage-collector-controller": startPodGarbageCollector,
    "garbage-collector-controller": startGarbageCollector,
  } as const satisfies Record<string, Controller>;
}
