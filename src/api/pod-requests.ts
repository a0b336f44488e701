// What a pod asks of a node, summed as the scheduler sums it: in thousandths of a CPU, and in whole units of everything else.

import { quantityMilliValue, quantityOf, quantityValue } from "./quantity.ts";
import type { Container, Pod } from "./types.ts";

/** Amounts by resource name; `cpu` in thousandths. */
export type Amounts = ReadonlyMap<string, number>;

type ResourceList = Readonly<Record<string, string>>;

/** A quantity as a number of whole units. */
export function amountOf(quantity: string): number {
  return quantityValue(quantityOf(quantity));
}

export function amountsOf(list: ResourceList | undefined): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [name, quantity] of Object.entries(list ?? {})) {
    const parsed = quantityOf(quantity);
    amounts.set(name, name === "cpu" ? quantityMilliValue(parsed) : quantityValue(parsed));
  }
  return amounts;
}

/** The pod's requests: the containers and sidecars together, or the most demanding moment of initialization; plus overhead. */
export function podRequests(pod: { readonly spec: Pod["spec"] }): Amounts {
  const known = requestsOf.get(pod.spec);
  if (known !== undefined) return known;
  const requests = podAmounts(pod, (container) => amountsOf(container.resources?.requests));
  requestsOf.set(pod.spec, requests);
  return requests;
}

/** Objects never change, so what a spec asks for is summed once: the scheduler wants it for every pod in every cycle. */
const requestsOf = new WeakMap<Pod["spec"], Amounts>();

function podAmounts(
  pod: { readonly spec: Pod["spec"] },
  amounts: (container: Container) => Map<string, number>,
): Amounts {
  const total = new Map<string, number>();
  for (const container of pod.spec.containers) add(total, amounts(container));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of pod.spec.initContainers ?? []) {
    const own = amounts(container);
    if (container.restartPolicy === "Always") {
      add(total, own);
      add(sidecars, own);
      raise(peak, sidecars);
    } else {
      const moment = new Map(own);
      add(moment, sidecars);
      raise(peak, moment);
    }
  }
  raise(total, peak);
  add(total, amountsOf(pod.spec.overhead));
  return total;
}

function add(total: Map<string, number>, more: Amounts): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0) + amount);
}

function raise(most: Map<string, number>, other: Amounts): void {
  for (const [name, amount] of other) most.set(name, Math.max(most.get(name) ?? 0, amount));
}
