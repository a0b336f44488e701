// Claims for storage, on their own, in a StatefulSet and inside a pod.

import { dns1123SubdomainErrors } from "../../../api/names.ts";
import type { PersistentVolumeClaim } from "../../../api/types.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "./field-error.ts";
import type { FieldError } from "./kind.ts";
import { validateLabelSelector } from "./labels.ts";
import { canonical, compare } from "./quantities.ts";

export type ClaimSpec = PersistentVolumeClaim["spec"];

export const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES = ["Block", "Filesystem"];

export function validateClaimSpec(spec: ClaimSpec | undefined, field: string): FieldError[] {
  const modes = spec?.accessModes ?? [];
  const errors = modes.length === 0 ? [required(`${field}.accessModes`, "at least 1 access mode is required")] : [];
  return [
    ...errors,
    ...validateLabelSelector(spec?.selector, `${field}.selector`),
    ...validateAccessModes(modes, `${field}.accessModes`),
    ...storageErrors(spec, `${field}.resources[storage]`),
    ...classErrors(spec?.storageClassName, `${field}.storageClassName`),
    ...volumeModeErrors(spec?.volumeMode, `${field}.volumeMode`),
    ...dataSourceErrors(spec?.dataSource, `${field}.dataSource`),
    ...dataSourceErrors(spec?.dataSourceRef, `${field}.dataSourceRef`),
  ];
}

export function validateAccessModes(modes: readonly string[], field: string): FieldError[] {
  const errors = modes
    .filter((mode) => !ACCESS_MODES.includes(mode))
    .map((mode) => notSupported(field, mode, ACCESS_MODES));
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes("ReadWriteOncePod") && known.some((mode) => mode !== "ReadWriteOncePod")) {
    errors.push(forbidden(field, "may not use ReadWriteOncePod with other access modes"));
  }
  return errors;
}

function storageErrors(spec: ClaimSpec | undefined, field: string): FieldError[] {
  const storage = spec?.resources?.requests?.storage;
  if (storage === undefined) return [required(field)];
  return compare(storage, "0") > 0 ? [] : [invalid(field, canonical(storage), "must be greater than zero")];
}

export function classErrors(name: string | undefined, field: string): FieldError[] {
  return name === undefined || name === "" ? [] : invalidEach(field, name, dns1123SubdomainErrors(name));
}

export function volumeModeErrors(mode: string | undefined, field: string): FieldError[] {
  return mode === undefined || VOLUME_MODES.includes(mode) ? [] : [notSupported(field, mode, VOLUME_MODES)];
}

interface DataSource {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

function dataSourceErrors(source: DataSource | undefined, field: string): FieldError[] {
  if (source === undefined) return [];
  const { apiGroup = "", kind = "", name = "" } = source;
  const errors = name === "" ? [required(`${field}.name`)] : [];
  if (kind === "") errors.push(required(`${field}.kind`));
  if (apiGroup === "" && kind !== "PersistentVolumeClaim") {
    errors.push(invalid(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  }
  return errors;
}
