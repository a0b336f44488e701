// What is told of volumes and claims that are accepted: what is deprecated, and sizes that are no whole bytes.

import { parseQuantity } from "../../../api/quantity.ts";
import type { PersistentVolume, PersistentVolumeClaim } from "../../../api/types.ts";
import { canonical } from "./quantities.ts";

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
const BETA_MOUNTS = "volume.beta.kubernetes.io/mount-options";
const ATTRIBUTES: Readonly<Record<string, string>> = {
  [BETA_CLASS]: 'deprecated since v1.8; use "storageClassName" attribute instead',
  [BETA_MOUNTS]: 'deprecated since v1.31; use "mountOptions" attribute instead',
};

function annotationWarnings(annotations: Readonly<Record<string, string>> | undefined, keys: readonly string[]) {
  return keys
    .filter((key) => annotations?.[key] !== undefined)
    .map((key) => `metadata.annotations[${key}]: ${ATTRIBUTES[key] ?? ""}`);
}

const NANO = 1_000_000_000n;

function fractionWarnings(field: string, size: string | undefined): string[] {
  const parsed = size === undefined ? undefined : parseQuantity(size);
  if (parsed === undefined || parsed.nano % NANO === 0n) return [];
  return [`${field}: fractional byte value ${JSON.stringify(canonical(size))} is invalid, must be an integer`];
}

// Volumes of file systems that Kubernetes does not know how to mount any more.
const GONE: readonly (readonly [keyof PersistentVolume["spec"], string])[] = [
  ["cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["storageos", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["rbd", "deprecated in v1.28, non-functional in v1.31+"],
];

export function volumeWarnings({ metadata, spec }: PersistentVolume): string[] {
  const texts = annotationWarnings(metadata.annotations, [BETA_CLASS, BETA_MOUNTS]);
  if (spec.persistentVolumeReclaimPolicy === "Recycle") {
    const advice = "Instead, the recommended approach is to use dynamic provisioning.";
    texts.push(`spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. ${advice}`);
  }
  for (const [source, text] of GONE) if (spec[source] !== undefined) texts.push(`spec.${source}: ${text}`);
  return [...texts, ...fractionWarnings("spec.capacity[storage]", spec.capacity?.storage)];
}

export function claimWarnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  return [
    ...annotationWarnings(metadata.annotations, [BETA_CLASS]),
    ...fractionWarnings("spec.resources.requests[storage]", spec.resources?.requests?.storage),
    ...fractionWarnings("spec.resources.limits[storage]", spec.resources?.limits?.storage),
  ];
}
