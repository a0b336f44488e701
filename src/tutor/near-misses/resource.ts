// The check `resource` does not hold: nothing is there, or what is there is not as asked.

import type { AnyObject } from "../../api/types.ts";
import type { Expression } from "../checks/cel.ts";
import { failingParts } from "../checks/predicate.ts";
import { judgeObjects, objectsOf, pathTest, type ResourceCheck, sameIn } from "../checks/resource.ts";
import type { ObjectQuery } from "../objects.ts";
import { deleted, goingSentence, terminating } from "./absent-gone.ts";
import { ofOtherKind } from "./absent-kind.ts";
import { nearlySoLabelled } from "./absent-labels.ts";
import { nearlySoNamed } from "./absent-name.ts";
import { inOtherNamespace, withoutNamespace } from "./absent-namespace.ts";
import { type Demand, demandOf, demandOfTest, holds } from "./demand.ts";
import { fieldOf } from "./field.ts";
import { inOtherContainer } from "./field-container.ts";
import { nearlyThatImage } from "./field-image.ts";
import { closeEntry } from "./field-item.ts";
import { underOtherKey } from "./field-key.ts";
import { otherProbe } from "./field-probe.ts";
import { inOtherPlace } from "./field-template.ts";
import { nearlyThatValue } from "./field-value.ts";
import { type Finding, firstOf, progress, trouble } from "./finding.ts";
import { nameOf, ownersOf, type Scene } from "./scene.ts";
import { stateOf } from "./state.ts";

const ABSENCES = [
  withoutNamespace,
  inOtherNamespace,
  terminating,
  nearlySoNamed,
  ofOtherKind,
  nearlySoLabelled,
  deleted,
] as const;

const FIELDS = [
  inOtherPlace,
  inOtherContainer,
  otherProbe,
  nearlyThatImage,
  nearlyThatValue,
  underOtherKey,
  closeEntry,
] as const;

// Of many objects that are not as asked, the first few tell enough.
const LOOKED_AT = 3;

/** Why there is no such object. */
export function absenceOf(query: ObjectQuery, scene: Scene): Promise<Finding | undefined> {
  return firstOf(ABSENCES, query, scene);
}

export async function resourceMiss(check: ResourceCheck, scene: Scene): Promise<Finding | undefined> {
  const { world } = scene;
  const found = await objectsOf(check, world);
  if (check.exists === false) return stillThere(found);
  if (found.length === 0) return absenceOf(check.resource, scene);
  const open = judgeObjects(found, check, world).filter(({ objection }) => objection !== undefined);
  const objects = open.map(({ object }) => object).slice(0, LOOKED_AT);
  if (objects.length === 0) return check.resource.name === undefined ? tooFew(check, scene) : undefined;
  return (await fieldMiss(objects, check, scene)) ?? stateMiss(objects, check, scene);
}

/** Which field of an object comes close to an expression that it does not satisfy. */
export async function fieldMissOf(
  object: AnyObject,
  demands: readonly Demand[],
  scene: Scene,
): Promise<Finding | undefined> {
  for (const demand of demands) {
    const finding = await firstOf(FIELDS, fieldOf(object, demand), scene);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

export function openIn(object: AnyObject, where: Expression, { world }: Scene): readonly Demand[] {
  const around = { now: world.now(), before: sameIn(world.stepStart.objects, object) };
  return failingParts(object, where, around)
    .map(demandOf)
    .flatMap((demand) => expanded(object, demand));
}

async function fieldMiss(
  objects: readonly AnyObject[],
  check: ResourceCheck,
  scene: Scene,
): Promise<Finding | undefined> {
  for (const object of objects) {
    const finding = await fieldMissOf(object, openDemands(object, check, scene), scene);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

async function stateMiss(
  objects: readonly AnyObject[],
  check: ResourceCheck,
  scene: Scene,
): Promise<Finding | undefined> {
  for (const object of objects) {
    if (!openDemands(object, check, scene).some(isAboutState)) continue;
    const finding = await stateOf(object, scene);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function isAboutState(demand: Demand): boolean {
  if (demand.kind === "ready") return true;
  return (
    (demand.kind === "field" || demand.kind === "item") && demand.path.steps[0] === "status" && !isOfFailure(demand)
  );
}

/** Lessons also ask for what has failed: who is not there yet is not told what is wrong with that. */
function isOfFailure(demand: Demand): boolean {
  return (
    demand.kind === "field" && demand.path.steps.some((step) => /restart|terminated|waiting|lastState/i.test(step))
  );
}

function openDemands(object: AnyObject, check: ResourceCheck, scene: Scene): readonly Demand[] {
  if (check.where !== undefined) return openIn(object, check.where, scene);
  const test = pathTest(check);
  return test === undefined ? [] : [demandOfTest(test)];
}

/** Of several ways, what is open in each. */
function expanded(object: AnyObject, demand: Demand): readonly Demand[] {
  if (demand.kind !== "either") return [demand];
  return demand.ways.flatMap((way) => way.filter((one) => !holds(object, one)).flatMap((one) => expanded(object, one)));
}

/** Those there are are right, but not enough: perhaps others come close. */
function tooFew(check: ResourceCheck, scene: Scene): Promise<Finding | undefined> {
  const { eq, min } = check.count ?? {};
  return eq === 0 || (eq ?? min) === undefined ? Promise.resolve(undefined) : nearlySoLabelled(check.resource, scene);
}

function stillThere([object]: readonly AnyObject[]): Finding | undefined {
  if (object === undefined) return undefined;
  const { kind, metadata } = object;
  if (metadata.deletionTimestamp !== undefined)
    return progress(`terminating ${kind}/${metadata.name}`, goingSentence(kind, metadata));
  const [owner] = ownersOf(object);
  if (owner === undefined) return undefined;
  return trouble(`owned ${kind}/${owner.name}`, (says) =>
    says.owned(nameOf(object), `${owner.kind} \`${owner.name}\``),
  );
}
