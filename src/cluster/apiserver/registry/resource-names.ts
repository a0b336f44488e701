// Which resources may be named where: in containers, quotas and limit ranges.

import { qualifiedNameErrors } from "../../../api/names.ts";
import { invalidEach } from "./field-error.ts";
import { goText } from "./go-syntax.ts";
import type { FieldError } from "./kind.ts";
import { isExtendedResource, isHugePages, isNativeResource } from "./quantities.ts";

const CONTAINER = new Set(["cpu", "memory", "ephemeral-storage"]);

const QUOTA = new Set([
  ...CONTAINER,
  ...["requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage"],
  ...["limits.cpu", "limits.memory", "limits.ephemeral-storage"],
  ...[
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
  ],
  ...["services.nodeports", "services.loadbalancers"],
]);

export function isStandardQuotaResource(name: string): boolean {
  return QUOTA.has(name) || isHugePages(name) || name.startsWith("requests.hugepages-");
}

/** A resource name, whatever it is for. The value is printed without quotes, as Kubernetes prints this type. */
export function validateResourceName(name: string, field: string): FieldError[] {
  const faults = qualifiedNameErrors(name);
  if (faults.length > 0) return invalidEach(field, goText(name), faults);
  if (name.includes("/") || isStandardQuotaResource(name) || name === "storage") return [];
  return invalidEach(field, goText(name), ["must be a standard resource type or fully qualified"]);
}

export function validateContainerResourceName(name: string, field: string): FieldError[] {
  const errors = validateResourceName(name, field);
  return [...errors, ...invalidEach(field, goText(name), containerFaults(name))];
}

function containerFaults(name: string): string[] {
  if (!name.includes("/")) {
    return CONTAINER.has(name) || isHugePages(name) ? [] : ["must be a standard resource for containers"];
  }
  return isNativeResource(name) || isExtendedResource(name) ? [] : ["doesn't follow extended resource name standard"];
}

export function validateQuotaResourceName(name: string, field: string): FieldError[] {
  const errors = validateResourceName(name, field);
  if (name.includes("/") || isStandardQuotaResource(name)) return errors;
  return [...errors, ...invalidEach(field, goText(name), ["must be a standard resource for quota"])];
}
