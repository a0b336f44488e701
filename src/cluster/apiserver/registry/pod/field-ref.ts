// References of the downward API: a pod may show its own fields and resources to its containers.

import { qualifiedNameErrors } from "../../../../api/names.ts";
import { invalid, invalidEach, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { canonical, compare } from "../quantities.ts";

// The names that the API can convert at all; which of them may be used depends on the place.
const CONVERTIBLE = new Set([
  ...["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"],
  ...["spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName", "spec.host"],
  ...["status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"],
]);

interface FieldRef {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

export function validateFieldRef(reference: FieldRef, allowed: readonly string[], field: string): FieldError[] {
  const { apiVersion = "", fieldPath = "" } = reference;
  if (apiVersion === "") return [required(`${field}.apiVersion`)];
  if (fieldPath === "") return [required(`${field}.fieldPath`)];
  const [, path = fieldPath, subscript] = /^(.*)\['(.*)'\]$/.exec(fieldPath) ?? [];
  const fault = conversionFault(apiVersion, path, subscript, fieldPath);
  if (fault !== undefined) return [invalid(`${field}.fieldPath`, fieldPath, `error converting fieldPath: ${fault}`)];
  if (subscript === undefined) {
    return allowed.includes(path) ? [] : [notSupported(`${field}.fieldPath`, path, [...allowed].sort())];
  }
  const key = path === "metadata.annotations" ? subscript.toLowerCase() : subscript;
  return invalidEach(field, key, qualifiedNameErrors(key));
}

function conversionFault(
  apiVersion: string,
  path: string,
  subscript: string | undefined,
  whole: string,
): string | undefined {
  if (apiVersion !== "v1") return `unsupported pod version: ${apiVersion}`;
  if (subscript !== undefined) {
    const subscriptable = path === "metadata.annotations" || path === "metadata.labels";
    return subscriptable ? undefined : `field label does not support subscript: ${whole}`;
  }
  return CONVERTIBLE.has(path) ? undefined : `field label not supported: ${path}`;
}

const RESOURCES = [
  ...["limits.cpu", "limits.ephemeral-storage", "limits.memory"],
  ...["requests.cpu", "requests.ephemeral-storage", "requests.memory"],
];
const CPU_UNITS = ["1", "1m"];
const BYTE_UNITS = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";

interface ResourceFieldRef {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: string;
}

export function validateResourceFieldRef(ref: ResourceFieldRef, field: string, inVolume: boolean): FieldError[] {
  const { containerName = "", resource = "", divisor = "0" } = ref;
  const errors: FieldError[] = [];
  if (inVolume && containerName === "") errors.push(required(`${field}.containerName`));
  else if (resource === "") errors.push(required(`${field}.resource`));
  else if (!RESOURCES.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${field}.resource`, resource, RESOURCES));
  }
  return [...errors, ...divisorErrors(resource, divisor, `${field}.divisor`)];
}

function divisorErrors(resource: string, divisor: string, field: string): FieldError[] {
  if (compare(divisor, "0") === 0) return [];
  const unit = canonical(divisor);
  if (resource.endsWith(".cpu")) {
    const text = "only divisor's values 1m and 1 are supported with the cpu resource";
    return CPU_UNITS.includes(unit) ? [] : [invalid(field, resource, text)];
  }
  if (BYTE_UNITS.split(", ").includes(unit)) return [];
  const kinds: readonly [string, string][] = [
    [".memory", "memory"],
    [".ephemeral-storage", "local ephemeral storage"],
  ];
  const kind = kinds.find(([ending]) => resource.endsWith(ending))?.[1];
  // What is no resource has been refused as such already.
  if (kind === undefined && !resource.includes(".hugepages-")) return [];
  return [
    invalid(
      field,
      resource,
      `only divisor's values ${BYTE_UNITS} are supported with the ${kind ?? "hugepages"} resource`,
    ),
  ];
}
