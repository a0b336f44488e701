// Stands for `kubectl describe node`.

import type { Lease, Node, Pod } from "../../api/types.ts";
import { isStatus, StatusError } from "../errors.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeMarks } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writeNodeResources } from "./node-resources.ts";
import { writeTaints } from "./scheduling.ts";
import { byKey, compareText } from "./values.ts";

const ROLE_PREFIX = "node-role.kubernetes.io/";
const ROLE_LABEL = "kubernetes.io/role";

export async function describeNode(node: Node, context: DescribeContext): Promise<string> {
  const { metadata, spec } = node;
  const writer = new DescriptionWriter();
  writer.field(0, "Name", metadata.name);
  writer.field(0, "Roles", rolesOf(node).join(",") || "<none>");
  writeMarks(writer, node);
  writer.field(0, "CreationTimestamp", formatInstant(metadata.creationTimestamp));
  writeTaints(writer, "Taints", spec?.taints);
  writer.field(0, "Unschedulable", spec?.unschedulable === true);
  await writeLease(writer, node, context);
  writeConditions(writer, node);
  writer.line(0, "Addresses:");
  for (const { type, address } of node.status?.addresses ?? []) writer.field(1, type, address);
  writeAmounts(writer, "Capacity", node.status?.capacity);
  writeAmounts(writer, "Allocatable", node.status?.allocatable);
  writeSystemInfo(writer, node);
  await writePods(writer, node, context);
  // Controllers name a node by its uid, the kubelet by its name.
  const byUid = subjectOf(node);
  await writeEventsOf(writer, [byUid, { ...byUid, uid: metadata.name }], context);
  return writer.text();
}

export function rolesOf({ metadata }: Node): string[] {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length) || [];
    return key === ROLE_LABEL && value !== "" ? value : [];
  });
  return [...new Set(roles)].sort(compareText);
}

async function writeLease(writer: DescriptionWriter, { metadata }: Node, { reader }: DescribeContext): Promise<void> {
  try {
    const { spec } = await reader.get<Lease>(
      `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${metadata.name}`,
    );
    writer.line(0, "Lease:");
    writer.field(1, "HolderIdentity", spec?.holderIdentity ?? "<unset>");
    writer.field(1, "AcquireTime", spec?.acquireTime ? formatInstant(spec.acquireTime) : "<unset>");
    writer.field(1, "RenewTime", spec?.renewTime ? formatInstant(spec.renewTime) : "<unset>");
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    writer.field(0, "Lease", `Failed to get lease: ${error.message}`);
  }
}

function writeConditions(writer: DescriptionWriter, { status }: Node): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
  writer.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const { type, status: state, lastHeartbeatTime, lastTransitionTime, reason = "", message = "" } of conditions) {
    const cells = [type, state, formatInstant(lastHeartbeatTime), formatInstant(lastTransitionTime), reason];
    writer.line(1, `${cells.map((cell) => `${cell} \t`).join("")}${message}`);
  }
}

function writeAmounts(
  writer: DescriptionWriter,
  title: string,
  amounts: Readonly<Record<string, string>> | undefined,
): void {
  const entries = Object.entries(amounts ?? {}).sort(byKey);
  if (entries.length > 0) writer.line(0, `${title}:`);
  for (const [name, amount] of entries) writer.field(1, name, amount);
}

function writeSystemInfo(writer: DescriptionWriter, { spec, status }: Node): void {
  const info = status?.nodeInfo;
  writer.line(0, "System Info:");
  writer.field(1, "Machine ID", info?.machineID ?? "");
  writer.field(1, "System UUID", info?.systemUUID ?? "");
  writer.field(1, "Boot ID", info?.bootID ?? "");
  writer.field(1, "Kernel Version", info?.kernelVersion ?? "");
  writer.field(1, "OS Image", info?.osImage ?? "");
  writer.field(1, "Operating System", info?.operatingSystem ?? "");
  writer.field(1, "Architecture", info?.architecture ?? "");
  writer.field(1, "Container Runtime Version", info?.containerRuntimeVersion ?? "");
  writer.field(1, "Kubelet Version", info?.kubeletVersion ?? "");
  writer.field(1, "Kube-Proxy Version", info?.kubeProxyVersion ?? "");
  if (spec?.podCIDR) writer.field(0, "PodCIDR", spec.podCIDR);
  if (spec?.podCIDRs?.length) writer.field(0, "PodCIDRs", spec.podCIDRs.join(","));
  if (spec?.providerID) writer.field(0, "ProviderID", spec.providerID);
}

async function writePods(writer: DescriptionWriter, node: Node, context: DescribeContext): Promise<void> {
  const fieldSelector = `spec.nodeName=${node.metadata.name},status.phase!=Failed,status.phase!=Succeeded`;
  try {
    const pods = await context.reader.list<Pod>("/api/v1/pods", { fieldSelector });
    writeNodeResources(writer, node, pods, context.now());
  } catch (error) {
    if (!isStatus(error, "Forbidden")) throw error;
    writer.field(0, "Pods", "not authorized");
  }
}
