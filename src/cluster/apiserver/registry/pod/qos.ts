// How a pod is treated when its node runs short of memory: the class is fixed when the pod is created.

import type { PodSpec } from "../../../../api/types.ts";
import { compare, type ResourceList } from "../quantities.ts";

const COUNTED = ["cpu", "memory"];

export function qosClass(spec: PodSpec): "BestEffort" | "Burstable" | "Guaranteed" {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(({ resources = {} }) => ({
    requests: counted(resources.requests),
    limits: counted(resources.limits),
  }));
  const isEmpty = (list: ResourceList) => Object.keys(list).length === 0;
  if (containers.every(({ requests, limits }) => isEmpty(requests) && isEmpty(limits))) return "BestEffort";
  const isFull = ({ requests, limits }: { requests: ResourceList; limits: ResourceList }) =>
    COUNTED.every((name) => limits[name] !== undefined && compare(requests[name] ?? limits[name], limits[name]) === 0);
  return containers.every(isFull) ? "Guaranteed" : "Burstable";
}

function counted(list: ResourceList | undefined): ResourceList {
  return Object.fromEntries(
    Object.entries(list ?? {}).filter(([name, quantity]) => COUNTED.includes(name) && compare(quantity, "0") > 0),
  );
}
