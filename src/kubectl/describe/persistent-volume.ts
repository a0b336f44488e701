// Stands for `kubectl describe persistentvolume`.

import type { PersistentVolume } from "../../api/types.ts";
import { formatAccessModes, formatFinalizers, storageClassOf } from "./claim.ts";
import type { DescribeContext } from "./context.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { subjectOf, writeEventsOf } from "./events.ts";
import { writeClusterHeader } from "./header.ts";
import { ageSince } from "./instant.ts";
import { writeNamedSource, writeVolumeAttributes } from "./volume.ts";

type Csi = NonNullable<PersistentVolume["spec"]["csi"]>;

export async function describePersistentVolume(volume: PersistentVolume, context: DescribeContext): Promise<string> {
  const { metadata, spec, status } = volume;
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, volume);
  writer.field(0, "Finalizers", formatFinalizers(volume));
  writer.field(0, "StorageClass", storageClassOf(volume));
  writer.field(0, "Status", terminatingOr(metadata.deletionTimestamp, status?.phase, context.now()));
  const claim = spec.claimRef;
  writer.field(0, "Claim", claim ? `${claim.namespace ?? ""}/${claim.name ?? ""}` : "");
  writer.field(0, "Reclaim Policy", spec.persistentVolumeReclaimPolicy ?? "");
  writer.field(0, "Access Modes", formatAccessModes(spec.accessModes));
  if (spec.volumeMode !== undefined) writer.field(0, "VolumeMode", spec.volumeMode);
  writer.field(0, "Capacity", spec.capacity?.storage ?? "0");
  writeNodeAffinity(writer, spec.nodeAffinity);
  writer.field(0, "Message", status?.message ?? "");
  writer.line(0, "Source:");
  if (spec.csi) writeCsi(writer, spec.csi);
  else writeNamedSource(writer, spec as unknown as Readonly<Record<string, unknown>>, true);
  await writeEventsOf(writer, [subjectOf(volume)], context);
  return writer.text();
}

/** What stands beside `Status:`: how long it has been going, once the deletion was asked for. */
export function terminatingOr(deletionTimestamp: string | undefined, phase: string | undefined, now: number): string {
  return deletionTimestamp === undefined ? (phase ?? "") : `Terminating (lasts ${ageSince(deletionTimestamp, now)})`;
}

function writeNodeAffinity(writer: DescriptionWriter, affinity: PersistentVolume["spec"]["nodeAffinity"]): void {
  const terms = affinity?.required?.nodeSelectorTerms;
  if (!affinity?.required) {
    writer.field(0, "Node Affinity", "<none>");
    return;
  }
  writer.field(0, "Node Affinity", "");
  writer.field(1, "Required Terms", terms?.length ? "" : "<none>");
  for (const [index, { matchExpressions = [] }] of (terms ?? []).entries()) {
    writeTerm(
      writer,
      2,
      `Term ${index}`,
      matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()}${bracketed(values)}`),
    );
  }
}

/** A term, its expressions below each other. */
export function writeTerm(
  writer: DescriptionWriter,
  level: number,
  title: string,
  expressions: readonly string[],
): void {
  writer.write(level, `${title}:\t`);
  if (expressions.length === 0) writer.line(0, "<none>");
  for (const [index, expression] of expressions.entries()) {
    if (index > 0) writer.write(level, "\t");
    writer.line(0, expression);
  }
}

export function bracketed(values: readonly string[]): string {
  return values.length === 0 ? "" : ` [${values.join(", ")}]`;
}

function writeCsi(writer: DescriptionWriter, csi: Csi): void {
  writer.field(2, "Type", "CSI (a Container Storage Interface (CSI) volume source)");
  writer.field(2, "Driver", csi.driver);
  writer.field(2, "FSType", csi.fsType ?? "");
  writer.field(2, "VolumeHandle", csi.volumeHandle);
  writer.field(2, "ReadOnly", csi.readOnly === true);
  writeVolumeAttributes(writer, csi.volumeAttributes);
}
