// What a pod asks of a node, summed as the scheduler sums it: in thousandths of a CPU, and in whole units of everything else.

import { type ResourceList, resourcesInUse, type Sized } from "./pod-resize.ts";
import {
  addQuantity,
  compareQuantity,
  type Quantity,
  quantityMilliValue,
  quantityOf,
  quantityValue,
} from "./quantity.ts";
import type { Container, Pod } from "./types.ts";

/** Amounts by resource name; `cpu` in thousandths. */
export type Amounts = ReadonlyMap<string, number>;

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
export function podRequests(pod: Sized): Amounts {
  const inUse = resourcesInUse(pod);
  if (inUse !== undefined) return requestsInUse(pod, (container) => amountsOf(inUse(container, "requests")));
  const known = requestsOf.get(pod.spec);
  if (known !== undefined) return known;
  const { overhead } = pod.spec;
  const requests = sumPod(pod.spec, ({ resources }) => amountsOf(resources?.requests), amountsOf(overhead), NUMBERS);
  requestsOf.set(pod.spec, requests);
  return requests;
}

function requestsInUse({ spec, status }: Sized, of: (container: Container) => Amounts): Amounts {
  const known = status === undefined ? undefined : inUseOf.get(status);
  if (known?.spec === spec) return known.requests;
  const requests = sumPod(spec, of, amountsOf(spec.overhead), NUMBERS);
  if (status !== undefined) inUseOf.set(status, { spec, requests });
  return requests;
}

const inUseOf = new WeakMap<Pod["status"], { readonly spec: Pod["spec"]; readonly requests: Amounts }>();

/** Objects never change, so what a spec asks for is summed once: the scheduler wants it for every pod in every cycle. */
const requestsOf = new WeakMap<Pod["spec"], Amounts>();

/** True when a pod asks for less of something than before, so that others may have it. */
export function asksForLess(next: Pod, previous: Pod): boolean {
  if ((next.metadata.generation ?? 1) <= 1 || next === previous) return false;
  const now = podRequests(next);
  return [...podRequests(previous)].some(([name, amount]) => (now.get(name) ?? 0) < amount);
}

/** The same sum in exact quantities, as a quota counts it. Overhead is added to a limit only where there is one. */
export function podQuantities(pod: Sized, list: "requests" | "limits"): ReadonlyMap<string, Quantity> {
  const { spec } = pod;
  const inUse = resourcesInUse(pod) ?? (({ resources }: Container) => resources?.[list]);
  const of = (container: Container) => quantitiesOf(inUse(container, list));
  const overhead = quantitiesOf(spec.overhead);
  if (list === "requests") return sumPod(spec, of, overhead, QUANTITIES);
  const limits = sumPod(spec, of, new Map(), QUANTITIES);
  for (const [name, amount] of overhead) {
    const limit = limits.get(name);
    if (limit !== undefined) limits.set(name, addQuantity(limit, amount));
  }
  return limits;
}

function quantitiesOf(list: ResourceList | undefined): Map<string, Quantity> {
  return new Map(Object.entries(list ?? {}).map(([name, quantity]) => [name, quantityOf(quantity)]));
}

interface Arithmetic<V> {
  add(a: V, b: V): V;
  max(a: V, b: V): V;
}

const NUMBERS: Arithmetic<number> = { add: (a, b) => a + b, max: Math.max };
const QUANTITIES: Arithmetic<Quantity> = {
  add: addQuantity,
  max: (a, b) => (compareQuantity(a, b) >= 0 ? a : b),
};

// An init container runs beside the sidecars that stand before it in the list, and beside no other.
function sumPod<V>(
  spec: Pod["spec"],
  of: (container: Container) => ReadonlyMap<string, V>,
  overhead: ReadonlyMap<string, V>,
  { add, max }: Arithmetic<V>,
): Map<string, V> {
  const merge = (into: Map<string, V>, more: ReadonlyMap<string, V>, join: (a: V, b: V) => V) => {
    for (const [name, amount] of more) {
      const present = into.get(name);
      into.set(name, present === undefined ? amount : join(present, amount));
    }
  };
  const total = new Map<string, V>();
  for (const container of spec.containers) merge(total, of(container), add);
  const sidecars = new Map<string, V>();
  const peak = new Map<string, V>();
  for (const container of spec.initContainers ?? []) {
    const own = of(container);
    const moment = new Map(own);
    merge(moment, sidecars, add);
    merge(peak, moment, max);
    if (container.restartPolicy !== "Always") continue;
    merge(total, own, add);
    merge(sidecars, own, add);
  }
  merge(total, peak, max);
  merge(total, overhead, add);
  return total;
}
