// PriorityClasses.

import { catalogued } from "../../../api/catalogue.ts";
import type { PriorityClass } from "../../../api/types.ts";
import { AGE, integer, NAME, text } from "./columns.ts";
import { forbidden, immutable, notSupported, required } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";

const SYSTEM: Readonly<Record<string, number>> = {
  "system-node-critical": 2000001000,
  "system-cluster-critical": 2000000000,
};
const HIGHEST_OF_USERS = 1000000000;

const POLICIES = ["PreemptLowerPriority", "Never"];

function validate(priorityClass: PriorityClass): FieldError[] {
  const policy = priorityClass.preemptionPolicy ?? "";
  const errors = valueErrors(priorityClass);
  if (POLICIES.includes(policy)) return errors;
  return [...errors, policy === "" ? required("preemptionPolicy") : notSupported("preemptionPolicy", policy, POLICIES)];
}

function valueErrors({ metadata, value = 0, globalDefault }: PriorityClass): FieldError[] {
  const { name } = metadata;
  if (!name.startsWith("system-")) {
    const text = `maximum allowed value of a user defined priority is ${HIGHEST_OF_USERS}`;
    return value > HIGHEST_OF_USERS ? [forbidden("value", text)] : [];
  }
  const why = systemFault(name, value, globalDefault === true);
  if (why === undefined) return [];
  const text = "priority class names with 'system-' prefix are reserved for system use only. error:";
  return [forbidden("metadata.name", `${text} ${why}`)];
}

function systemFault(name: string, value: number, globalDefault: boolean): string | undefined {
  const known = SYSTEM[name];
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

function validateUpdate(next: PriorityClass, previous: PriorityClass): FieldError[] {
  const errors = next.value === previous.value ? [] : [forbidden("value", "may not be changed in an update.")];
  return [...errors, ...immutable("preemptionPolicy", next.preemptionPolicy, previous.preemptionPolicy)];
}

export const priorityClasses = defineKind<PriorityClass>({
  get resource() {
    return catalogued("scheduling.k8s.io", "priorityclasses");
  },
  applyDefaults: (priorityClass) => {
    priorityClass.preemptionPolicy ??= "PreemptLowerPriority";
    // Zero is written out, like any other number of this kind.
    priorityClass.value ??= 0;
  },
  validate,
  validateUpdate,
  columns: [
    NAME,
    integer("Value", ({ value }) => value),
    { name: "Global-Default", type: "boolean", cell: ({ globalDefault }) => globalDefault ?? false },
    AGE,
    text("PreemptionPolicy", ({ preemptionPolicy }) => preemptionPolicy ?? ""),
  ],
  hasGeneration: true,
});
