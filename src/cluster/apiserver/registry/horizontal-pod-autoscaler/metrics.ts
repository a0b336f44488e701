// The metrics that a HorizontalPodAutoscaler looks at: each has one source, and a target.

import { dns1123LabelErrors, pathSegmentErrors } from "../../../../api/names.ts";
import type { HorizontalPodAutoscaler } from "../../../../api/types.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { goQuantity } from "../go-quantity.ts";
import type { FieldError } from "../kind.ts";
import { compare } from "../quantities.ts";
import { validateContainerResourceName } from "../resource-names.ts";
import { validateReference } from "./reference.ts";

type Metric = NonNullable<HorizontalPodAutoscaler["spec"]["metrics"]>[number];
type Target = NonNullable<Metric["resource"]>["target"];

const TYPES = ["ContainerResource", "External", "Object", "Pods", "Resource"];
// In the order in which Kubernetes looks for them: only the first is looked at more closely.
const SOURCES = ["object", "external", "pods", "resource", "containerResource"] as const;

export function validateMetrics(
  metrics: readonly Metric[],
  minReplicas: number | undefined,
  field: string,
): FieldError[] {
  const errors = metrics.flatMap((metric, i) => metricErrors(metric, `${field}[${i}]`));
  const seesDemand = metrics.some(({ type }) => type === "Object" || type === "External");
  if (minReplicas !== 0 || seesDemand) return errors;
  const text = "must specify at least one Object or External metric to support scaling to zero replicas";
  return [...errors, forbidden(field, text)];
}

function metricErrors(metric: Metric, field: string): FieldError[] {
  const type = metric.type ?? "";
  const unknown = TYPES.includes(type) ? [] : [notSupported(`${field}.type`, type, TYPES)];
  const errors = type === "" ? [required(`${field}.type`, "must specify a metric source type")] : [];
  const present = SOURCES.filter((source) => metric[source] !== undefined);
  const expected = `${type[0]?.toLowerCase() ?? ""}${type.slice(1)}`;
  errors.push(...unknown, ...sourceErrors(metric, present[0], field));
  if (unknown.length > 0) errors.push(...unknown);
  else if (!present.some((source) => source === expected)) {
    errors.push(required(`${field}.${expected}`, "must populate information for the given metric source"));
  }
  if (present.length === 1) return errors;
  const others = present.filter((source) => source !== expected);
  return [
    ...errors,
    ...others.map((source) => forbidden(`${field}.${source}`, "must populate the given metric source only")),
  ];
}

function sourceErrors(metric: Metric, source: (typeof SOURCES)[number] | undefined, field: string): FieldError[] {
  const path = `${field}.${source}`;
  switch (source) {
    case "object":
      return objectErrors(metric.object, path);
    case "external":
      return externalErrors(metric.external, path);
    case "pods":
      return podsErrors(metric.pods, path);
    case "resource":
      return resourceErrors(metric.resource, path);
    case "containerResource":
      return containerErrors(metric.containerResource, path);
    case undefined:
      return [];
  }
}

function objectErrors(source: Metric["object"], field: string): FieldError[] {
  const { describedObject, metric, target } = source ?? {};
  return [
    ...validateReference(describedObject, `${field}.describedObject`),
    ...identifierErrors(metric, `${field}.metric`),
    ...targetErrors(target, `${field}.target`),
    ...someValue(target, `${field}.target`, "must set either a target value or averageValue"),
  ];
}

function externalErrors(source: Metric["external"], field: string): FieldError[] {
  const { metric, target } = source ?? {};
  const errors = [
    ...identifierErrors(metric, `${field}.metric`),
    ...targetErrors(target, `${field}.target`),
    ...someValue(target, `${field}.target`, "must set either a target value for metric or a per-pod target"),
  ];
  if (target?.value === undefined || target.averageValue === undefined) return errors;
  const text = "may not set both a target value for metric and a per-pod target";
  return [...errors, forbidden(`${field}.target.value`, text)];
}

function someValue(target: Target | undefined, field: string, text: string): FieldError[] {
  if (target?.value !== undefined || target?.averageValue !== undefined) return [];
  return [required(`${field}.averageValue`, text)];
}

function podsErrors(source: Metric["pods"], field: string): FieldError[] {
  const { metric, target } = source ?? {};
  const errors = [...identifierErrors(metric, `${field}.metric`), ...targetErrors(target, `${field}.target`)];
  if (target?.averageValue !== undefined) return errors;
  return [...errors, required(`${field}.target.averageValue`, "must specify a positive target averageValue")];
}

function resourceErrors(source: Metric["resource"], field: string): FieldError[] {
  const { name = "", target } = source ?? {};
  const errors = name === "" ? [required(`${field}.name`, "must specify a resource name")] : [];
  return [...errors, ...targetErrors(target, `${field}.target`), ...rawOrShare(target, `${field}.target`)];
}

function containerErrors(source: Metric["containerResource"], field: string): FieldError[] {
  const { name = "", container = "", target } = source ?? {};
  return [
    ...(name === ""
      ? [required(`${field}.name`, "must specify a resource name")]
      : validateContainerResourceName(name, `${field}.name`)),
    ...(container === ""
      ? [required(`${field}.container`, "must specify a container")]
      : invalidEach(`${field}.container`, container, dns1123LabelErrors(container))),
    ...targetErrors(target, `${field}.target`),
    ...rawOrShare(target, `${field}.target`),
  ];
}

function rawOrShare(target: Target | undefined, field: string): FieldError[] {
  const hasShare = target?.averageUtilization !== undefined;
  const hasRaw = target?.averageValue !== undefined;
  if (!hasShare && !hasRaw) {
    const text = "must set either a target raw value or a target utilization";
    return [required(`${field}.averageUtilization`, text)];
  }
  if (!hasShare || !hasRaw) return [];
  return [forbidden(`${field}.averageValue`, "may not set both a target raw value and a target utilization")];
}

function targetErrors(target: Target | undefined, field: string): FieldError[] {
  const { type = "", averageUtilization: share } = target ?? {};
  const errors = type === "" ? [required(`${field}.type`, "must specify a metric target type")] : [];
  if (!["Utilization", "Value", "AverageValue"].includes(type)) {
    errors.push(invalid(`${field}.type`, type, "must be either Utilization, Value, or AverageValue"));
  }
  for (const name of ["value", "averageValue"] as const) {
    const amount = target?.[name];
    if (amount === undefined || compare(amount, "0") > 0) continue;
    errors.push(invalid(`${field}.${name}`, goQuantity(amount), "must be positive"));
  }
  if (share === undefined || share >= 1) return errors;
  return [...errors, invalid(`${field}.averageUtilization`, share, "must be greater than 0")];
}

function identifierErrors(metric: { readonly name?: string } | undefined, field: string): FieldError[] {
  const name = metric?.name ?? "";
  if (name === "") return [required(`${field}.name`, "must specify a metric name")];
  return invalidEach(`${field}.name`, name, pathSegmentErrors(name));
}
