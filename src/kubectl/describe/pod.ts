// Stands for `kubectl describe pod`.

import type { Container, Pod } from "../../api/types.ts";
import { writeContainers, writeResources } from "./container.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import type { FieldValue } from "./environment.ts";
import { type EventSubject, writeEventsOf } from "./events.ts";
import { ageSince, formatInstant } from "./instant.ts";
import { writeAnnotations, writeLabels } from "./labels.ts";
import { writeController } from "./owner.ts";
import { qosClassOf } from "./qos.ts";
import { writeSpreadConstraints, writeTolerations } from "./scheduling.ts";
import { writeVolumes } from "./volume.ts";

const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

export async function describePod(pod: Pod, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeIdentity(writer, pod);
  writeStatus(writer, pod, context.now());
  writeAddresses(writer, pod);
  writeAllContainers(writer, pod);
  writeConditions(writer, pod);
  writeVolumes(writer, pod.spec.volumes, "");
  writer.field(0, "QoS Class", qosClassOf(pod));
  writeLabels(writer, "Node-Selectors", pod.spec.nodeSelector);
  writeTolerations(writer, "Tolerations", pod.spec.tolerations);
  writeSpreadConstraints(writer, pod.spec.topologySpreadConstraints, "");
  await writeEventsOf(writer, [eventSubject(pod)], context);
  return writer.text();
}

// Events of a static pod carry the uid that the kubelet knows it by.
function eventSubject({ metadata }: Pod): EventSubject {
  const { name, namespace = "", uid, annotations } = metadata;
  return { name, namespace, uid: annotations?.[MIRROR_ANNOTATION] ?? uid };
}

function writeIdentity(writer: DescriptionWriter, { metadata, spec, status }: Pod): void {
  writer.field(0, "Name", metadata.name);
  writer.field(0, "Namespace", metadata.namespace ?? "");
  if (spec.priority !== undefined) writer.field(0, "Priority", spec.priority);
  if (spec.priorityClassName) writer.field(0, "Priority Class Name", spec.priorityClassName);
  if (spec.runtimeClassName) writer.field(0, "Runtime Class Name", spec.runtimeClassName);
  if (spec.serviceAccountName) writer.field(0, "Service Account", spec.serviceAccountName);
  writer.field(0, "Node", spec.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ""}` : "<none>");
  if (status?.startTime) writer.field(0, "Start Time", formatInstant(status.startTime));
  writeLabels(writer, "Labels", metadata.labels);
  writeAnnotations(writer, "Annotations", metadata.annotations);
}

function writeStatus(writer: DescriptionWriter, { metadata, spec, status }: Pod, now: number): void {
  const { phase = "", reason, message } = status ?? {};
  if (metadata.deletionTimestamp !== undefined && phase !== "Failed" && phase !== "Succeeded") {
    writer.field(0, "Status", `Terminating (lasts ${ageSince(metadata.deletionTimestamp, now)})`);
    writer.field(0, "Termination Grace Period", `${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else writer.field(0, "Status", phase);
  if (reason) writer.field(0, "Reason", reason);
  if (message) writer.field(0, "Message", message);
  const profile = spec.securityContext?.seccompProfile;
  if (!profile) return;
  writer.field(0, "SeccompProfile", profile.type);
  if (profile.type === "Localhost") writer.field(0, "LocalhostProfile", profile.localhostProfile ?? "");
}

function writeAddresses(writer: DescriptionWriter, pod: Pod): void {
  const { status } = pod;
  writer.field(0, "IP", status?.podIP ?? "");
  const ips = status?.podIPs ?? [];
  writer.line(0, ips.length === 0 ? "IPs:\t<none>" : "IPs:");
  for (const { ip } of ips) writer.field(1, "IP", ip);
  writeController(writer, pod);
  if (status?.nominatedNodeName) writer.field(0, "NominatedNodeName", status.nominatedNodeName);
  if (!pod.spec.resources) return;
  writer.line(0, "Resources:");
  writeResources(writer, 1, pod.spec.resources);
}

function writeAllContainers(writer: DescriptionWriter, pod: Pod): void {
  const { spec, status } = pod;
  const section = { fieldValue: fieldValueOf(pod), indent: "" };
  const { initContainers = [], ephemeralContainers = [] } = spec;
  if (initContainers.length > 0) {
    const statuses = status?.initContainerStatuses ?? [];
    writeContainers(writer, { ...section, title: "Init Containers", containers: initContainers, statuses });
  }
  const statuses = status?.containerStatuses ?? [];
  writeContainers(writer, { ...section, title: "Containers", containers: spec.containers, statuses });
  if (ephemeralContainers.length === 0) return;
  const containers = ephemeralContainers as readonly Container[];
  const ephemeralStatuses = status?.ephemeralContainerStatuses ?? [];
  writeContainers(writer, { ...section, title: "Ephemeral Containers", containers, statuses: ephemeralStatuses });
}

// kubectl knows only these two fields itself; of the others it shows where they come from.
function fieldValueOf({ metadata }: Pod): FieldValue {
  return (fieldPath) => {
    if (fieldPath === "metadata.name") return metadata.name;
    return fieldPath === "metadata.namespace" ? (metadata.namespace ?? "") : "";
  };
}

function writeConditions(writer: DescriptionWriter, { spec, status }: Pod): void {
  const conditions = status?.conditions ?? [];
  const gates = spec.readinessGates ?? [];
  if (gates.length > 0) writer.line(0, "Readiness Gates:\n  Type\tStatus");
  for (const { conditionType } of gates) {
    const condition = conditions.find(({ type }) => type === conditionType);
    writer.line(1, `${conditionType} \t${condition?.status ?? "<none>"} `);
  }
  if (conditions.length > 0) writer.line(0, "Conditions:\n  Type\tStatus");
  for (const condition of conditions) writer.line(1, `${condition.type} \t${condition.status} `);
}
