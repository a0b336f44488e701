// NetworkPolicies that select other Pods than was meant, or let in others.

import type { AnyObject } from "../../api/types.ts";
import type { HttpSpec } from "../checks/http.ts";
import { type Finding, slip, trouble } from "./finding.ts";
import { isSelected, type Labels, missOf } from "./labels.ts";
import { egressMiss } from "./policy-egress.ts";
import { nameOf, namespaceOf, type Scene } from "./scene.ts";

export interface Traffic {
  readonly http: HttpSpec;
  /** Whom the request reaches. */
  readonly pods: readonly AnyObject[];
  /** Where they listen, as far as it is known. */
  readonly port?: number | undefined;
  /** It should not get through. */
  readonly isBlocked: boolean;
}

interface Selector {
  readonly matchLabels?: Labels;
}

interface PolicySpec {
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly { readonly podSelector?: Selector }[] }[];
}

export async function policyMiss(traffic: Traffic, scene: Scene): Promise<Finding | undefined> {
  const { http, pods, port, isBlocked } = traffic;
  const [target] = pods;
  if (target === undefined) return undefined;
  const policies = await scene.living("NetworkPolicy", target.metadata.namespace ?? "");
  const asker = await askerOf(http, scene);
  if (isBlocked) {
    // Either end of the way may be closed.
    const isOnWay = (policy: AnyObject) => isFor(policy, target) || (asker !== undefined && isFor(policy, asker));
    if (policies.some(isOnWay)) return undefined;
    return selectsOthers(policies.filter(isAboutIngress), target) ?? (asker && selectsOthers(policies, asker));
  }
  if (asker === undefined) return undefined;
  const byName = /^(service\/|http:\/\/[a-z])/.test(http.to ?? http.url ?? "");
  return (await letsInOthers(policies, target, asker)) ?? egressMiss({ asker, target, port, byName }, scene);
}

async function askerOf(http: HttpSpec, scene: Scene): Promise<AnyObject | undefined> {
  const [, name] = /^pod\/([^/]+)/.exec(http.from ?? "") ?? [];
  const place = namespaceOf(http.namespace === undefined ? {} : { namespace: http.namespace }, scene);
  return (await scene.living("Pod", place)).find(({ metadata }) => metadata.name === name);
}

function specOf({ spec }: AnyObject): PolicySpec {
  return (spec ?? {}) as PolicySpec;
}

function isFor(policy: AnyObject, pod: AnyObject): boolean {
  return isSelected(pod.metadata.labels, specOf(policy).podSelector?.matchLabels ?? {});
}

/** No policy is for the Pod that should be out of reach, but one nearly is. */
function selectsOthers(policies: readonly AnyObject[], target: AnyObject): Finding | undefined {
  for (const policy of policies) {
    const miss = missOf(target.metadata.labels, specOf(policy).podSelector?.matchLabels ?? {});
    if (miss === undefined) continue;
    return slip(`policy ${policy.metadata.name}`, (says) =>
      says.policyForOthers(nameOf(policy), nameOf(target), miss(says)),
    );
  }
  return undefined;
}

/** The Pod is closed, and the door is open for others than who asks. */
function letsInOthers(policies: readonly AnyObject[], target: AnyObject, asker: AnyObject): Finding | undefined {
  const closing = policies.filter((policy) => isFor(policy, target) && isAboutIngress(policy));
  if (closing.length === 0) return undefined;
  const doors = closing.flatMap((policy) =>
    (specOf(policy).ingress ?? []).flatMap(({ from = [{}] }) =>
      from.map(({ podSelector, ...others }) => ({ policy, podSelector, others })),
    ),
  );
  // By namespace, or by addresses: what is not looked at here is not guessed at.
  if (doors.some(({ others }) => Object.keys(others).length > 0)) return undefined;
  if (doors.some(({ podSelector }) => isSelected(asker.metadata.labels, podSelector?.matchLabels ?? {})))
    return undefined;
  for (const { policy, podSelector } of doors) {
    const miss = missOf(asker.metadata.labels, podSelector?.matchLabels ?? {});
    if (miss !== undefined)
      return slip(`policy-from ${policy.metadata.name}`, (says) =>
        says.policyFrom(nameOf(policy), nameOf(asker), miss(says)),
      );
  }
  return trouble(`policy-closed ${target.metadata.name}`, (says) =>
    says.policyCloses(closing.map(nameOf), nameOf(target), nameOf(asker)),
  );
}

function isAboutIngress(policy: AnyObject): boolean {
  return specOf(policy).policyTypes?.includes("Ingress") ?? true;
}
