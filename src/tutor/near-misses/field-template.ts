// A field that is right in one place and wrong in the other of the two where a workload has it: in the template, and on its Pods.

import type { AnyObject } from "../../api/types.ts";
import { type Demand, holds, type Path } from "./demand.ts";
import { type AskedField, idOf } from "./field.ts";
import { type Finding, progress, slip, trouble } from "./finding.ts";
import { describing, nameOf, ownersOf, type Scene } from "./scene.ts";

export async function inOtherPlace(asked: AskedField, scene: Scene): Promise<Finding | undefined> {
  if (asked.demand.kind === "field" && asked.demand.operator === "!=") return undefined;
  return asked.object.kind === "Pod" ? onOwnerOnly(asked, scene) : outsideTemplate(asked, scene);
}

/** The demand of a template is wanted of the workload, and something else of it satisfies it. */
async function outsideTemplate(asked: AskedField, scene: Scene): Promise<Finding | undefined> {
  const { object, demand } = asked;
  const inner = moved(demand, (steps) => (steps[0] === "spec" && steps[1] === "template" ? steps.slice(2) : undefined));
  if (inner === undefined) return undefined;
  if (holds(object, inner))
    return slip(idOf(asked, "beside-template"), (says) => says.besideTemplate(asked.name(says)));
  const pods = await scene.living("Pod", object.metadata.namespace ?? "");
  const workload = `${object.kind}/${object.metadata.name}`;
  for (const pod of pods) {
    const owner = await workloadOf(pod, scene);
    if (owner === undefined || `${owner.kind}/${owner.metadata.name}` !== workload || !holds(pod, inner)) continue;
    return slip(idOf(asked, "not-in-template"), (says) => says.notInTemplate(nameOf(pod), asked.name(says)));
  }
  return undefined;
}

/** It is wanted of the Pod, and only the workload that makes it satisfies it. */
async function onOwnerOnly(asked: AskedField, scene: Scene): Promise<Finding | undefined> {
  const owner = await workloadOf(asked.object, scene);
  if (owner === undefined) return undefined;
  const { template, paused, updateStrategy } = (owner.spec ?? {}) as {
    template?: unknown;
    paused?: boolean;
    updateStrategy?: { type?: string };
  };
  if (holds(template, asked.demand)) {
    if (paused === true) return trouble(idOf(asked, "paused"), (says) => says.templatePaused(nameOf(owner)));
    if (updateStrategy?.type === "OnDelete")
      return trouble(idOf(asked, "on-delete"), (says) => says.templateOnDelete(nameOf(owner)));
    return progress(idOf(asked, "rollout"), (says) =>
      says.templateRollout(nameOf(owner), asked.name(says), describing(owner)),
    );
  }
  if (asked.object.metadata.name === owner.metadata.name || !isLabel(asked.demand) || !holds(owner, asked.demand))
    return undefined;
  return slip(idOf(asked, "label-on-owner"), (says) => says.labelOnOwner(nameOf(owner)));
}

function isLabel(demand: Demand): boolean {
  return demand.kind === "field" && demand.path.steps[0] === "metadata";
}

function moved(demand: Demand, move: (steps: readonly string[]) => readonly string[] | undefined): Demand | undefined {
  if (demand.kind !== "field" && demand.kind !== "item") return undefined;
  if (demand.path.container !== undefined) return undefined;
  const steps = move(demand.path.steps);
  const path: Path | undefined = steps && { steps };
  return path && { ...demand, path };
}

/** The topmost owner: the Deployment behind a ReplicaSet's Pod. */
async function workloadOf(object: AnyObject, scene: Scene): Promise<AnyObject | undefined> {
  const [reference] = ownersOf(object);
  if (reference === undefined) return undefined;
  const candidates = await scene.living(reference.kind, object.metadata.namespace ?? "");
  const owner = candidates.find(({ metadata }) => metadata.name === reference.name);
  return owner === undefined ? undefined : ((await workloadOf(owner, scene)) ?? owner);
}
