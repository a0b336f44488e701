// The options of a write that its query carries: checked before anything is looked at.

import { type ApiRequest, queryValue, queryValues } from "../../api/request.ts";
import { refuseInvalidOptions } from "./invalid.ts";
import { APPLY_PATCH, type PatchType } from "./patch-types.ts";
import { forbidden, invalid, notSupported, required } from "./registry/field-error.ts";
import type { FieldError } from "./registry/kind.ts";

const MAX_MANAGER_BYTES = 128;
const VALIDATIONS = ["Ignore", "Warn", "Strict"];

export type WriteOptionsKind = "CreateOptions" | "UpdateOptions" | "PatchOptions";

/** Throws Invalid for what a create or an update may not ask. */
export function checkWriteOptions(request: ApiRequest, kind: "CreateOptions" | "UpdateOptions"): void {
  refuse(kind, commonErrors(request));
}

/** Throws Invalid for what a patch may not ask. */
export function checkPatchOptions(request: ApiRequest, type: PatchType): void {
  const errors: FieldError[] = [];
  if (type === APPLY_PATCH) {
    if (!queryValue(request.query, "fieldManager"))
      errors.push(required("fieldManager", "is required for apply patch"));
  } else if (queryValue(request.query, "force") !== undefined) {
    errors.push(forbidden("force", "may not be specified for non-apply patch"));
  }
  refuse("PatchOptions", [...errors, ...commonErrors(request)]);
}

/** Throws Invalid where it names a way to delete that there is none. */
export function checkDeleteOptions(options: {
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly dryRun?: readonly string[];
}): void {
  const { propagationPolicy: policy, orphanDependents, dryRun = [] } = options;
  const errors: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined) {
    const why = "orphanDependents and deletionPropagation cannot be both set";
    errors.push(invalid("propagationPolicy", policy, why));
  }
  const policies = ["Foreground", "Background", "Orphan"];
  if (policy !== undefined && !policies.includes(policy)) {
    errors.push(notSupported("propagationPolicy", policy, [...policies, "nil"]));
  }
  refuse("DeleteOptions", [...errors, ...dryRunErrors(dryRun)]);
}

function refuse(kind: WriteOptionsKind | "DeleteOptions", errors: readonly FieldError[]): void {
  if (errors.length > 0) refuseInvalidOptions(kind, errors);
}

function commonErrors({ query }: ApiRequest): FieldError[] {
  const manager = queryValue(query, "fieldManager") ?? "";
  const validation = queryValue(query, "fieldValidation") ?? "";
  const errors: FieldError[] = [];
  if (manager.length > MAX_MANAGER_BYTES) {
    errors.push({ type: "TooLong", field: "fieldManager", detail: `may not be more than ${MAX_MANAGER_BYTES} bytes` });
  }
  const hidden = [...manager].find((character) => /[\p{C}\p{Z}]/u.test(character) && character !== " ");
  if (hidden !== undefined) errors.push(invalid("fieldManager", manager, "should only contain printable characters"));
  errors.push(...dryRunErrors(queryValues(query, "dryRun")));
  if (validation !== "" && !VALIDATIONS.includes(validation)) {
    errors.push(notSupported("fieldValidation", validation, VALIDATIONS));
  }
  return errors;
}

function dryRunErrors(values: readonly string[]): FieldError[] {
  return values.every((value) => value === "All") ? [] : [notSupported("dryRun", values.join(), ["All"])];
}
