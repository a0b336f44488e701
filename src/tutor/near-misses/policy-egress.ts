// NetworkPolicies that keep a Pod from going out: not to this Pod, not on this port, not even to the name server.

import type { AnyObject } from "../../api/types.ts";
import { type Finding, slip, trouble } from "./finding.ts";
import { isSelected, type Labels, missOf } from "./labels.ts";
import { nameOf, type Scene } from "./scene.ts";

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly unknown[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: unknown;
}

interface Rule {
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly protocol?: string }[];
}

interface Way {
  readonly asker: AnyObject;
  readonly target: AnyObject;
  /** The port of the target that the request is for; undefined where it is not known. */
  readonly port: number | undefined;
  /** A name server has to be asked first. */
  readonly byName: boolean;
}

const DNS_PORT = 53;

export async function egressMiss(way: Way, scene: Scene): Promise<Finding | undefined> {
  const { asker, target } = way;
  const policies = (await scene.living("NetworkPolicy", asker.metadata.namespace ?? "")).filter((policy) =>
    isLeaving(policy, asker),
  );
  const rules = policies.flatMap((policy) => rulesOf(policy).map((rule) => ({ policy, rule })));
  // What cannot be read with certainty is not guessed at.
  if (policies.length === 0 || rules.some(({ rule }) => isBeyond(rule))) return undefined;
  const labels = await namespaceLabels(target, scene);
  const reaching = rules.filter(({ rule }) => leadsTo(rule, way, labels));
  const [first] = reaching;
  if (first === undefined) return notThere(policies, rules, way);
  if (!reaching.some(({ rule }) => hasPort(rule, way.port)))
    return slip(`egress-port ${first.policy.metadata.name}`, (says) =>
      says.egressPort(nameOf(first.policy), nameOf(asker), portsIn(first.rule), way.port ?? 0),
    );
  if (!way.byName || rules.some(({ rule }) => hasPort(rule, DNS_PORT))) return undefined;
  return trouble(`egress-dns ${asker.metadata.name}`, (says) => says.egressDns(policies.map(nameOf), nameOf(asker)));
}

/** A way out leads to others, perhaps to some that are nearly meant. */
function notThere(
  policies: readonly AnyObject[],
  rules: readonly { readonly policy: AnyObject; readonly rule: Rule }[],
  { asker, target }: Way,
): Finding {
  for (const { policy, rule } of rules) {
    for (const { podSelector, namespaceSelector } of rule.to ?? []) {
      if (namespaceSelector !== undefined) continue;
      const miss = missOf(target.metadata.labels, podSelector?.matchLabels ?? {});
      if (miss !== undefined)
        return slip(`egress-to ${policy.metadata.name}`, (says) =>
          says.egressTo(nameOf(policy), nameOf(asker), nameOf(target), miss(says)),
        );
    }
  }
  return trouble(`egress-closed ${asker.metadata.name}`, (says) =>
    says.egressCloses(policies.map(nameOf), nameOf(asker), nameOf(target)),
  );
}

function isLeaving(policy: AnyObject, asker: AnyObject): boolean {
  const { podSelector, policyTypes, egress } = specOf(policy);
  if (podSelector?.matchExpressions !== undefined) return false;
  return (
    (policyTypes?.includes("Egress") ?? egress !== undefined) &&
    isSelected(asker.metadata.labels, podSelector?.matchLabels ?? {})
  );
}

function isBeyond({ to = [], ports = [] }: Rule): boolean {
  return (
    to.some(
      ({ ipBlock, podSelector, namespaceSelector }) =>
        ipBlock !== undefined ||
        podSelector?.matchExpressions !== undefined ||
        namespaceSelector?.matchExpressions !== undefined,
    ) || ports.some(({ port }) => typeof port === "string")
  );
}

function leadsTo({ to }: Rule, { asker, target }: Way, labels: Labels): boolean {
  if (to === undefined || to.length === 0) return true;
  const isHome = asker.metadata.namespace === target.metadata.namespace;
  return to.some(({ podSelector, namespaceSelector }) => {
    const isPlace = namespaceSelector === undefined ? isHome : isSelected(labels, namespaceSelector.matchLabels ?? {});
    return isPlace && isSelected(target.metadata.labels, podSelector?.matchLabels ?? {});
  });
}

function hasPort({ ports }: Rule, port: number | undefined): boolean {
  return ports === undefined || ports.length === 0 || port === undefined || ports.some((one) => one.port === port);
}

function portsIn({ ports = [] }: Rule): string {
  return ports.map(({ port }) => String(port)).join(", ");
}

async function namespaceLabels({ metadata }: AnyObject, scene: Scene): Promise<Labels> {
  const place = (await scene.all("Namespace")).find(({ metadata: { name } }) => name === metadata.namespace);
  return place?.metadata.labels ?? {};
}

function rulesOf(policy: AnyObject): readonly Rule[] {
  return specOf(policy).egress ?? [];
}

function specOf({ spec }: AnyObject) {
  return (spec ?? {}) as {
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly Rule[];
  };
}
