// The volumes of a pod: names, and at most one source each.

import { dns1123LabelErrors, dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { Volume } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, invalidEach, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateVolumeSource } from "./volume-sources.ts";

/** The volumes that mounts may name: those without faults. */
export type Volumes = ReadonlyMap<string, Volume>;

export function validateVolumes(
  list: readonly Volume[],
  field: string,
  podName?: string,
): { volumes: Volumes; errors: FieldError[] } {
  const volumes = new Map<string, Volume>();
  const errors: FieldError[] = [];
  for (const [i, volume] of list.entries()) {
    const own = [
      ...sourceErrors(volume, `${field}[${i}]`, podName),
      ...nameErrors(volume.name ?? "", `${field}[${i}].name`),
    ];
    if (volumes.has(volume.name)) own.push(duplicate(`${field}[${i}].name`, volume.name));
    if (own.length === 0) volumes.set(volume.name, volume);
    errors.push(...own);
  }
  return { volumes, errors };
}

function nameErrors(name: string, field: string): FieldError[] {
  return name === "" ? [required(field)] : invalidEach(field, name, dns1123LabelErrors(name));
}

// Kubernetes looks for sources in this order: the first one counts, each further one is refused.
const SOURCES = [
  ...(["emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs"] as const),
  ...(["iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte"] as const),
  ...(["downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk"] as const),
  ...(["portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral"] as const),
] as const;

function sourceErrors(volume: Volume, field: string, podName?: string): FieldError[] {
  const [first, ...others] = SOURCES.filter((source) => volume[source] !== undefined);
  if (first === undefined) return [required(field, "must specify a volume type")];
  return [
    ...validateVolumeSource(volume, `${field}.${first}`),
    ...others.map((source) => forbidden(`${field}.${source}`, "may not specify more than 1 volume type")),
    ...claimNameErrors(volume, `${field}.name`, podName),
  ];
}

// The claim of an ephemeral volume is named after the pod and the volume.
function claimNameErrors({ name, ephemeral }: Volume, field: string, podName?: string): FieldError[] {
  if (ephemeral === undefined || podName === undefined || (name ?? "") === "") return [];
  const claim = `${podName}-${name}`;
  return dns1123SubdomainErrors(claim).map((message) => invalid(field, name, `PVC name "${claim}": ${message}`));
}
