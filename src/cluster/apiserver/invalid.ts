// The answer 422: which rules an object violates.

import type { ResourceInfo } from "../../api/catalogue.ts";
import { ApiError, failure, type StatusCause } from "../../api/status.ts";
import { fieldErrorBody, formatFieldError } from "./registry/field-error.ts";
import type { FieldError } from "./registry/kind.ts";
import type { ServedResource } from "./resource-table.ts";

const REASONS: Readonly<Record<FieldError["type"], string>> = {
  Invalid: "FieldValueInvalid",
  Required: "FieldValueRequired",
  NotSupported: "FieldValueNotSupported",
  Forbidden: "FieldValueForbidden",
  Duplicate: "FieldValueDuplicate",
  NotFound: "FieldValueNotFound",
  TooLong: "FieldValueTooLong",
  TooMany: "FieldValueTooMany",
  TypeInvalid: "FieldValueTypeInvalid",
  Internal: "InternalError",
};

/** Throws Invalid unless the list is empty. */
export function refuseInvalid({ info }: ServedResource, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) refuseInvalidAs(info, name, errors);
}

/** Throws Invalid for what the query of a request asks: the options have a kind of their own. */
export function refuseInvalidOptions(kind: string, errors: readonly FieldError[]): never {
  return refuseInvalidAs({ kind, group: "meta.k8s.io" }, "", errors);
}

/** Throws Invalid in the name of a kind. */
export function refuseInvalidAs(
  { kind, group }: Pick<ResourceInfo, "kind" | "group">,
  name: string,
  errors: readonly FieldError[],
): never {
  const causes = errors.map(
    (error): StatusCause => ({ reason: REASONS[error.type], message: fieldErrorBody(error), field: error.field }),
  );
  // The same complaint twice is printed once, though both are among the causes.
  const lines = [...new Set(errors.map(formatFieldError))];
  const text = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  const qualifiedKind = group === "" ? kind : `${kind}.${group}`;
  const details = { ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }), kind, causes };
  throw new ApiError(failure(422, "Invalid", `${qualifiedKind} ${JSON.stringify(name)} is invalid: ${text}`, details));
}
