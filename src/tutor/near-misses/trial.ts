// What is tried on a copy of the cluster would not end well. No copy is made for this: what will fail is told from how things stand.

import type { AnyObject } from "../../api/types.ts";
import type { Action } from "../action.ts";
import { type Check, withInner } from "../checks/check.ts";
import { findService, podsBehind } from "./endpoints.ts";
import { type Finding, slip } from "./finding.ts";
import { isSelected, termsOf } from "./labels.ts";
import { nameOf, namespaceOf, ownersOf, type Scene } from "./scene.ts";

/** @param then what should hold afterwards. */
export async function failsThen(
  deeds: readonly Action[],
  then: readonly Check[],
  scene: Scene,
): Promise<Finding | undefined> {
  for (const deed of deeds) {
    const finding = await weaknessAgainst(deed, then, scene);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

async function weaknessAgainst(deed: Action, then: readonly Check[], scene: Scene): Promise<Finding | undefined> {
  if (deed.kind === "crash") return endsForGood(await podNamed(deed.pod, scene));
  if (deed.kind === "fail-node") return allOnNode(deed.node, await podsMeant(then, scene));
  const deleted =
    deed.kind === "run" ? /^kubectl delete (?:pods?|po)[ /]([a-z0-9.-]+)/.exec(deed.command)?.[1] : undefined;
  return deleted === undefined ? undefined : comesNotBack(await podNamed(deleted, scene));
}

async function podNamed(name: string, scene: Scene): Promise<AnyObject | undefined> {
  return (await scene.living("Pod", scene.world.namespace)).find(({ metadata }) => metadata.name === name);
}

function endsForGood(pod: AnyObject | undefined): Finding | undefined {
  const policy = (pod?.spec as { readonly restartPolicy?: string } | undefined)?.restartPolicy ?? "Always";
  if (pod === undefined || policy === "Always" || ownersOf(pod).length > 0) return undefined;
  return slip(`restart-policy ${pod.metadata.name}`, (says) => says.staysEnded(nameOf(pod), policy));
}

function comesNotBack(pod: AnyObject | undefined): Finding | undefined {
  if (pod === undefined || ownersOf(pod).length > 0) return undefined;
  return slip(`ownerless ${pod.metadata.name}`, (says) => says.ownerless(nameOf(pod)));
}

function allOnNode(node: string, pods: readonly AnyObject[]): Finding | undefined {
  const places = pods.map(({ spec }) => (spec as { readonly nodeName?: string } | undefined)?.nodeName);
  if (pods.length === 0 || places.some((place) => place !== node)) return undefined;
  return slip(`all-on ${node}`, (says) => says.allOnNode(pods.map(nameOf), node));
}

/** The Pods that the checks are about. */
async function podsMeant(checks: readonly Check[], scene: Scene): Promise<readonly AnyObject[]> {
  for (const check of checks.flatMap(withInner)) {
    if ("endpoints" in check) {
      const service = await findService(check.endpoints.service, check.endpoints.namespace, scene);
      if (service !== undefined) return podsBehind(service, scene);
    }
    if (!("resource" in check)) continue;
    const { kind, name, selector } = check.resource;
    const namespace = namespaceOf(check.resource, scene);
    const terms = kind === "Pod" ? termsOf(selector ?? "") : await selectedBy(kind, name, namespace, scene);
    if (terms === undefined) continue;
    const pods = await scene.living("Pod", namespace);
    return pods.filter(({ metadata }) => isSelected(metadata.labels, terms));
  }
  return [];
}

async function selectedBy(kind: string, name: string | undefined, namespace: string, scene: Scene) {
  const owner = (await scene.living(kind, namespace)).find(({ metadata }) => metadata.name === name);
  const { selector } = (owner?.spec ?? {}) as { readonly selector?: { readonly matchLabels?: Record<string, string> } };
  return selector?.matchLabels;
}
