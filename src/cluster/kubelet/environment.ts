// The environment of a container: what the image sets, then the services, then envFrom, then env, each overriding the one before.

import type { ConfigMap, Container, EnvVar, Pod, Secret, Service } from "../../api/types.ts";
import { textOfBase64 } from "../../bytes/base64.ts";
import { expandVariables } from "./expansion.ts";
import { fieldValue, type NodeFacts, resourceValue } from "./field-values.ts";

/** Raised when a reference leads nowhere; the message is the container's waiting message. */
export class ConfigError extends Error {}

export interface EnvironmentSources {
  readonly pod: Pod;
  readonly node: NodeFacts;
  readonly podIP: string;
  readonly services: readonly Service[];
  findConfigMap(name: string): ConfigMap | undefined;
  findSecret(name: string): Secret | undefined;
}

type Variables = Record<string, string>;

export function containerEnvironment(container: Container, sources: EnvironmentSources): Readonly<Variables> {
  const variables: Variables = {};
  for (const source of container.envFrom ?? []) addAll(variables, source, sources);
  for (const variable of container.env ?? []) {
    const value = valueOfVariable(variable, container, variables, sources);
    if (value !== undefined) variables[variable.name] = value;
  }
  return { ...serviceVariables(sources), ...variables };
}

type EnvFrom = NonNullable<Container["envFrom"]>[number];

function addAll(variables: Variables, source: EnvFrom, sources: EnvironmentSources): void {
  const prefix = source.prefix ?? "";
  const { configMapRef, secretRef } = source;
  if (configMapRef !== undefined) {
    const found = sources.findConfigMap(configMapRef.name ?? "");
    if (found === undefined && configMapRef.optional !== true)
      throw new ConfigError(`configmap "${configMapRef.name}" not found`);
    for (const [key, value] of Object.entries(found?.data ?? {})) variables[prefix + key] = value;
  }
  if (secretRef !== undefined) {
    const found = sources.findSecret(secretRef.name ?? "");
    if (found === undefined && secretRef.optional !== true)
      throw new ConfigError(`secret "${secretRef.name}" not found`);
    for (const [key, value] of Object.entries(found?.data ?? {})) variables[prefix + key] = textOfBase64(value) ?? "";
  }
}

function valueOfVariable(
  variable: EnvVar,
  container: Container,
  variables: Variables,
  sources: EnvironmentSources,
): string | undefined {
  const { valueFrom } = variable;
  if (valueFrom === undefined)
    return expandVariables(variable.value ?? "", { ...serviceVariables(sources), ...variables });
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return fieldValue(sources.pod, fieldRef.fieldPath, sources.node, sources.podIP);
  if (resourceFieldRef !== undefined) {
    const other = sources.pod.spec.containers.find(({ name }) => name === resourceFieldRef.containerName) ?? container;
    return resourceValue(other, resourceFieldRef.resource, resourceFieldRef.divisor, sources.node);
  }
  if (configMapKeyRef !== undefined) return keyOf("configmap", configMapKeyRef, sources);
  if (secretKeyRef !== undefined) return keyOf("secret", secretKeyRef, sources);
  return "";
}

function keyOf(
  kind: "configmap" | "secret",
  reference: { readonly name?: string; readonly key: string; readonly optional?: boolean },
  sources: EnvironmentSources,
): string | undefined {
  const name = reference.name ?? "";
  const object = kind === "configmap" ? sources.findConfigMap(name) : sources.findSecret(name);
  if (object === undefined) {
    if (reference.optional === true) return undefined;
    throw new ConfigError(`${kind} "${name}" not found`);
  }
  const value = object.data?.[reference.key];
  if (value === undefined) {
    if (reference.optional === true) return undefined;
    const title = kind === "configmap" ? "ConfigMap" : "Secret";
    throw new ConfigError(`couldn't find key ${reference.key} in ${title} ${sources.pod.metadata.namespace}/${name}`);
  }
  return kind === "secret" ? (textOfBase64(value) ?? "") : value;
}

/** `DB_SERVICE_HOST` and its kin, for the services of the pod's namespace and the API server's. */
function serviceVariables({ pod, services }: EnvironmentSources): Variables {
  const variables: Variables = {};
  for (const service of services) {
    const { name, namespace } = service.metadata;
    const isMaster = namespace === "default" && name === "kubernetes";
    if (!isMaster && (namespace !== pod.metadata.namespace || pod.spec.enableServiceLinks === false)) continue;
    const address = service.spec.clusterIP;
    const ports = service.spec.ports ?? [];
    const [first] = ports;
    if (address === undefined || address === "" || address === "None" || first === undefined) continue;
    const prefix = name.toUpperCase().replaceAll("-", "_");
    variables[`${prefix}_SERVICE_HOST`] = address;
    variables[`${prefix}_SERVICE_PORT`] = String(first.port);
    variables[`${prefix}_PORT`] = `${(first.protocol ?? "TCP").toLowerCase()}://${address}:${first.port}`;
    for (const port of ports) {
      if (port.name !== undefined)
        variables[`${prefix}_SERVICE_PORT_${port.name.toUpperCase().replaceAll("-", "_")}`] = String(port.port);
      const protocol = port.protocol ?? "TCP";
      const portPrefix = `${prefix}_PORT_${port.port}_${protocol}`;
      variables[portPrefix] = `${protocol.toLowerCase()}://${address}:${port.port}`;
      variables[`${portPrefix}_PROTO`] = protocol.toLowerCase();
      variables[`${portPrefix}_PORT`] = String(port.port);
      variables[`${portPrefix}_ADDR`] = address;
    }
  }
  return variables;
}
