// Stands for the validation of labels and label selectors, wherever they stand in an object.

import { labelValueErrors, qualifiedNameErrors } from "../../../api/names.ts";
import type { LabelSelector } from "../../../api/types.ts";
import { forbidden, invalid, invalidEach, required } from "./field-error.ts";
import type { FieldError } from "./kind.ts";

type StringMap = Readonly<Record<string, string>> | undefined;

export function validateLabelName(key: string, field: string): FieldError[] {
  return invalidEach(field, key, qualifiedNameErrors(key));
}

export function validateLabels(labels: StringMap, field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(key, field),
    ...invalidEach(field, value, labelValueErrors(value)),
  ]);
}

export function validateAnnotations(annotations: StringMap, field: string): FieldError[] {
  // Kubernetes looks at the lower-case form, but shows the key as it was written.
  return Object.keys(annotations ?? {}).flatMap((key) =>
    invalidEach(field, key, qualifiedNameErrors(key.toLowerCase())),
  );
}

export function validateLabelSelector(selector: LabelSelector | undefined, field: string): FieldError[] {
  if (selector === undefined) return [];
  const expressions = selector.matchExpressions ?? [];
  return [
    ...validateLabels(selector.matchLabels as StringMap, `${field}.matchLabels`),
    ...expressions.flatMap((each, i) => validateRequirement(each, `${field}.matchExpressions[${i}]`)),
  ];
}

type Requirement = NonNullable<LabelSelector["matchExpressions"]>[number];

function validateRequirement({ key, operator, values = [] }: Requirement, field: string): FieldError[] {
  return [
    ...operatorErrors(operator, values, field),
    ...validateLabelName(key ?? "", `${field}.key`),
    ...values.flatMap((value, i) => invalidEach(`${field}.values[${i}]`, value, labelValueErrors(value))),
  ];
}

function operatorErrors(operator: string, values: readonly string[], field: string): FieldError[] {
  if (operator === "In" || operator === "NotIn") {
    const text = "must be specified when `operator` is 'In' or 'NotIn'";
    return values.length === 0 ? [required(`${field}.values`, text)] : [];
  }
  if (operator === "Exists" || operator === "DoesNotExist") {
    const text = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return values.length > 0 ? [forbidden(`${field}.values`, text)] : [];
  }
  return [invalid(`${field}.operator`, operator ?? "", "not a valid selector operator")];
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions?.length ?? 0) === 0;
}
