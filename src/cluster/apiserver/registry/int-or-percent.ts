// Counts that may be written as a share: maxSurge, maxUnavailable, minAvailable.

import { invalid, invalidEach, NOT_NEGATIVE } from "./field-error.ts";
import { goIntOrString, goText } from "./go-syntax.ts";
import type { FieldError } from "./kind.ts";
import { percentErrors } from "./names.ts";

/** The number before the `%`, or the number itself; 0 where there is none. */
export function numberOf(value: unknown): number {
  if (typeof value === "string") return Number(/^(\d+)%?$/.exec(value)?.[1] ?? 0);
  return Number(value ?? 0);
}

export function validateIntOrPercent(value: unknown, field: string): FieldError[] {
  if (typeof value === "string") return invalidEach(field, goText(goIntOrString(value)), percentErrors(value));
  return Number(value ?? 0) < 0 ? [invalid(field, Number(value), NOT_NEGATIVE)] : [];
}

export function atMost100Percent(value: unknown, field: string): FieldError[] {
  if (typeof value !== "string" || !value.endsWith("%") || numberOf(value) <= 100) return [];
  return [invalid(field, goText(goIntOrString(value)), "must not be greater than 100%")];
}
