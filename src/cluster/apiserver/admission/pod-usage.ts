// What an object takes of a quota: how many, and how much.

import { podQuantities } from "../../../api/pod-requests.ts";
import { formatQuantity } from "../../../api/quantity.ts";
import type { AnyObject, PersistentVolumeClaim, Pod, Service } from "../../../api/types.ts";

export type Usage = Readonly<Record<string, string>>;

type Amounts = Readonly<Record<string, string>>;

/** @param resource as `pods` or `deployments.apps`. */
export function usageOf(resource: string, object: AnyObject): Usage {
  const counts = { [`count/${resource}`]: "1" };
  switch (resource) {
    case "pods":
      return { ...counts, ...podUsage(object as unknown as Pod) };
    case "services":
      return { ...counts, ...serviceUsage(object as unknown as Service) };
    case "persistentvolumeclaims":
      return { ...counts, ...claimUsage(object as unknown as PersistentVolumeClaim) };
    case "configmaps":
    case "secrets":
    case "replicationcontrollers":
    case "resourcequotas":
      return { ...counts, [resource]: "1" };
    default:
      return counts;
  }
}

export function isTerminal({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function podUsage(pod: Pod): Usage {
  if (isTerminal(pod)) return {};
  const out: Record<string, string> = { pods: "1" };
  for (const [name, quantity] of podQuantities(pod, "requests")) {
    const amount = formatQuantity(quantity);
    out[`requests.${name}`] = amount;
    if (["cpu", "memory", "ephemeral-storage"].includes(name)) out[name] = amount;
  }
  for (const [name, quantity] of podQuantities(pod, "limits")) out[`limits.${name}`] = formatQuantity(quantity);
  return out;
}

function serviceUsage({ spec }: Service): Usage {
  const ports = String(spec.ports?.length ?? 0);
  if (spec.type === "NodePort") return { services: "1", "services.nodeports": ports };
  if (spec.type !== "LoadBalancer") return { services: "1" };
  return {
    services: "1",
    "services.loadbalancers": "1",
    ...(spec.allocateLoadBalancerNodePorts === false ? {} : { "services.nodeports": ports }),
  };
}

function claimUsage({ spec }: PersistentVolumeClaim): Usage {
  const storage = (spec.resources?.requests as Amounts | undefined)?.storage ?? "0";
  const out: Record<string, string> = { persistentvolumeclaims: "1", "requests.storage": storage };
  if (spec.storageClassName) {
    out[`${spec.storageClassName}.storageclass.storage.k8s.io/persistentvolumeclaims`] = "1";
    out[`${spec.storageClassName}.storageclass.storage.k8s.io/requests.storage`] = storage;
  }
  return out;
}
