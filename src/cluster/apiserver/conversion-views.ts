// The fields of the two resources that exist in two versions: events, and horizontal pod autoscalers.

import type { AnyObject } from "../../api/types.ts";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

/** The fields that are there. */
function present(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const EVENT_NAMES: readonly (readonly [core: string, events: string])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["reportingComponent", "reportingController"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
  ["source", "deprecatedSource"],
];

function renamed(object: AnyObject, apiVersion: string, from: 0 | 1): AnyObject {
  const names = new Map(EVENT_NAMES.map((pair) => [pair[from], pair[1 - from] ?? ""]));
  const fields = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]);
  return { ...(Object.fromEntries(fields) as AnyObject), apiVersion };
}

export function eventToCore(object: AnyObject): AnyObject {
  return renamed(object, "v1", 1);
}

export function eventFromCore(object: AnyObject): AnyObject {
  return renamed(object, "events.k8s.io/v1", 0);
}

/** autoscaling/v1 knows one metric, the CPU utilization. */
export function horizontalToV2(object: AnyObject): AnyObject {
  const { targetCPUUtilizationPercentage: percentage, ...spec } = fieldsOf(object.spec);
  const { currentCPUUtilizationPercentage: current, ...status } = fieldsOf(object.status);
  const metrics =
    percentage === undefined
      ? undefined
      : [cpuMetric("target", { type: "Utilization", averageUtilization: percentage })];
  const currentMetrics = current === undefined ? undefined : [cpuMetric("current", { averageUtilization: current })];
  return {
    ...object,
    apiVersion: "autoscaling/v2",
    spec: present({ ...spec, metrics }),
    ...(object.status === undefined ? {} : { status: present({ ...status, currentMetrics }) }),
  };
}

function cpuMetric(field: "target" | "current", value: Fields): Fields {
  return { type: "Resource", resource: { name: "cpu", [field]: value } };
}

export function horizontalFromV2(object: AnyObject): AnyObject {
  const { metrics, behavior: _, ...spec } = fieldsOf(object.spec);
  const { currentMetrics, conditions: __, ...status } = fieldsOf(object.status);
  return {
    ...object,
    apiVersion: "autoscaling/v1",
    spec: present({ ...spec, targetCPUUtilizationPercentage: cpuUtilization(metrics, "target") }),
    status: present({ ...status, currentCPUUtilizationPercentage: cpuUtilization(currentMetrics, "current") }),
  };
}

function cpuUtilization(metrics: unknown, field: "target" | "current"): unknown {
  for (const metric of Array.isArray(metrics) ? metrics : []) {
    const resource = fieldsOf(fieldsOf(metric).resource);
    if (resource.name === "cpu") return fieldsOf(resource[field]).averageUtilization;
  }
  return undefined;
}
