// What a pod asks for and what it may use, exactly, to be printed.

import { resourcesInUse } from "../../api/pod-resize.ts";
import { addQuantity, compareQuantity, parseQuantity, type Quantity } from "../../api/quantity.ts";
import type { Container, Pod } from "../../api/types.ts";

export type Quantities = ReadonlyMap<string, Quantity>;
type ResourceList = Readonly<Record<string, string>> | undefined;

/** During a resize the most of what is asked for and what is had. */
export function podRequestQuantities(pod: Pod): Quantities {
  const { spec } = pod;
  const ofPod = quantitiesOf(spec.resources?.requests);
  const inUse = resourcesInUse(pod);
  const sum = podQuantities(
    spec,
    (container) => (inUse === undefined ? container.resources?.requests : inUse(container, "requests")),
    ofPod,
  );
  return added(sum, quantitiesOf(spec.overhead));
}

export function podLimitQuantities({ spec }: Pod): Quantities {
  const ofPod = quantitiesOf(spec.resources?.limits);
  const sum = podQuantities(spec, (container) => container.resources?.limits, ofPod);
  // Overhead raises only a limit that is there.
  const overhead = [...quantitiesOf(spec.overhead)].filter(([name]) => sum.has(name));
  return added(sum, new Map(overhead));
}

export function added(a: Quantities, b: Quantities): Quantities {
  const sum = new Map(a);
  for (const [name, quantity] of b) {
    const known = sum.get(name);
    sum.set(name, known === undefined ? quantity : addQuantity(known, quantity));
  }
  return sum;
}

function podQuantities(
  spec: Pod["spec"],
  listOf: (container: Container) => ResourceList,
  ofPod: Quantities,
): Quantities {
  let running: Quantities = new Map();
  for (const container of spec.containers) running = added(running, quantitiesOf(listOf(container)));
  // Init containers run one by one, each beside the sidecars that were started before it.
  let sidecars: Quantities = new Map();
  let highest: Quantities = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = quantitiesOf(listOf(container));
    if (container.restartPolicy === "Always") {
      running = added(running, own);
      sidecars = added(sidecars, own);
      highest = larger(highest, sidecars);
    } else highest = larger(highest, added(sidecars, own));
  }
  return new Map([...larger(running, highest), ...ofPod]);
}

function larger(a: Quantities, b: Quantities): Quantities {
  const result = new Map(a);
  for (const [name, quantity] of b) {
    const known = result.get(name);
    if (known === undefined || compareQuantity(quantity, known) > 0) result.set(name, quantity);
  }
  return result;
}

function quantitiesOf(list: ResourceList): Quantities {
  const quantities = new Map<string, Quantity>();
  for (const [name, text] of Object.entries(list ?? {})) {
    const quantity = parseQuantity(text);
    if (quantity !== undefined) quantities.set(name, quantity);
  }
  return quantities;
}
