// Environment variables of containers and where their values come from.

import { configKeyErrors, dns1123SubdomainErrors } from "../../../../api/names.ts";
import type { Container, EnvVar } from "../../../../api/types.ts";
import { invalid, invalidEach, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { envVarNameErrors } from "../names.ts";
import { validateFieldRef, validateResourceFieldRef } from "./field-ref.ts";

const FIELDS = [
  ...["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"],
  ...["status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"],
];

type EnvFrom = NonNullable<Container["envFrom"]>[number];

export function validateEnv(list: readonly EnvVar[], field: string): FieldError[] {
  return list.flatMap((variable, i) => {
    const name = variable.name ?? "";
    const path = `${field}[${i}]`;
    const errors = name === "" ? [required(`${path}.name`)] : invalidEach(`${path}.name`, name, envVarNameErrors(name));
    return [...errors, ...sourceErrors(variable, `${path}.valueFrom`)];
  });
}

function sourceErrors({ value = "", valueFrom }: EnvVar, field: string): FieldError[] {
  if (valueFrom === undefined) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef !== undefined) errors.push(...validateFieldRef(fieldRef, FIELDS, `${field}.fieldRef`));
  if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceFieldRef(resourceFieldRef, `${field}.resourceFieldRef`, false));
  }
  if (configMapKeyRef !== undefined) errors.push(...keyErrors(configMapKeyRef, `${field}.configMapKeyRef`));
  if (secretKeyRef !== undefined) errors.push(...keyErrors(secretKeyRef, `${field}.secretKeyRef`));
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter((each) => each !== undefined).length;
  const fault = countFault(count, value);
  return fault === undefined ? errors : [...errors, invalid(field, "", fault)];
}

function countFault(count: number, value: string): string | undefined {
  if (count === 0) return "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`";
  if (value !== "") return "may not be specified when `value` is not empty";
  return count > 1 ? "may not have more than one field specified at a time" : undefined;
}

function keyErrors({ name = "", key = "" }: { name?: string; key?: string }, field: string): FieldError[] {
  const errors = invalidEach(`${field}.name`, name, dns1123SubdomainErrors(name));
  if (key === "") return [...errors, required(`${field}.key`)];
  return [...errors, ...invalidEach(`${field}.key`, key, configKeyErrors(key))];
}

export function validateEnvFrom(list: readonly EnvFrom[], field: string): FieldError[] {
  return list.flatMap(({ prefix = "", configMapRef, secretRef }, i) => {
    const path = `${field}[${i}]`;
    const errors = prefix === "" ? [] : invalidEach(`${path}.prefix`, prefix, envVarNameErrors(prefix));
    if (configMapRef !== undefined) errors.push(...nameErrors(configMapRef.name, `${path}.configMapRef.name`));
    if (secretRef !== undefined) errors.push(...nameErrors(secretRef.name, `${path}.secretRef.name`));
    if (configMapRef === undefined && secretRef === undefined) {
      errors.push(invalid(field, "", "must specify one of: `configMapRef` or `secretRef`"));
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      errors.push(invalid(field, "", "may not have more than one field specified at a time"));
    }
    return errors;
  });
}

function nameErrors(name: string | undefined, field: string): FieldError[] {
  if (name === undefined || name === "") return [required(field)];
  return invalidEach(field, name, dns1123SubdomainErrors(name));
}
