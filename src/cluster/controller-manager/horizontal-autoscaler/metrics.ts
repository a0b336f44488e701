// What the metrics of a HorizontalPodAutoscaler ask for: a number of replicas, or the reason why nobody can tell.

import { formatQuantity, quantityMilliValue, quantityOf } from "../../../api/quantity.ts";
import type { HorizontalPodAutoscaler, Pod } from "../../../api/types.ts";
import type { Client } from "../../client/client.ts";
import { recommend, type Target } from "./replica-calculator.ts";
import { MetricsError, readPodMetrics } from "./resource-metrics.ts";

type Status = HorizontalPodAutoscaler["status"];
export type MetricSpec = NonNullable<HorizontalPodAutoscaler["spec"]["metrics"]>[number];
export type MetricStatus = NonNullable<Status["currentMetrics"]>[number];

export interface MetricsContext {
  readonly client: Client;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly pods: readonly Pod[];
  /** What the target's spec says now. */
  readonly current: number;
  readonly nowMs: number;
}

export type Proposal =
  | { readonly kind: "replicas"; readonly replicas: number; readonly metric: string; readonly status: MetricStatus }
  /** `message` is for an event and a condition, `summary` for those who only hear that something failed. */
  | { readonly kind: "failed"; readonly reason: string; readonly message: string; readonly summary: string };

export function proposalOf(context: MetricsContext, spec: MetricSpec): Proposal {
  switch (spec.type) {
    case "Resource":
      return fromResource(context, spec);
    case "ContainerResource":
      return fromContainerResource(context, spec);
    case "Pods":
    case "Object":
    case "External":
      return withoutAdapter(context, spec);
    default:
      return invalid(`unknown metric source type ${JSON.stringify(spec.type)}`);
  }
}

function invalid(message: string): Proposal {
  return { kind: "failed", reason: "InvalidMetricSourceType", message, summary: message };
}

function fromResource(context: MetricsContext, { resource }: MetricSpec): Proposal {
  if (resource === undefined) return invalid('unknown metric source type "Resource"');
  const { name, target } = resource;
  try {
    const { replicas, metric, current } = fromPods(context, { name, target, container: undefined });
    return { kind: "replicas", replicas, metric, status: { type: "Resource", resource: { name, current } } };
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    const { message } = error;
    const summary = `failed to get ${name} resource metric value: ${message}`;
    return { kind: "failed", reason: "FailedGetResourceMetric", message, summary };
  }
}

function fromContainerResource(context: MetricsContext, { containerResource }: MetricSpec): Proposal {
  if (containerResource === undefined) return invalid('unknown metric source type "ContainerResource"');
  const { name, target, container } = containerResource;
  try {
    const { replicas, metric, current } = fromPods(context, { name, target, container });
    const status = { type: "ContainerResource", containerResource: { container, current, name } };
    return { kind: "replicas", replicas, metric, status };
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    const { message } = error;
    const summary = `failed to get ${container} container metric value: ${message}`;
    return { kind: "failed", reason: "FailedGetContainerResourceMetric", message, summary };
  }
}

interface ResourceSource {
  readonly name: string;
  readonly target: NonNullable<MetricSpec["resource"]>["target"];
  readonly container: string | undefined;
}

interface Found {
  readonly replicas: number;
  readonly metric: string;
  readonly current: { readonly averageUtilization?: number; readonly averageValue: string };
}

/** Throws MetricsError. */
function fromPods(context: MetricsContext, { name: resource, target, container }: ResourceSource): Found {
  const { client, namespace, labelSelector, pods, current, nowMs } = context;
  const wanted = targetOf(target);
  try {
    const metrics = read(() => readPodMetrics(client, { namespace, labelSelector, resource, container }), resource);
    const found = recommend({ metrics, pods, current, resource, container, target: wanted, nowMs });
    const averageValue = formatQuantity({ nano: BigInt(found.averageMilli) * 1_000_000n, format: "DecimalSI" });
    const kind = container === undefined ? "resource" : "container resource";
    if (found.utilization === undefined)
      return { replicas: found.replicas, metric: `${resource} resource`, current: { averageValue } };
    const metric = `${resource} ${kind} utilization (percentage of request)`;
    return { replicas: found.replicas, metric, current: { averageUtilization: found.utilization, averageValue } };
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    const what = wanted.kind === "value" ? "usage" : "utilization";
    throw new MetricsError(`failed to get ${resource} ${what}: ${error.message}`);
  }
}

function read<T>(from: () => T, resource: string): T {
  try {
    return from();
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    throw new MetricsError(`unable to get metrics for resource ${resource}: ${error.message}`);
  }
}

function targetOf({ averageValue, averageUtilization }: ResourceSource["target"]): Target {
  if (averageValue !== undefined) return { kind: "value", milli: quantityMilliValue(quantityOf(averageValue)) };
  if (averageUtilization !== undefined) return { kind: "utilization", percent: averageUtilization };
  throw new MetricsError(
    "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set",
  );
}

const NO_CUSTOM =
  "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered";

/** Nobody serves these metrics here, as in any cluster without an adapter for a monitoring system. */
function withoutAdapter({ namespace }: MetricsContext, { pods, object, external }: MetricSpec): Proposal {
  if (pods !== undefined) {
    const message = `unable to get metric ${pods.metric.name}: ${NO_CUSTOM}`;
    return {
      kind: "failed",
      reason: "FailedGetPodsMetric",
      message,
      summary: `failed to get pods metric value: ${message}`,
    };
  }
  if (object !== undefined) {
    const { kind, name } = object.describedObject;
    // Kubernetes puts the parts of this sentence in that order.
    const message = `unable to get metric ${object.metric.name}: ${kind} on ${namespace} ${name}/${NO_CUSTOM}`;
    const perPod = object.target.type === "AverageValue" ? `failed to get ${object.metric.name} object metric: ` : "";
    const summary = `failed to get object metric value: ${perPod}${message}`;
    return { kind: "failed", reason: "FailedGetObjectMetric", message, summary };
  }
  if (external === undefined) return invalid("unknown metric source type");
  const { metric, target } = external;
  const why = `the server could not find the requested resource (get ${metric.name}.external.metrics.k8s.io)`;
  const which = `${namespace}/${metric.name}/${selectorText(metric.selector)}`;
  const message = `unable to get external metric ${which}: unable to fetch metrics from external metrics API: ${why}`;
  const what = target.averageValue === undefined ? `external metric ${metric.name}` : `${metric.name} external metric`;
  const summary = `failed to get ${metric.name} external metric value: failed to get ${what}: ${message}`;
  return { kind: "failed", reason: "FailedGetExternalMetric", message, summary };
}

type Selector = NonNullable<MetricSpec["external"]>["metric"]["selector"];

/** As Go prints a label selector. */
function selectorText(selector: Selector): string {
  if (selector === undefined) return "nil";
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const pairs = labels.map(([key, value]) => `${key}: ${value},`).join("");
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  const list = `MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}}`;
  return `&LabelSelector{MatchLabels:map[string]string{${pairs}},${list},}`;
}
