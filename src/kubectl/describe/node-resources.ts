// The pods on a node and how much of it they take.

import {
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityMilliValue,
  quantityValue,
  ZERO_QUANTITY,
} from "../../api/quantity.ts";
import type { Node, Pod } from "../../api/types.ts";
import type { DescriptionWriter } from "./description-writer.ts";
import { ageSince } from "./instant.ts";
import { added, podLimitQuantities, podRequestQuantities, type Quantities } from "./pod-amounts.ts";
import { compareText } from "./values.ts";

const STANDARD = ["cpu", "memory", "ephemeral-storage", "pods"];

export function writeNodeResources(writer: DescriptionWriter, node: Node, pods: readonly Pod[], now: number): void {
  const share = shareOf(node);
  writer.field(0, "Non-terminated Pods", `(${pods.length} in total)`);
  writer.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  writer.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  for (const pod of pods) {
    const requests = podRequestQuantities(pod);
    const limits = podLimitQuantities(pod);
    const cells = [share(requests, "cpu"), share(limits, "cpu"), share(requests, "memory"), share(limits, "memory")];
    const { namespace = "", name, creationTimestamp } = pod.metadata;
    writer.line(1, [namespace, name, "", ...cells, ageSince(creationTimestamp, now)].join("\t"));
  }
  writeTotals(writer, node, pods);
}

function writeTotals(writer: DescriptionWriter, node: Node, pods: readonly Pod[]): void {
  const share = shareOf(node);
  const total = (of: (pod: Pod) => Quantities) => pods.reduce<Quantities>((sum, pod) => added(sum, of(pod)), new Map());
  const requests = total(podRequestQuantities);
  const limits = total(podLimitQuantities);
  writer.line(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)");
  writer.line(1, "Resource\tRequests\tLimits");
  writer.line(1, "--------\t--------\t------");
  const names = Object.keys(allocatableOf(node)).sort(compareText);
  const hugePages = names.filter((name) => name.startsWith("hugepages-"));
  for (const name of ["cpu", "memory", "ephemeral-storage", ...hugePages]) {
    writer.line(1, `${name}\t${share(requests, name)}\t${share(limits, name)}`);
  }
  for (const name of names.filter((each) => !STANDARD.includes(each) && !each.startsWith("hugepages-"))) {
    writer.line(1, `${name}\t${formatQuantity(amount(requests, name))}\t${formatQuantity(amount(limits, name))}`);
  }
}

type Share = (quantities: Quantities, name: string) => string;

/** `500m (13%)` of what the node can give. */
function shareOf(node: Node): Share {
  const allocatable = allocatableOf(node);
  return (quantities, name) => {
    const used = amount(quantities, name);
    const all = parseQuantity(allocatable[name] ?? "0") ?? ZERO_QUANTITY;
    const valueIn = name === "cpu" ? quantityMilliValue : quantityValue;
    const percent = valueIn(all) === 0 ? 0 : Math.trunc((valueIn(used) / valueIn(all)) * 100);
    return `${formatQuantity(used)} (${percent}%)`;
  };
}

function allocatableOf({ status }: Node): Readonly<Record<string, string>> {
  const { allocatable, capacity } = status ?? {};
  return Object.keys(allocatable ?? {}).length > 0 ? (allocatable ?? {}) : (capacity ?? {});
}

function amount(quantities: Quantities, name: string): Quantity {
  return quantities.get(name) ?? ZERO_QUANTITY;
}
