// LimitRanges.

import { catalogued } from "../../../api/catalogue.ts";
import { qualifiedNameErrors } from "../../../api/names.ts";
import { parseQuantity, quantityMilliValue } from "../../../api/quantity.ts";
import type { Draft, LimitRange } from "../../../api/types.ts";
import { CREATED_AT, NAME } from "./columns.ts";
import { duplicate, forbidden, invalid, invalidEach, required } from "./field-error.ts";
import { goQuantity } from "./go-quantity.ts";
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
    const errors = invalidEach(`${field}.type`, type, typeFaults(type));
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

interface Amount {
  readonly what: string;
  readonly amount: string | undefined;
}

function orderErrors(limit: Limit, field: string): FieldError[] {
  const isPod = limit.type === "Pod";
  const lists = {
    max: limit.max,
    min: limit.min,
    default: isPod ? {} : limit.default,
    defaultRequest: isPod ? {} : limit.defaultRequest,
    maxLimitRequestRatio: limit.maxLimitRequestRatio,
  };
  const keys = new Set(Object.values(lists).flatMap((list) => Object.keys(list ?? {})));
  return [...keys].sort().flatMap((key) => keyErrors(key, lists, field));
}

type Lists = Readonly<
  Record<"max" | "min" | "default" | "defaultRequest" | "maxLimitRequestRatio", ResourceList | undefined>
>;

function keyErrors(key: string, lists: Lists, field: string): FieldError[] {
  const min = { what: "min", amount: lists.min?.[key] };
  const max = { what: "max", amount: lists.max?.[key] };
  const request = { what: "default request", amount: lists.defaultRequest?.[key] };
  const usual = { what: "default", amount: lists.default?.[key] };
  const at = (list: string) => `${field}.${list}[${key}]`;
  return [
    ...inOrder(min, max, min, at("min")),
    ...inOrder(min, request, request, at("defaultRequest")),
    ...inOrder(request, max, request, at("defaultRequest")),
    ...inOrder(request, { ...usual, what: "default limit" }, request, at("defaultRequest")),
    ...inOrder(min, usual, min, at("default")),
    ...inOrder(usual, max, max, at("default")),
    ...ratioErrors(lists.maxLimitRequestRatio?.[key], min.amount, max.amount, at("maxLimitRequestRatio")),
    ...equalErrors(key, usual.amount, request.amount, at("defaultRequest")),
  ];
}

/** @param shown the amount that the error is about. */
function inOrder(low: Amount, high: Amount, shown: Amount, field: string): FieldError[] {
  if (low.amount === undefined || high.amount === undefined || compare(low.amount, high.amount) <= 0) return [];
  const text = `${low.what} value ${canonical(low.amount)} is greater than ${high.what} value ${canonical(high.amount)}`;
  return [invalid(field, goQuantity(shown.amount), text)];
}

function ratioErrors(
  ratio: string | undefined,
  min: string | undefined,
  max: string | undefined,
  field: string,
): FieldError[] {
  if (ratio === undefined) return [];
  const shown = canonical(ratio);
  const errors = compare(ratio, "1") < 0 ? [invalid(field, goQuantity(ratio), `ratio ${shown} is less than 1`)] : [];
  if (min === undefined || max === undefined) return errors;
  const widest = milliValue(max) / milliValue(min);
  if (milliValue(ratio) / 1000 <= widest) return errors;
  const text = `ratio ${shown} is greater than max/min = ${Number.isFinite(widest) ? widest.toFixed(6) : "+Inf"}`;
  return [...errors, invalid(field, goQuantity(ratio), text)];
}

function milliValue(amount: string): number {
  const parsed = parseQuantity(amount);
  return parsed === undefined ? 0 : quantityMilliValue(parsed);
}

// What cannot be shared has one number only.
function equalErrors(key: string, usual: string | undefined, request: string | undefined, field: string): FieldError[] {
  if (isOvercommitAllowed(key) || usual === undefined || request === undefined || compare(usual, request) === 0)
    return [];
  const text = `default value ${canonical(usual)} must equal to defaultRequest value ${canonical(request)} in ${key}`;
  return [invalid(field, goQuantity(request), text)];
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
