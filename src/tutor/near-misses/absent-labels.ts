// No object has the labels that were asked for; some come close, or a workload would make such Pods and does not.

import type { AnyObject } from "../../api/types.ts";
import type { ObjectQuery } from "../objects.ts";
import { type Finding, slip, trouble } from "./finding.ts";
import { isSelected, type Labels, missOf, termsOf } from "./labels.ts";
import { nameOf, namespaceOf, type Scene } from "./scene.ts";
import { stateOfWorkload, WORKLOADS } from "./workload-state.ts";

export async function nearlySoLabelled(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  const terms = query.selector === undefined ? undefined : termsOf(query.selector);
  if (terms === undefined || query.name !== undefined) return undefined;
  const namespace = namespaceOf(query, scene);
  const makers = query.kind === "Pod" ? await workloadsIn(namespace, scene) : [];
  return (
    (await ofMakers(makers, terms, scene)) ??
    (await withOneSlip(query.kind, namespace, terms, scene)) ??
    (await inOtherNamespace(query, namespace, terms, scene))
  );
}

async function withOneSlip(kind: string, namespace: string, terms: Labels, scene: Scene): Promise<Finding | undefined> {
  for (const object of await scene.living(kind, namespace)) {
    const miss = missOf(object.metadata.labels, terms);
    if (miss !== undefined)
      return slip(`labels ${kind}/${object.metadata.name}`, (says) => says.labels(nameOf(object), miss(says)));
  }
  return undefined;
}

async function inOtherNamespace(
  { kind, namespace: asked }: ObjectQuery,
  namespace: string,
  terms: Labels,
  scene: Scene,
): Promise<Finding | undefined> {
  if (asked === "*") return undefined;
  const found = (await scene.all(kind)).find(({ metadata }) => isSelected(metadata.labels, terms));
  if (found?.metadata.namespace === undefined || found.metadata.namespace === namespace) return undefined;
  const place = found.metadata.namespace;
  return slip(`labels-namespace ${kind}/${found.metadata.name}`, (says) =>
    says.labelsElsewhere(nameOf(found), place, namespace),
  );
}

/** A workload that makes such Pods, or would if the label stood in its template. */
async function ofMakers(makers: readonly AnyObject[], terms: Labels, scene: Scene): Promise<Finding | undefined> {
  const maker = makers.find((one) => isSelected(templateLabels(one), terms));
  if (maker === undefined) return besideTemplate(makers, terms) ?? templateMiss(makers, terms);
  if ((maker.spec as { replicas?: number }).replicas !== 0) return stateOfWorkload(maker, scene);
  return trouble(`none ${idOf(maker)}`, (says) => says.makesNone(nameOf(maker)));
}

function besideTemplate(makers: readonly AnyObject[], terms: Labels): Finding | undefined {
  const maker = makers.find(({ metadata }) => isSelected(metadata.labels, terms));
  if (maker === undefined) return undefined;
  return slip(`label-on-owner ${idOf(maker)}`, (says) => says.labelOnOwner(nameOf(maker)));
}

function templateMiss(makers: readonly AnyObject[], terms: Labels): Finding | undefined {
  for (const maker of makers) {
    const miss = missOf(templateLabels(maker), terms);
    if (miss !== undefined)
      return slip(`template-labels ${idOf(maker)}`, (says) => says.templateLabels(nameOf(maker), miss(says)));
  }
  return undefined;
}

function idOf({ kind, metadata }: AnyObject): string {
  return `${kind}/${metadata.name}`;
}

async function workloadsIn(namespace: string, scene: Scene): Promise<readonly AnyObject[]> {
  const lists = await Promise.all(
    WORKLOADS.filter((kind) => kind !== "ReplicaSet").map((kind) => scene.living(kind, namespace)),
  );
  return lists.flat();
}

export function templateLabels({ spec }: AnyObject): Labels | undefined {
  return (spec as { template?: { metadata?: { labels?: Labels } } } | undefined)?.template?.metadata?.labels;
}
