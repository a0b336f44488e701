// Reads what pods and nodes use from the metrics API.

import {
  addQuantity,
  parseQuantity,
  type Quantity,
  quantityMilliValue,
  quantityValue,
  ZERO_QUANTITY,
} from "../../../api/quantity.ts";
import type { KubeObject } from "../../../api/types.ts";
import { KubectlError } from "../../errors.ts";
import type { Session } from "../../session.ts";

export interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

type Amounts = Readonly<Record<string, string>>;

export interface NodeMetrics extends KubeObject {
  readonly usage: Amounts;
}

export interface PodMetrics extends KubeObject {
  readonly containers: readonly { readonly name: string; readonly usage: Amounts }[];
}

export const METRICS_ROOT = "/apis/metrics.k8s.io/v1beta1";

export async function requireMetricsApi(session: Session): Promise<void> {
  const resources = await session.mapper.resources(0);
  if (resources.some(({ group }) => group === "metrics.k8s.io")) return;
  throw new KubectlError("Metrics API not available");
}

export function checkSortBy(value: string): void {
  if (value !== "" && value !== "cpu" && value !== "memory") {
    throw new KubectlError(`--sort-by accepts only cpu or memory`);
  }
}

export function usageOf(amounts: Amounts): Usage {
  return {
    cpu: parseQuantity(amounts.cpu ?? "0") ?? ZERO_QUANTITY,
    memory: parseQuantity(amounts.memory ?? "0") ?? ZERO_QUANTITY,
  };
}

export function sumOf(usages: readonly Usage[]): Usage {
  const none = { cpu: ZERO_QUANTITY, memory: ZERO_QUANTITY };
  return usages.reduce(
    (sum, each) => ({ cpu: addQuantity(sum.cpu, each.cpu), memory: addQuantity(sum.memory, each.memory) }),
    none,
  );
}

export function formatCpu({ cpu }: Usage): string {
  return `${quantityMilliValue(cpu)}m`;
}

export function formatMemory({ memory }: Usage): string {
  return `${Math.floor(quantityValue(memory) / (1024 * 1024))}Mi`;
}

/** The highest first. */
export function byUsage(sortBy: string): (a: Usage, b: Usage) => number {
  return (a, b) => {
    if (sortBy === "cpu") return quantityMilliValue(b.cpu) - quantityMilliValue(a.cpu);
    return sortBy === "memory" ? quantityValue(b.memory) - quantityValue(a.memory) : 0;
  };
}
