// Quantities as they stand in objects: texts, which are compared and printed in their canonical form.

import { compareQuantity, formatQuantity, parseQuantity } from "../../../api/quantity.ts";
import { invalid, NOT_NEGATIVE } from "./field-error.ts";
import { goQuantity } from "./go-quantity.ts";
import type { FieldError } from "./kind.ts";

export type ResourceList = Readonly<Record<string, string>>;

/** The canonical text: `1` for `1000m`. What cannot be read stays as it is; decoding has refused it already. */
export function canonical(quantity: unknown): string {
  const text = String(quantity);
  const parsed = parseQuantity(text);
  return parsed === undefined ? text : formatQuantity(parsed);
}

/** Negative, zero or positive, as `a - b` would be. */
export function compare(a: unknown, b: unknown): number {
  const left = parseQuantity(String(a));
  const right = parseQuantity(String(b));
  return left === undefined || right === undefined ? 0 : compareQuantity(left, right);
}

const WHOLE_NUMBERS = new Set([
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
]);

/** A quantity that counts something: not negative, and whole where the resource comes in whole pieces. */
export function validateQuantity(resource: string, quantity: unknown, field: string): FieldError[] {
  const errors = compare(quantity, "0") < 0 ? [invalid(field, canonical(quantity), NOT_NEGATIVE)] : [];
  if (!WHOLE_NUMBERS.has(resource) && !isExtendedResource(resource)) return errors;
  // A canonical quantity that is not whole ends in a unit below one.
  if (/[mun]$/.test(canonical(quantity))) errors.push(invalid(field, goQuantity(quantity), "must be an integer"));
  return errors;
}

/** Not namespaced, or in the namespace of Kubernetes itself. */
export function isNativeResource(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** Resources that a device plugin or an administrator made up, as `nvidia.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith("requests.");
}

export function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** Whether limits may exceed requests. */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}
