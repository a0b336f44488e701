// Every kind that has rules or columns of its own. To add a kind is to add its file to this list.

import { validatingAdmissionPolicyBindings } from "./admission/policy-bindings.ts";
import { validatingAdmissionPolicies } from "./admission/validating-policies.ts";
import { mutatingWebhooks, validatingWebhooks } from "./admission/webhooks.ts";
import { apiServices } from "./api-service.ts";
import { certificateSigningRequests } from "./certificate-signing-request.ts";
import { configMaps } from "./config-map.ts";
import { cronJobs } from "./cron-job.ts";
import { csiDrivers } from "./csi-driver.ts";
import { customResourceDefinitions } from "./custom-resource-definition.ts";
import { daemonSets } from "./daemon-set.ts";
import { deployments } from "./deployment.ts";
import { endpointSlices } from "./endpoint-slice.ts";
import { endpoints } from "./endpoints.ts";
import { events, eventsView } from "./event.ts";
import { horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.ts";
import { ingresses } from "./ingress.ts";
import { ingressClasses } from "./ingress-class.ts";
import { jobs } from "./job.ts";
import type { KindDefinition } from "./kind.ts";
import { leases } from "./lease.ts";
import { limitRanges } from "./limit-range.ts";
import { namespaces } from "./namespace.ts";
import { networkPolicies } from "./network-policy.ts";
import { nodes } from "./node.ts";
import { persistentVolumes } from "./persistent-volume.ts";
import { persistentVolumeClaims } from "./persistent-volume-claim.ts";
import { pods } from "./pod.ts";
import { podDisruptionBudgets } from "./pod-disruption-budget.ts";
import { controllerRevisions, podTemplates } from "./pod-template.ts";
import { priorityClasses } from "./priority-class.ts";
import { replicaSets } from "./replica-set.ts";
import { replicationControllers } from "./replication-controller.ts";
import { resourceQuotas } from "./resource-quota.ts";
import { clusterRoles, roles } from "./role.ts";
import { clusterRoleBindings, roleBindings } from "./role-binding.ts";
import { runtimeClasses } from "./runtime-class.ts";
import { secrets } from "./secret.ts";
import { services } from "./service.ts";
import { serviceAccounts } from "./service-account.ts";
import { ipAddresses, serviceCIDRs } from "./service-cidr.ts";
import {
  componentStatuses,
  csiNodes,
  csiStorageCapacities,
  flowSchemas,
  priorityLevels,
  volumeAttachments,
} from "./shown-only.ts";
import { statefulSets } from "./stateful-set.ts";
import { storageClasses } from "./storage-class.ts";

export const kindDefinitions: readonly KindDefinition[] = [
  ...[namespaces, nodes, pods, podTemplates, events, eventsView, configMaps, secrets, serviceAccounts],
  ...[services, endpoints, endpointSlices, ingresses, ingressClasses, networkPolicies, ipAddresses, serviceCIDRs],
  ...[persistentVolumes, persistentVolumeClaims, storageClasses, csiDrivers, csiNodes, csiStorageCapacities],
  ...[volumeAttachments, resourceQuotas, limitRanges, priorityClasses, runtimeClasses],
  ...[replicationControllers, deployments, replicaSets, statefulSets, daemonSets, controllerRevisions],
  ...[jobs, cronJobs, horizontalPodAutoscalers, podDisruptionBudgets],
  ...[roles, clusterRoles, roleBindings, clusterRoleBindings, leases, certificateSigningRequests],
  ...[mutatingWebhooks, validatingWebhooks, validatingAdmissionPolicies, validatingAdmissionPolicyBindings],
  ...[flowSchemas, priorityLevels, apiServices, customResourceDefinitions, componentStatuses],
];
