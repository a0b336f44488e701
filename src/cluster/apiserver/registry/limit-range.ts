// LimitRanges.

import { catalogued } from "../../../api/catalogue.ts";
import { qualifiedNameErrors } from "../../../api/names.ts";
import type { Draft, LimitRange } from "../../../api/types.ts";
import { CREATED_AT, NAME } from "./columns.ts";
import { duplicate, forbidden, invalid, invalidEach, required } from "./field-error.ts";
import { goText } from "./go-syntax.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { canonical, compare, isOvercommitAllowed, type ResourceList } from "./quantities.ts";
import { validateContainerResourceName, validateResourceName } from "./resource-names.ts";

type Limit = LimitRange["spec"]["limits"][number];

// Limits follow from maxima, requests from limits, and from minima where there is nothing else.
function applyDefaults({ spec }: Draft<LimitRange>): void {
  for (const limit of spec?.limits ?? []) {
    if (limit.type !== "Container") continue;
    const defaults = { ...limit.max, ...limit.default };
    const requests = { ...limit.min, ...defaults, ...limit.defaultRequest };
    if (Object.keys(defaults).length > 0) limit.default = defaults;
    if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
  }
}

const TYPES = ["Pod", "Container", "PersistentVolumeClaim"];

function validate({ spec }: LimitRange): FieldError[] {
  const seen = new Set<string>();
  return (spec?.limits ?? []).flatMap((limit, i) => {
    const field = `spec.limits[${i}]`;
    const type = limit.type ?? "";
    const errors = invalidEach(`${field}.type`, goText(type), typeFaults(type));
    if (seen.has(type)) errors.push(duplicate(`${field}.type`, type));
    seen.add(type);
    return [...errors, ...nameErrors(limit, field), ...orderErrors(limit, field)];
  });
}

function typeFaults(type: string): string[] {
  const faults = qualifiedNameErrors(type);
  if (faults.length > 0 || type.includes("/") || TYPES.includes(type)) return faults;
  return ["must be a standard limit type or fully qualified"];
}

function nameErrors(limit: Limit, field: string): FieldError[] {
  const check =
    limit.type === "Pod" || limit.type === "Container" ? validateContainerResourceName : validateResourceName;
  const names = (list: ResourceList = {}, name: string) =>
    Object.keys(list).flatMap((key) => check(key, `${field}.${name}[${key}]`));
  const errors = [...names(limit.max, "max"), ...names(limit.min, "min")];
  if (limit.type === "Pod") {
    const text = "may not be specified when `type` is 'Pod'";
    if (Object.keys(limit.default ?? {}).length > 0) errors.push(forbidden(`${field}.default`, text));
    if (Object.keys(limit.defaultRequest ?? {}).length > 0) errors.push(forbidden(`${field}.defaultRequest`, text));
  } else errors.push(...names(limit.default, "default"), ...names(limit.defaultRequest, "defaultRequest"));
  if (limit.type === "PersistentVolumeClaim" && !limit.min?.storage && !limit.max?.storage) {
    const text = "either minimum or maximum storage value is required, but neither was provided";
    errors.push(required(`${field}.limits`, text));
  }
  return [...errors, ...names(limit.maxLimitRequestRatio, "maxLimitRequestRatio")];
}

interface Named {
  readonly what: string;
  readonly list: ResourceList | undefined;
}

function orderErrors(limit: Limit, field: string): FieldError[] {
  const min: Named = { what: "min", list: limit.min };
  const max: Named = { what: "max", list: limit.max };
  const request: Named = { what: "default request", list: limit.defaultRequest };
  const usual: Named = { what: "default", list: limit.default };
  const lists = [limit.min, limit.max, limit.defaultRequest, limit.default, limit.maxLimitRequestRatio];
  const keys = new Set(lists.flatMap((list) => Object.keys(list ?? {})));
  return [...keys]
    .sort()
    .flatMap((key) => [
      ...inOrder(key, min, max, `${field}.min`, "min"),
      ...inOrder(key, min, request, `${field}.defaultRequest`, "request"),
      ...inOrder(key, request, max, `${field}.defaultRequest`, "request"),
      ...inOrder(key, request, { what: "default limit", list: usual.list }, `${field}.defaultRequest`, "request"),
      ...inOrder(key, min, usual, `${field}.default`, "min"),
      ...inOrder(key, usual, max, `${field}.default`, "max"),
      ...equalErrors(key, limit, field),
    ]);
}

function inOrder(key: string, low: Named, high: Named, field: string, shown: "min" | "max" | "request"): FieldError[] {
  const [a, b] = [low.list?.[key], high.list?.[key]];
  if (a === undefined || b === undefined || compare(a, b) <= 0) return [];
  const value = shown === "max" ? b : shown === "min" || low.what === "default request" ? a : b;
  const text = `${low.what} value ${canonical(a)} is greater than ${high.what} value ${canonical(b)}`;
  return [invalid(`${field}[${key}]`, canonical(value), text)];
}

// What cannot be shared has one number only.
function equalErrors(key: string, limit: Limit, field: string): FieldError[] {
  const [usual, request] = [limit.default?.[key], limit.defaultRequest?.[key]];
  if (isOvercommitAllowed(key) || usual === undefined || request === undefined || compare(usual, request) === 0)
    return [];
  const text = `default value ${canonical(usual)} must equal to defaultRequest value ${canonical(request)} in ${key}`;
  return [invalid(`${field}.defaultRequest[${key}]`, canonical(request), text)];
}

export const limitRanges = defineKind<LimitRange>({
  get resource() {
    return catalogued("", "limitranges");
  },
  applyDefaults,
  validate,
  columns: [NAME, CREATED_AT],
  hasGeneration: false,
});
