// Stands for `kubectl describe servicecidr` and `ipaddress`.

import type { AnyObject } from "../../api/types.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeClusterHeader } from "./header.ts";
import { formatInstant } from "./instant.ts";

interface ServiceRange extends AnyObject {
  readonly spec?: {
    readonly cidrs?: readonly string[];
    readonly parentRef?: {
      readonly group?: string;
      readonly resource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
  };
  readonly status?: { readonly conditions?: readonly RangeCondition[] };
}

interface RangeCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export async function describeServiceCidr(range: ServiceRange, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, range);
  writer.field(0, "CIDRs", (range.spec?.cidrs ?? []).join(", "));
  const conditions = range.status?.conditions ?? [];
  if (conditions.length > 0) {
    writer.line(0, "Status:");
    writer.line(0, "Conditions:");
    writer.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
    writer.line(1, "----\t------\t------------------\t------\t-------");
  }
  for (const { type, status, lastTransitionTime, reason = "", message = "" } of conditions) {
    writer.line(1, [type, status, formatInstant(lastTransitionTime), reason, message].join("\t"));
  }
  await writeEventsOf(writer, [subjectOf(range)], context);
  return writer.text();
}

export async function describeIpAddress(address: ServiceRange, context: DescribeContext): Promise<string> {
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, address);
  const parent = address.spec?.parentRef;
  if (parent) {
    writer.line(0, "Parent Reference:");
    writer.field(1, "Group", parent.group ?? "");
    writer.field(1, "Resource", parent.resource ?? "");
    writer.field(1, "Namespace", parent.namespace ?? "");
    writer.field(1, "Name", parent.name ?? "");
  }
  await writeEventsOf(writer, [subjectOf(address)], context);
  return writer.text();
}
