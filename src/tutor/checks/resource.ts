// The check `resource`: objects of the cluster exist, are of a certain number, and satisfy a condition.

import type { AnyObject } from "../../api/types.ts";
import {
  anything,
  byForm,
  type Fields,
  flag,
  integer,
  list,
  mapped,
  object,
  oneOf,
  optional,
  required,
  type Shape,
  text,
} from "../format/shape.ts";
import { kindAndName, kindName, regularExpression } from "../format/values.ts";
import { findObjects, type ObjectQuery } from "../objects.ts";
import { textsOf, type World } from "../world.ts";
import { compileExpression, type Expression, type Surroundings } from "./cel.ts";
import { explainAbsence } from "./near-miss.ts";
import { type Objection, objectionTo, type PathTest, parsePath } from "./predicate.ts";
import { type CheckResult, failed, PASSED, waiting } from "./result.ts";

export interface Target extends ObjectQuery {
  /** Objects that are being deleted do not count. */
  readonly ignoreTerminating?: boolean;
}

export interface Amount {
  readonly eq?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface ResourceCheck {
  readonly resource: Target;
  readonly exists?: boolean;
  readonly count?: Amount;
  readonly any?: boolean;
  readonly where?: Expression;
  readonly path?: string;
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  readonly matches?: RegExp;
  readonly gte?: number;
  readonly lte?: number;
  readonly identity?: "same" | "replaced";
}

export function targetShape(): Shape<Target> {
  const full: Fields<Target> = {
    kind: required(kindName(), "the kind, as in a manifest"),
    apiVersion: optional(text(), "only for kinds that the loader does not know"),
    resource: optional(text(), "the plural name in paths, only with apiVersion"),
    namespace: optional(text(), "the namespace; the learner's own when absent; `*` is all"),
    name: optional(text(), "the object's name"),
    selector: optional(text(), "a label selector, as kubectl's -l takes it"),
    ignoreTerminating: optional(flag(), "objects that are being deleted do not count"),
  };
  return byForm<Target>({
    scalar: kindAndName(),
    map: object(full, { name: "a mapping with `kind` and `name` or `selector`" }),
  });
}

export function amountShape(): Shape<Amount> {
  const full: Fields<Amount> = {
    eq: optional(integer(), "exactly this many"),
    min: optional(integer(), "at least this many"),
    max: optional(integer(), "at most this many"),
  };
  return byForm<Amount>({
    scalar: mapped(integer(), (eq) => ({ eq })),
    map: object(full, { name: "`eq`, `min` or `max`" }),
  });
}

export function expressionShape(): Shape<Expression> {
  return mapped(text("a CEL expression"), (source) => compileExpression(source));
}

function pathShape(): Shape<string> {
  return mapped(text("a path such as `.status.phase`"), (path) => {
    if (parsePath(path) === undefined)
      throw new Error(`\`${path}\` is not a path. Write it as \`.spec.containers[0].image\`.`);
    return path;
  });
}

export const resourceFields = (): Fields<ResourceCheck> => ({
  resource: required(targetShape(), "which objects: `Pod/web`, or kind with name or selector"),
  exists: optional(flag(), "false: there must be none"),
  count: optional(amountShape(), "how many must match; a number or eq, min, max"),
  any: optional(flag(), "one matching object is enough (otherwise all must match)"),
  where: optional(expressionShape(), "a CEL expression over `obj`"),
  path: optional(pathShape(), "short form: the field to compare"),
  equals: optional(anything(), "with path: the value"),
  in: optional(list(anything()), "with path: the allowed values"),
  matches: optional(regularExpression(), "with path: a regular expression"),
  gte: optional(integer(), "with path: at least"),
  lte: optional(integer(), "with path: at most"),
  identity: optional(oneOf("same", "replaced"), "compares the uid with that at the start of the step"),
});

interface Judged {
  readonly object: AnyObject;
  readonly objection: Objection | undefined;
}

export async function checkResource(check: ResourceCheck, world: World): Promise<CheckResult> {
  const found = await objectsOf(check, world);
  if (check.exists === false) return absence(found, world);
  const judged = judgeObjects(found, check, world);
  const matching = judged.filter(({ objection }) => objection === undefined).length;
  const objections = judged.flatMap(({ objection }) => objection ?? []);
  if (check.count !== undefined) return compareCount(check, matching, objections[0], world);
  if (found.length === 0) return failed(await explainAbsence(check.resource, world));
  if (matching === found.length || (check.any === true && matching > 0)) return PASSED;
  return objected(objections[0]);
}

export async function objectsOf({ resource }: ResourceCheck, world: World): Promise<readonly AnyObject[]> {
  const all = await findObjects(world.read, resource, world.namespace);
  return resource.ignoreTerminating === true ? all.filter((object) => !isTerminating(object)) : all;
}

export function judgeObjects(objects: readonly AnyObject[], check: ResourceCheck, world: World): readonly Judged[] {
  return objects.map((object) => ({ object, objection: objectionOf(object, check, world) }));
}

function objected(objection: Objection | undefined): CheckResult {
  if (objection === undefined) return PASSED;
  const { why, waitsFor } = objection;
  return waitsFor === undefined ? failed(why) : waiting(why, waitsFor);
}

function absence(found: readonly AnyObject[], world: World): CheckResult {
  const { checks } = textsOf(world);
  const [first] = found;
  if (first === undefined) return PASSED;
  const name = `${first.kind} \`${first.metadata.name}\``;
  if (found.every(isTerminating)) return waiting(checks.stillThere(name), checks.toBeGone(name));
  return failed(checks.shouldNotBe(name));
}

async function compareCount(
  check: ResourceCheck,
  matching: number,
  objection: Objection | undefined,
  world: World,
): Promise<CheckResult> {
  const { eq, min, max } = check.count ?? {};
  if (isWithin(matching, check.count ?? {})) return PASSED;
  const { checks } = textsOf(world);
  const wanted = eq !== undefined ? `${eq}` : min !== undefined ? checks.atLeast(min) : checks.atMost(max ?? 0);
  const tooFew = matching < (eq ?? min ?? 0);
  const because = !tooFew ? "" : objection === undefined ? ` ${await explainCount(check, world)}` : ` ${objection.why}`;
  const why = `${checks.count(matching, check.resource.kind, wanted)}${because}`;
  return tooFew && objection?.waitsFor !== undefined ? waiting(why, objection.waitsFor) : failed(why);
}

async function explainCount(check: ResourceCheck, world: World): Promise<string> {
  const found = await findObjects(world.read, check.resource, world.namespace);
  return found.length === 0
    ? explainAbsence(check.resource, world)
    : textsOf(world).checks.lookAt(`kubectl get ${check.resource.kind.toLowerCase()}s`);
}

export function isWithin(count: number, { eq, min, max }: Amount): boolean {
  return (
    (eq === undefined || count === eq) && (min === undefined || count >= min) && (max === undefined || count <= max)
  );
}

function objectionOf(found: AnyObject, check: ResourceCheck, world: World): Objection | undefined {
  const before = sameIn(world.stepStart.objects, found);
  const around: Surroundings = { now: world.now(), before };
  const identity = identityObjection(found, before, check.identity, world);
  if (identity !== undefined) return identity;
  const test = pathTest(check);
  return objectionTo(
    found,
    { ...(check.where && { where: check.where }), ...(test && { test }) },
    around,
    textsOf(world),
  );
}

export function pathTest({ path, equals, in: allowed, matches, gte, lte }: ResourceCheck): PathTest | undefined {
  if (path === undefined) return undefined;
  return {
    path,
    ...(equals !== undefined && { equals }),
    ...(allowed && { in: allowed }),
    ...(matches && { matches }),
    ...(gte !== undefined && { gte }),
    ...(lte !== undefined && { lte }),
  };
}

function identityObjection(
  found: AnyObject,
  before: AnyObject | undefined,
  identity: ResourceCheck["identity"],
  world: World,
): Objection | undefined {
  const name = `${found.kind} \`${found.metadata.name}\``;
  const isSame = before?.metadata.uid === found.metadata.uid;
  if (identity === "same" && !isSame) {
    return { why: textsOf(world).checks.anotherOne(name) };
  }
  if (identity === "replaced" && isSame) return { why: textsOf(world).checks.sameOne(name) };
  return undefined;
}

export function sameIn(objects: readonly AnyObject[], object: AnyObject): AnyObject | undefined {
  const { name, namespace } = object.metadata;
  return objects.find(
    (other) => other.kind === object.kind && other.metadata.name === name && other.metadata.namespace === namespace,
  );
}

export function isTerminating(object: AnyObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
