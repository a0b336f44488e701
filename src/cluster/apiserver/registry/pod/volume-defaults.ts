// The defaults of one volume: an empty directory when no source is named, and the modes of its files.

import { type DiskHolder, defaultDisk } from "./disk-defaults.ts";
import type { VolumeDraft } from "./drafts.ts";

type ProjectionDraft = NonNullable<NonNullable<VolumeDraft["projected"]>["sources"]>[number];
type FileDraft = NonNullable<NonNullable<VolumeDraft["downwardAPI"]>["items"]>[number];

const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;

export function defaultVolume(volume: VolumeDraft): void {
  if (Object.keys(volume).every((key) => key === "name")) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source !== undefined) source.defaultMode ??= FILE_MODE;
  }
  if (volume.hostPath !== undefined) volume.hostPath.type ??= "";
  defaultDisk(volume as DiskHolder);
  for (const file of volume.downwardAPI?.items ?? []) defaultFile(file);
  for (const source of volume.projected?.sources ?? []) defaultProjection(source);
  defaultClaimTemplate(volume);
}

function defaultProjection(source: ProjectionDraft): void {
  if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= TOKEN_SECONDS;
  for (const file of source.downwardAPI?.items ?? []) defaultFile(file);
}

function defaultFile(file: FileDraft): void {
  if (file.fieldRef !== undefined) file.fieldRef.apiVersion ??= "v1";
  if (file.resourceFieldRef !== undefined) file.resourceFieldRef.divisor ??= "0";
}

function defaultClaimTemplate(volume: VolumeDraft): void {
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template === undefined) return;
  template.metadata = { creationTimestamp: null, ...template.metadata } as NonNullable<typeof template.metadata>;
  template.spec.volumeMode ??= "Filesystem";
}
