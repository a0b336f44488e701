// How much of a quota's resources the objects of a namespace use.

import { podQuantities } from "../../../api/pod-requests.ts";
import { addQuantity, formatQuantity, type Quantity, quantityOf, ZERO_QUANTITY } from "../../../api/quantity.ts";
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from "../../../api/types.ts";
import { isTerminal } from "../pod-state.ts";

export interface Contents {
  readonly pods: readonly Pod[];
  readonly services: readonly Service[];
  readonly claims: readonly PersistentVolumeClaim[];
  /** How many objects there are of a resource: `configmaps`, `deployments.apps`; undefined for one that nobody knows. */
  count(resource: string): number | undefined;
}

export type Used = Readonly<Record<string, string>>;

export function quotaUsage(quota: ResourceQuota, contents: Contents): Used {
  const pods = contents.pods.filter((pod) => !isTerminal(pod) && inScopes(quota, pod));
  const names = Object.keys(quota.spec.hard ?? {}).sort();
  const used = names.flatMap((name): [string, string][] => {
    const usage = usageOf(name, pods, contents);
    return usage === undefined ? [] : [[name, formatQuantity(usage)]];
  });
  return Object.fromEntries(used);
}

function usageOf(name: string, pods: readonly Pod[], contents: Contents): Quantity | undefined {
  if (name === "pods") return whole(pods.length);
  if (name === "services.nodeports")
    return whole(contents.services.reduce((sum, service) => sum + nodePorts(service), 0));
  if (name === "services.loadbalancers")
    return whole(contents.services.filter(({ spec }) => spec.type === "LoadBalancer").length);
  const byClass = /^(.*)\.storageclass\.storage\.k8s\.io\/(.*)$/.exec(name);
  if (byClass !== null)
    return claimUsage(
      byClass[2] ?? "",
      contents.claims.filter(({ spec }) => spec.storageClassName === byClass[1]),
    );
  if (name === "requests.storage") return claimUsage(name, contents.claims);
  const compute = computeResource(name);
  if (compute !== undefined) return sum(pods.map((pod) => podUsage(pod, compute.list, compute.resource)));
  const count = contents.count(name.replace(/^count\//, ""));
  return count === undefined ? undefined : whole(count);
}

function claimUsage(name: string, claims: readonly PersistentVolumeClaim[]): Quantity {
  if (name === "persistentvolumeclaims") return whole(claims.length);
  return sum(claims.map(({ spec }) => quantityOf(spec.resources?.requests?.storage)));
}

function nodePorts({ spec }: Service): number {
  const isCounted =
    spec.type === "NodePort" || (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
  return isCounted ? (spec.ports ?? []).length : 0;
}

function computeResource(name: string): { list: "requests" | "limits"; resource: string } | undefined {
  const [, list, resource = ""] = /^(requests|limits)\.(.+)$/.exec(name) ?? [];
  if (list !== undefined) return { list: list as "requests" | "limits", resource };
  return ["cpu", "memory", "ephemeral-storage"].includes(name) ? { list: "requests", resource: name } : undefined;
}

function podUsage(pod: Pod, list: "requests" | "limits", resource: string): Quantity {
  return podQuantities(pod, list).get(resource) ?? ZERO_QUANTITY;
}

function inScopes(quota: ResourceQuota, pod: Pod): boolean {
  const plain = (quota.spec.scopes ?? []).every((scope) => inScope(scope, pod));
  return (
    plain &&
    (quota.spec.scopeSelector?.matchExpressions ?? []).every((term) => {
      if (term.scopeName !== "PriorityClass") return inScope(term.scopeName, pod);
      const name = pod.spec.priorityClassName;
      const isListed = name !== undefined && (term.values ?? []).includes(name);
      if (term.operator === "Exists") return name !== undefined;
      if (term.operator === "DoesNotExist") return name === undefined;
      return isListed === (term.operator === "In");
    })
  );
}

function inScope(scope: string, pod: Pod): boolean {
  const isTerminating = (pod.spec.activeDeadlineSeconds ?? -1) >= 0;
  const isBestEffort = pod.status.qosClass === "BestEffort";
  const answers: Readonly<Record<string, boolean>> = {
    Terminating: isTerminating,
    NotTerminating: !isTerminating,
    BestEffort: isBestEffort,
    NotBestEffort: !isBestEffort,
  };
  return answers[scope] ?? false;
}

function sum(quantities: readonly Quantity[]): Quantity {
  return quantities.reduce(addQuantity, ZERO_QUANTITY);
}

function whole(count: number): Quantity {
  return quantityOf(String(count));
}
