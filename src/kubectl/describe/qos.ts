// The quality of service of a pod that does not tell its own: from the requests and limits of its containers.

import { addQuantity, compareQuantity, parseQuantity, type Quantity, ZERO_QUANTITY } from "../../api/quantity.ts";
import type { Container, Pod } from "../../api/types.ts";

const COMPUTE = ["cpu", "memory"] as const;

export function qosClassOf({ spec, status }: Pod): string {
  if (status?.qosClass) return status.qosClass;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const requests = sums(containers, (container) => container.resources?.requests);
  const limits = sums(containers, (container) => container.resources?.limits);
  if (requests.size === 0 && limits.size === 0) return "BestEffort";
  const limited = containers.every((container) =>
    COMPUTE.every((name) => isPositive(container.resources?.limits?.[name])),
  );
  const equal = [...requests].every(([name, amount]) => {
    const limit = limits.get(name);
    return limit !== undefined && compareQuantity(limit, amount) === 0;
  });
  return limited && equal && requests.size === limits.size ? "Guaranteed" : "Burstable";
}

function sums(
  containers: readonly Container[],
  listOf: (container: Container) => Readonly<Record<string, string>> | undefined,
): Map<string, Quantity> {
  const totals = new Map<string, Quantity>();
  for (const container of containers) {
    for (const name of COMPUTE) {
      const amount = parseQuantity(listOf(container)?.[name] ?? "0") ?? ZERO_QUANTITY;
      if (amount.nano > 0n) totals.set(name, addQuantity(totals.get(name) ?? ZERO_QUANTITY, amount));
    }
  }
  return totals;
}

function isPositive(text: string | undefined): boolean {
  return text !== undefined && (parseQuantity(text)?.nano ?? 0n) > 0n;
}
