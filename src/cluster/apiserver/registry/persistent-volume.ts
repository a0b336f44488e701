// PersistentVolumes.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, PersistentVolume } from "../../../api/types.ts";
import { accessModesText, UNSET } from "./access-modes.ts";
import { classErrors, validateAccessModes, volumeModeErrors } from "./claim-spec.ts";
import { AGE, NAME, text, wide } from "./columns.ts";
import { deepEqual, forbidden, immutable, invalid, notSupported, required } from "./field-error.ts";
import { goDiff } from "./go-diff.ts";
import { goText } from "./go-syntax.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { validateNodeSelector } from "./pod/affinity.ts";
import { type DiskHolder, defaultDisk } from "./pod/disk-defaults.ts";
import { hostPathErrors, nfsErrors } from "./pod/volume-sources.ts";
import { canonical, compare } from "./quantities.ts";
import { volumeWarnings } from "./storage-warnings.ts";

type Spec = PersistentVolume["spec"];

const columns: readonly Column<PersistentVolume>[] = [
  NAME,
  text("Capacity", ({ spec }) => spec.capacity?.storage ?? "0"),
  text("Access Modes", ({ spec }) => accessModesText(spec.accessModes)),
  text("Reclaim Policy", ({ spec }) => spec.persistentVolumeReclaimPolicy ?? ""),
  text("Status", ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? "") : "Terminating",
  ),
  text("Claim", ({ spec }) =>
    spec.claimRef === undefined ? "" : `${spec.claimRef.namespace ?? ""}/${spec.claimRef.name ?? ""}`,
  ),
  text("StorageClass", ({ spec }) => spec.storageClassName ?? ""),
  text("VolumeAttributesClass", ({ spec }) => spec.volumeAttributesClassName ?? UNSET),
  text("Reason", ({ status }) => status?.reason ?? ""),
  AGE,
  wide("VolumeMode", ({ spec }) => spec.volumeMode ?? UNSET),
];

function applyDefaults({ spec }: Draft<PersistentVolume>): void {
  spec.persistentVolumeReclaimPolicy ??= "Retain";
  spec.volumeMode ??= "Filesystem";
  if (spec.hostPath !== undefined) spec.hostPath.type ??= "";
  defaultDisk(spec as DiskHolder);
}

function prepareForCreate(volume: Draft<PersistentVolume>, context: RegistryContext): void {
  const now = `${new Date(context.now()).toISOString().slice(0, 19)}Z`;
  volume.status = { phase: "Pending", lastPhaseTransitionTime: now };
}

// A volume has exactly one of these.
const SOURCES = [
  ...(["hostPath", "gcePersistentDisk", "awsElasticBlockStore", "glusterfs", "flocker", "nfs", "rbd"] as const),
  ...(["quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile", "vsphereVolume"] as const),
  ...(["photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi"] as const),
] as const;
const RECLAIM_POLICIES = ["Delete", "Recycle", "Retain"];

function validate({ spec }: PersistentVolume): FieldError[] {
  const modes = spec.accessModes ?? [];
  const policy = spec.persistentVolumeReclaimPolicy ?? "";
  return [
    ...(modes.length === 0 ? [required("spec.accessModes")] : []),
    ...validateAccessModes(modes, "spec.accessModes"),
    ...capacityErrors(spec),
    ...(RECLAIM_POLICIES.includes(policy)
      ? []
      : [notSupported("spec.persistentVolumeReclaimPolicy", policy, RECLAIM_POLICIES)]),
    ...affinityErrors(spec),
    ...sourceErrors(spec),
    ...classErrors(spec.storageClassName, "spec.storageClassName"),
    ...volumeModeErrors(spec.volumeMode, "spec.volumeMode"),
    ...recycleErrors(spec),
  ];
}

// Who recycles the root of a node loses the node.
function recycleErrors({ hostPath, persistentVolumeReclaimPolicy: policy }: Spec): FieldError[] {
  if (policy !== "Recycle" || hostPath === undefined || !/^\/+$/.test(hostPath.path)) return [];
  return [forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'")];
}

function capacityErrors({ capacity = {} }: Spec): FieldError[] {
  const names = Object.keys(capacity);
  if (names.length === 0) return [required("spec.capacity")];
  const errors: FieldError[] = [];
  if (capacity.storage === undefined || names.length > 1) {
    const shown = goText(`core.ResourceList{${names.map((name) => `"${name}":resource.Quantity{}`).join(", ")}}`);
    errors.push(notSupported("spec.capacity", shown, ["storage"]));
  }
  for (const name of names) {
    const text = "must be greater than zero";
    if (compare(capacity[name], "0") <= 0)
      errors.push(invalid(`spec.capacity[${name}]`, canonical(capacity[name]), text));
  }
  return errors;
}

function affinityErrors({ nodeAffinity }: Spec): FieldError[] {
  if (nodeAffinity === undefined) return [];
  const field = "spec.nodeAffinity.required";
  if (nodeAffinity.required === undefined) return [required(field, "must specify required node constraints")];
  return validateNodeSelector(nodeAffinity.required, field);
}

function sourceErrors(spec: Spec): FieldError[] {
  const [first, ...others] = SOURCES.filter((source) => spec[source] !== undefined);
  if (first === undefined) return [required("spec", "must specify a volume type")];
  const errors = others.map((source) => forbidden(`spec.${source}`, "may not specify more than 1 volume type"));
  if (spec.hostPath !== undefined) errors.unshift(...hostPathErrors(spec.hostPath, "spec.hostPath"));
  if (spec.nfs !== undefined) errors.unshift(...nfsErrors(spec.nfs, "spec.nfs"));
  if (spec.local !== undefined) errors.push(...localErrors(spec));
  if (spec.csi !== undefined) {
    if (!spec.csi.driver) errors.push(required("spec.csi.driver"));
    if (!spec.csi.volumeHandle) errors.push(required("spec.csi.volumeHandle"));
  }
  return errors;
}

function localErrors({ local, nodeAffinity }: Spec): FieldError[] {
  const errors = local?.path ? [] : [required("spec.local.path")];
  if (nodeAffinity === undefined) errors.push(required("spec.nodeAffinity", "Local volume requires node affinity"));
  return errors;
}

function validateUpdate({ spec: next }: PersistentVolume, { spec: previous }: PersistentVolume): FieldError[] {
  const errors: FieldError[] = [];
  if (SOURCES.some((source) => !deepEqual(next[source], previous[source]))) {
    const diff = goDiff("core.PersistentVolumeSource", previous, next);
    const text = `spec.persistentvolumesource is immutable after creation\n${diff}`;
    errors.push(forbidden("spec.persistentvolumesource", text));
  }
  errors.push(...immutable("volumeMode", next.volumeMode, previous.volumeMode));
  if (previous.nodeAffinity !== undefined && !deepEqual(next.nodeAffinity, previous.nodeAffinity)) {
    errors.push(invalid("nodeAffinity", goText("core.VolumeNodeAffinity{}"), "field is immutable"));
  }
  return errors;
}

export const persistentVolumes = defineKind<PersistentVolume>({
  get resource() {
    return catalogued("", "persistentvolumes");
  },
  applyDefaults,
  prepareForCreate,
  validate,
  validateUpdate,
  warnings: volumeWarnings,
  columns,
  hasStatus: true,
  hasGeneration: false,
});
