// Annotations that mean something on a pod.

import { invalid } from "../field-error.ts";
import type { FieldError } from "../kind.ts";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

export function validatePodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const cost = annotations?.[DELETION_COST];
  if (cost === undefined || isInt32(cost)) return [];
  return [invalid(`${field}[${DELETION_COST}]`, cost, "must be a 32bit integer")];
}

function isInt32(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}
