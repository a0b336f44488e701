// Where the environment variables of a container come from.

import type { Container, EnvVar } from "../../api/types.ts";
import type { LevelWriter } from "./description-writer.ts";
import { containerResourceValue } from "./resource-field.ts";

/** The value of a field of the pod; templates have none. */
export type FieldValue = (fieldPath: string) => string;

export function writeEnvironmentSources(writer: LevelWriter, container: Container): void {
  const sources = container.envFrom ?? [];
  if (sources.length === 0) return;
  writer.line(2, "Environment Variables from:");
  for (const { configMapRef, secretRef, prefix } of sources) {
    const reference = configMapRef ?? secretRef;
    const kind = configMapRef ? "ConfigMap" : secretRef ? "Secret" : "";
    const from = prefix ? `${kind} with prefix '${prefix}'` : kind;
    writer.line(3, `${reference?.name ?? ""}\t${from}\tOptional: ${reference?.optional === true}`);
  }
}

export function writeEnvironment(writer: LevelWriter, container: Container, fieldValue: FieldValue): void {
  const variables = container.env ?? [];
  writer.line(2, variables.length === 0 ? "Environment:\t<none>" : "Environment:");
  for (const variable of variables) {
    const text = variable.valueFrom ? formatSource(variable, container, fieldValue) : (variable.value ?? "");
    if (text === undefined) continue;
    const [first = "", ...others] = variable.valueFrom ? [text] : text.split("\n");
    writer.field(3, variable.name, first);
    for (const line of others) writer.line(3, `\t${line}`);
  }
}

function formatSource({ valueFrom }: EnvVar, container: Container, fieldValue: FieldValue): string | undefined {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom ?? {};
  if (fieldRef) return `${fieldValue(fieldRef.fieldPath)} (${fieldRef.apiVersion ?? ""}:${fieldRef.fieldPath})`;
  if (resourceFieldRef) {
    const { resource } = resourceFieldRef;
    const value = containerResourceValue(container, resource, resourceFieldRef.divisor);
    const ofNode = value === "0" && (resource === "limits.cpu" || resource === "limits.memory");
    return `${ofNode ? "node allocatable" : value} (${resource})`;
  }
  if (secretKeyRef) {
    const { key, name = "", optional } = secretKeyRef;
    return `<set to the key '${key}' in secret '${name}'>\tOptional: ${optional === true}`;
  }
  if (configMapKeyRef) {
    const { key, name = "", optional } = configMapKeyRef;
    return `<set to the key '${key}' of config map '${name}'>\tOptional: ${optional === true}`;
  }
  return undefined;
}
