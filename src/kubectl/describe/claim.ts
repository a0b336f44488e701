// What a PersistentVolumeClaim and the template of an ephemeral volume have in common.

import type { KubeObject, PersistentVolume, PersistentVolumeClaim } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { writeAnnotations, writeLabels } from "./labels.ts";
import { goList } from "./values.ts";

const LEGACY_CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
const ACCESS_MODES = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
] as const;

/** `RWO,ROX`, each once, in a fixed order. */
export function formatAccessModes(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

export function storageClassOf(volume: Pick<PersistentVolumeClaim | PersistentVolume, "metadata" | "spec">): string {
  return volume.metadata?.annotations?.[LEGACY_CLASS_ANNOTATION] ?? volume.spec?.storageClassName ?? "";
}

/** The fields that a template has too; `status` is the line before `Volume:`. */
export function writeClaimBody(writer: LevelWriter, claim: PersistentVolumeClaim, status?: string): void {
  const { metadata, spec } = claim;
  const isObject = status !== undefined;
  writer.field(0, "StorageClass", storageClassOf(claim));
  if (isObject) writer.field(0, "Status", status);
  writer.field(0, "Volume", spec?.volumeName ?? "");
  writeLabels(writer, "Labels", metadata.labels);
  writeAnnotations(writer, "Annotations", metadata.annotations);
  if (isObject) writer.field(0, "Finalizers", formatFinalizers(claim));
  const isBound = Boolean(spec?.volumeName);
  writer.field(0, "Capacity", isBound ? (claim.status?.capacity?.storage ?? "0") : "");
  writer.field(0, "Access Modes", isBound ? formatAccessModes(claim.status?.accessModes) : "");
  if (spec?.volumeMode) writer.field(0, "VolumeMode", spec.volumeMode);
  if (!spec?.dataSource) return;
  writer.line(0, "DataSource:");
  if (spec.dataSource.apiGroup !== undefined) writer.field(1, "APIGroup", spec.dataSource.apiGroup);
  writer.field(1, "Kind", spec.dataSource.kind);
  writer.field(1, "Name", spec.dataSource.name);
}

export function formatFinalizers({ metadata }: KubeObject): string {
  return goList(metadata.finalizers);
}
