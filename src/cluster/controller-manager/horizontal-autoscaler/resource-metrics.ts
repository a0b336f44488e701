// What pods use of one resource, as metrics.k8s.io tells it.

import { parseDuration } from "../../../api/duration.ts";
import { quantityMilliValue, quantityOf } from "../../../api/quantity.ts";
import { ApiError } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types.ts";
import type { Client, ResourceAddress } from "../../client/client.ts";

/** One pod's measure, in thousandths of the resource's unit. */
export interface PodMetric {
  readonly value: number;
  readonly atMs: number;
  readonly windowMs: number;
}

/** By pod name. */
export type PodMetrics = Map<string, PodMetric>;

/** Why something cannot be computed; ends up in events and conditions. */
export class MetricsError extends Error {}

interface MetricsObject extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

const podMetrics: ResourceAddress = { group: "metrics.k8s.io", version: "v1beta1", resource: "pods" };

export interface MetricsQuery {
  readonly namespace: string;
  readonly labelSelector: string;
  readonly resource: string;
  /** All containers of a pod together when absent. */
  readonly container: string | undefined;
}

/** Throws MetricsError. */
export function readPodMetrics(client: Client, query: MetricsQuery): PodMetrics {
  const items = readItems(client, query);
  if (items.length === 0) throw new MetricsError("no metrics returned from resource metrics API");
  const metrics: PodMetrics = new Map();
  for (const item of items) {
    const value = milliUsedBy(item, query);
    if (value === undefined) continue;
    const windowMs = parseDuration(item.window) ?? 0;
    metrics.set(item.metadata.name, { value, atMs: Date.parse(item.timestamp), windowMs });
  }
  return metrics;
}

function readItems(client: Client, { namespace, labelSelector }: MetricsQuery): readonly MetricsObject[] {
  try {
    return client.list<MetricsObject>(podMetrics, namespace, { labelSelector }).items;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Clients name the request where the server has not said what was wrong with which object.
    const suffix = error.message.includes("(get ") ? "" : " (get pods.metrics.k8s.io)";
    throw new MetricsError(`unable to fetch metrics from resource metrics API: ${error.message}${suffix}`);
  }
}

/** Undefined where the pod's use of this resource is not known. */
function milliUsedBy(
  { metadata, containers }: MetricsObject,
  { resource, container }: MetricsQuery,
): number | undefined {
  if (container !== undefined) {
    const found = containers.find(({ name }) => name === container);
    const where = `pod ${metadata.namespace}/${metadata.name}`;
    if (found === undefined)
      throw new MetricsError(
        `failed to get container metrics: container ${container} not present in metrics for ${where}`,
      );
    return found.usage[resource] === undefined ? undefined : milliOf(found.usage[resource]);
  }
  if (containers.length === 0) return undefined;
  let sum = 0;
  for (const { usage } of containers) {
    const amount = usage[resource];
    if (amount === undefined) return undefined;
    sum += milliOf(amount);
  }
  return sum;
}

function milliOf(amount: string): number {
  return quantityMilliValue(quantityOf(amount));
}
