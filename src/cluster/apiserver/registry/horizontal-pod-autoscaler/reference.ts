// The object that an autoscaler scales, or that a metric is about.

import { pathSegmentErrors } from "../../../../api/names.ts";
import { invalidEach, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";

/** An object of any kind, by kind and name. */
export function validateReference(
  reference: { readonly kind?: string; readonly name?: string } | undefined,
  field: string,
): FieldError[] {
  return (["kind", "name"] as const).flatMap((part) => {
    const value = reference?.[part] ?? "";
    return value === ""
      ? [required(`${field}.${part}`)]
      : invalidEach(`${field}.${part}`, value, pathSegmentErrors(value));
  });
}
