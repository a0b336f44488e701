// The volumes of a pod, each with where its content comes from.

import type { PersistentVolumeClaim, Volume } from "../../api/types.ts";
import { writeClaimBody } from "./claim.ts";
import { type LevelWriter, nestedWriter } from "./description-writer.ts";
import { shortened } from "./labels.ts";
import type { SourceField } from "./source-fields.ts";
import { byKey } from "./values.ts";
import { volumeSourceText } from "./volume-sources.ts";

type Projected = NonNullable<Volume["projected"]>;
type DownwardApi = NonNullable<Volume["downwardAPI"]>;
type Csi = NonNullable<Volume["csi"]>;
type Ephemeral = NonNullable<Volume["ephemeral"]>;

export function writeVolumes(writer: LevelWriter, volumes: readonly Volume[] | undefined, indent: string): void {
  if (volumes === undefined || volumes.length === 0) {
    writer.line(0, `${indent}Volumes:\t<none>`);
    return;
  }
  writer.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    writer.line(1, `${indent === "" ? "" : " "}${volume.name}:`);
    writeVolumeSource(writer, volume);
  }
}

function writeVolumeSource(writer: LevelWriter, volume: Volume): void {
  if (volume.projected) writeProjected(writer, volume.projected);
  else if (volume.downwardAPI) writeDownwardApi(writer, volume.downwardAPI);
  else if (volume.csi) writeCsi(writer, volume.csi);
  else if (volume.ephemeral) writeEphemeral(writer, volume.ephemeral);
  else writeNamedSource(writer, volume as unknown as Readonly<Record<string, unknown>>, false);
}

/** The source of a pod's volume or of a PersistentVolume that is nothing but fields. */
export function writeNamedSource(
  writer: LevelWriter,
  holder: Readonly<Record<string, unknown>>,
  persistent: boolean,
): void {
  for (const [name, source] of Object.entries(holder)) {
    if (typeof source !== "object" || source === null) continue;
    const described = volumeSourceText(name, source as Readonly<Record<string, unknown>>, persistent);
    if (described === undefined) continue;
    writeFields(writer, [["Type", described.type], ...described.fields]);
    return;
  }
  writer.line(1, "<unknown>");
}

function writeFields(writer: LevelWriter, fields: readonly SourceField[]): void {
  for (const [label, value] of fields) {
    if (label.endsWith("\t")) writer.line(2, `${label}${String(value)}`);
    else writer.field(2, label, value);
  }
}

function writeProjected(writer: LevelWriter, projected: Projected): void {
  writer.field(2, "Type", "Projected (a volume that contains injected data from multiple sources)");
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of projected.sources ?? []) {
    if (secret) {
      writeFields(writer, [
        ["SecretName", secret.name ?? ""],
        ["Optional", secret.optional === true],
      ]);
    } else if (downwardAPI) writer.field(2, "DownwardAPI", true);
    else if (configMap) {
      writeFields(writer, [
        ["ConfigMapName", configMap.name ?? ""],
        ["Optional", configMap.optional === true],
      ]);
    } else if (serviceAccountToken)
      writer.field(2, "TokenExpirationSeconds", serviceAccountToken.expirationSeconds ?? 0);
  }
}

function writeDownwardApi(writer: LevelWriter, downwardApi: DownwardApi): void {
  writer.field(2, "Type", "DownwardAPI (a volume populated by information about the pod)");
  writer.line(2, "Items:");
  for (const { fieldRef, resourceFieldRef, path } of downwardApi.items ?? []) {
    if (fieldRef) writer.line(3, `${fieldRef.fieldPath} -> ${path}`);
    if (resourceFieldRef) writer.line(3, `${resourceFieldRef.resource} -> ${path}`);
  }
}

function writeCsi(writer: LevelWriter, csi: Csi): void {
  writeFields(writer, [
    ["Type", "CSI (a Container Storage Interface (CSI) volume source)"],
    ["Driver", csi.driver],
    ["FSType", csi.fsType ?? ""],
    ["ReadOnly", csi.readOnly === true],
  ]);
  writeVolumeAttributes(writer, csi.volumeAttributes);
}

/** Pairs of a CSI driver. Their blanks follow kubectl, which indents each value once more. */
export function writeVolumeAttributes(
  writer: LevelWriter,
  attributes: Readonly<Record<string, string>> | undefined,
): void {
  writer.write(2, "VolumeAttributes:\t");
  const entries = Object.entries(attributes ?? {}).sort(byKey);
  if (entries.length === 0) writer.line(0, "<none>");
  for (const [index, [key, value]] of entries.entries()) {
    if (index > 0) {
      writer.write(2, "");
      writer.write(2, "\t");
    }
    writer.line(2, shortened(`${key}=${value}`, 140));
  }
}

function writeEphemeral(writer: LevelWriter, { volumeClaimTemplate: template }: Ephemeral): void {
  writer.field(
    2,
    "Type",
    "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
  );
  if (!template) return;
  const claim = { metadata: template.metadata ?? {}, spec: template.spec } as unknown as PersistentVolumeClaim;
  writeClaimBody(nestedWriter(writer, 2), claim);
}
