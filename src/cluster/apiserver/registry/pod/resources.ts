// Requests and limits of containers.

import { parseQuantity } from "../../../../api/quantity.ts";
import type { Container, PodSpec } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, notFoundValue, notSupported, required } from "../field-error.ts";
import { goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import {
  canonical,
  compare,
  isHugePages,
  isOvercommitAllowed,
  type ResourceList,
  validateQuantity,
} from "../quantities.ts";
import { validateContainerResourceName } from "../resource-names.ts";

interface Requirements {
  readonly limits?: ResourceList;
  readonly requests?: ResourceList;
  readonly claims?: readonly { readonly name: string }[];
}

export function validateResources(requirements: Requirements, field: string, spec?: PodSpec): FieldError[] {
  const { limits = {}, requests = {} } = requirements;
  const named = [...Object.keys(limits), ...Object.keys(requests)];
  const errors = [
    ...Object.entries(limits).flatMap(([name, quantity]) => [
      ...entryErrors(name, quantity, `${field}.limits[${name}]`),
      ...pageErrors(name, quantity, `${field}.limits[${name}]`),
    ]),
    ...Object.entries(requests).flatMap(([name, quantity]) => [
      ...entryErrors(name, quantity, `${field}.requests[${name}]`),
      ...againstLimit(name, quantity, limits[name], field),
      ...pageErrors(name, quantity, `${field}.requests[${name}]`),
    ]),
  ];
  if (named.some(isHugePages) && !named.includes("cpu") && !named.includes("memory")) {
    errors.push(forbidden(field, "HugePages require cpu or memory"));
  }
  return [...errors, ...claimErrors(requirements, `${field}.claims`, spec)];
}

function entryErrors(name: string, quantity: string, field: string): FieldError[] {
  return [...validateContainerResourceName(name, field), ...validateQuantity(name, quantity, field)];
}

// Huge pages come in pages only.
function pageErrors(name: string, quantity: string, field: string): FieldError[] {
  const size = isHugePages(name) ? parseQuantity(name.slice("hugepages-".length)) : undefined;
  const amount = parseQuantity(quantity);
  if (size === undefined || amount === undefined || size.nano <= 0n) return [];
  if (amount.nano >= 0n && amount.nano % size.nano === 0n) return [];
  const shown = canonical(quantity);
  return [invalid(field, shown, `${shown} is not positive integer multiple of ${name}`)];
}

function againstLimit(name: string, request: string, limit: string | undefined, field: string): FieldError[] {
  if (limit === undefined) {
    const text = "Limit must be set for non overcommitable resources";
    return isOvercommitAllowed(name) ? [] : [required(`${field}.limits`, text)];
  }
  const difference = compare(request, limit);
  if (difference !== 0 && !isOvercommitAllowed(name)) {
    return [invalid(`${field}.requests`, canonical(request), `must be equal to ${name} limit of ${canonical(limit)}`)];
  }
  if (difference <= 0) return [];
  const text = `must be less than or equal to ${name} limit of ${canonical(limit)}`;
  return [invalid(`${field}.requests`, canonical(request), text)];
}

function claimErrors({ claims = [] }: Requirements, field: string, spec?: PodSpec): FieldError[] {
  const known = (spec?.resourceClaims ?? []).map((claim) => claim.name).sort();
  const seen = new Set<string>();
  return claims.flatMap(({ name = "" }, i) => {
    if (name === "") return [required(`${field}[${i}]`)];
    const errors = seen.has(name) ? [duplicate(`${field}[${i}]`, name)] : [];
    seen.add(name);
    if (known.includes(name)) return errors;
    const list = known.length === 0 ? " which is empty" : `: ${known.join(", ")}`;
    const text = `must be one of the names in pod.spec.resourceClaims${list}`;
    return [...errors, notFoundValue(`${field}[${i}]`, name, text)];
  });
}

export function validateResizePolicy(container: Container, field: string, spec: PodSpec): FieldError[] {
  const seen = new Set<string>();
  return (container.resizePolicy ?? []).flatMap(({ resourceName = "", restartPolicy = "" }, i) => {
    const errors = seen.has(resourceName) ? [duplicate(`${field}[${i}]`, goText(resourceName))] : [];
    seen.add(resourceName);
    errors.push(...oneOf(resourceName, ["cpu", "memory"], field, goText(resourceName)));
    errors.push(...oneOf(restartPolicy, ["NotRequired", "RestartContainer"], field));
    if (spec.restartPolicy === "Never" && restartPolicy !== "NotRequired") {
      errors.push(invalid(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    }
    return errors;
  });
}

function oneOf(value: string, allowed: readonly string[], field: string, shown: unknown = value): FieldError[] {
  if (allowed.includes(value)) return [];
  return [value === "" ? required(field) : notSupported(field, shown, allowed)];
}
