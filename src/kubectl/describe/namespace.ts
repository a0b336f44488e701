// Stands for `kubectl describe namespace`, with its quotas and limits.

import type { KubeObject, LimitRange, Namespace, ResourceQuota } from "../../api/types.ts";
import { isStatus } from "../errors.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { writeClusterHeader } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writeLimitRanges } from "./limit-range.ts";
import { writeResourceQuotas } from "./resource-quota.ts";

export async function describeNamespace(namespace: Namespace, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, namespace);
  writer.field(0, "Status", namespace.status?.phase ?? "");
  writeConditions(writer, namespace);
  const quotas = await listIfServed<ResourceQuota>(context, namespace, "resourcequotas");
  if (quotas !== undefined) {
    writer.line(0, "");
    writeResourceQuotas(writer, quotas);
  }
  const limitRanges = await listIfServed<LimitRange>(context, namespace, "limitranges");
  if (limitRanges !== undefined) {
    writer.line(0, "");
    writeLimitRanges(writer, limitRanges);
  }
  return writer.text();
}

function writeConditions(writer: DescriptionWriter, { status }: Namespace): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, "Conditions:");
  writer.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
  writer.line(1, "----\t------\t------------------\t------\t-------");
  for (const { type, status: state, lastTransitionTime, reason = "", message = "" } of conditions) {
    writer.line(1, [type, state, formatInstant(lastTransitionTime), reason, message].join("\t"));
  }
}

async function listIfServed<T extends KubeObject>(
  { reader }: DescribeContext,
  { metadata }: Namespace,
  resource: string,
): Promise<readonly T[] | undefined> {
  try {
    return await reader.list<T>(`/api/v1/namespaces/${metadata.name}/${resource}`);
  } catch (error) {
    if (isStatus(error, "NotFound")) return undefined;
    throw error;
  }
}
