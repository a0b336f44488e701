// Stands for `kubectl describe persistentvolumeclaim`.

import type { PersistentVolumeClaim, Pod } from "../../api/types.ts";
import { writeClaimBody } from "./claim.ts";
import type { DescribeContext, DescribeReader } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeName } from "./header.ts";
import { formatInstant } from "./instant.ts";
import { writeColumn } from "./labels.ts";
import { terminatingOr } from "./persistent-volume.ts";
import { compareText } from "./values.ts";

export async function describePersistentVolumeClaim(
  claim: PersistentVolumeClaim,
  context: DescribeContext,
): Promise<string> {
  const { metadata, status } = claim;
  const users = await podsUsing(context.reader, claim);
  const writer = new DescriptionWriter();
  writeName(writer, claim);
  writeClaimBody(writer, claim, terminatingOr(metadata.deletionTimestamp, status?.phase, context.now()));
  writeColumn(writer, "Used By", users);
  writeConditions(writer, claim);
  await writeEventsOf(writer, [subjectOf(claim)], context);
  return writer.text();
}

async function podsUsing(reader: DescribeReader, { metadata }: PersistentVolumeClaim): Promise<string[]> {
  const pods = await reader.list<Pod>(`/api/v1/namespaces/${metadata.namespace ?? ""}/pods`);
  const owners = (metadata.ownerReferences ?? []).filter((owner) => owner.kind === "Pod").map((owner) => owner.uid);
  return pods
    .filter((pod) => owners.includes(pod.metadata.uid) || claimsOf(pod).includes(metadata.name))
    .map((pod) => pod.metadata.name)
    .sort(compareText);
}

function claimsOf({ spec }: Pod): string[] {
  return (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
}

function writeConditions(writer: DescriptionWriter, { status }: PersistentVolumeClaim): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  writer.line(0, "Conditions:");
  writer.line(1, "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage");
  writer.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const { type, status: state, lastProbeTime, lastTransitionTime, reason = "", message = "" } of conditions) {
    const cells = [
      `${type} `,
      `${state} `,
      `${formatInstant(lastProbeTime)} `,
      `${formatInstant(lastTransitionTime)} `,
    ];
    writer.line(1, [...cells, `${reason} `, message].join("\t"));
  }
}
