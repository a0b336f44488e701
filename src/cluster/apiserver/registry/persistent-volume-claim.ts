// PersistentVolumeClaims.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, PersistentVolumeClaim } from "../../../api/types.ts";
import { draftOf } from "../../../api/types.ts";
import { accessModesText, UNSET } from "./access-modes.ts";
import { type ClaimSpec, validateClaimSpec } from "./claim-spec.ts";
import { AGE, NAME, text, wide } from "./columns.ts";
import { deepEqual, forbidden, immutable } from "./field-error.ts";
import { goDiff } from "./go-diff.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { compare } from "./quantities.ts";
import { claimWarnings } from "./storage-warnings.ts";

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

const columns: readonly Column<PersistentVolumeClaim>[] = [
  NAME,
  text("Status", ({ metadata, status }) =>
    metadata.deletionTimestamp === undefined ? (status?.phase ?? "") : "Terminating",
  ),
  text("Volume", ({ spec }) => spec.volumeName ?? ""),
  text("Capacity", ({ spec, status }) => (spec.volumeName ? (status?.capacity?.storage ?? "0") : "")),
  text("Access Modes", ({ spec, status }) => (spec.volumeName ? accessModesText(status?.accessModes) : "")),
  text("StorageClass", ({ metadata, spec }) => metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? ""),
  text("VolumeAttributesClass", ({ spec }) => spec.volumeAttributesClassName ?? UNSET),
  AGE,
  wide("VolumeMode", ({ spec }) => spec.volumeMode ?? UNSET),
];

function prepareForCreate(claim: Draft<PersistentVolumeClaim>): void {
  claim.status = { phase: "Pending" };
}

const UPDATE_TEXT =
  "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

function validateUpdate(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const bound = previous.status?.phase === "Bound";
  const old = previous.spec;
  const compared = draftOf(next.spec);
  const before = draftOf(old);
  if (!old.volumeName && compared.volumeName) before.volumeName = compared.volumeName;
  if (old.storageClassName === undefined) delete compared.storageClassName;
  if (bound) keepSize(compared, old);
  const errors: FieldError[] = [];
  if (!deepEqual(compared, before)) {
    errors.push(forbidden("spec", `${UPDATE_TEXT}\n${goDiff("core.PersistentVolumeClaimSpec", before, compared)}`));
  }
  return [
    ...errors,
    ...shrinkErrors(next.spec, previous),
    ...immutable("volumeMode", next.spec.volumeMode, old.volumeMode),
  ];
}

function keepSize(spec: Draft<ClaimSpec>, old: ClaimSpec): void {
  const storage = old.resources?.requests?.storage;
  if (spec.resources?.requests !== undefined && storage !== undefined) spec.resources.requests.storage = storage;
  if (spec.volumeAttributesClassName === undefined) return;
  if (old.volumeAttributesClassName === undefined) delete spec.volumeAttributesClassName;
  else spec.volumeAttributesClassName = old.volumeAttributesClassName;
}

function shrinkErrors(next: ClaimSpec, { spec, status }: PersistentVolumeClaim): FieldError[] {
  const size = next.resources?.requests?.storage ?? "0";
  if (compare(size, spec.resources?.requests?.storage ?? "0") >= 0) return [];
  if (compare(size, status?.capacity?.storage ?? "0") > 0) return [];
  return [forbidden("spec.resources.requests.storage", "field can not be less than status.capacity")];
}

export const persistentVolumeClaims = defineKind<PersistentVolumeClaim>({
  get resource() {
    return catalogued("", "persistentvolumeclaims");
  },
  applyDefaults: (claim) => {
    claim.spec ??= {};
    claim.spec.volumeMode ??= "Filesystem";
    claim.spec.resources ??= {};
  },
  prepareForCreate,
  validate: ({ spec }) => validateClaimSpec(spec, "spec"),
  validateUpdate,
  warnings: claimWarnings,
  columns,
  hasStatus: true,
  hasGeneration: false,
});
