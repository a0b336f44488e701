// A condition on one object: a CEL expression, or the short form `path` with equals, in, matches, gte, lte.

import { deepEqual } from "../../api/equality.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Texts } from "../language/english.ts";
import { type Expression, isTrue, readable, type Surroundings } from "./cel.ts";
import { type Comparison, claimOf } from "./claim.ts";
import { healthOf, restartsOf } from "./condition.ts";

export interface PathTest {
  readonly path: string;
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  readonly matches?: RegExp;
  readonly gte?: number;
  readonly lte?: number;
}

export interface Predicate {
  readonly where?: Expression;
  readonly test?: PathTest;
}

/** Why the object does not satisfy the predicate; undefined when it does. */
export interface Objection {
  readonly why: string;
  readonly waitsFor?: string;
}

export function objectionTo(
  object: AnyObject,
  predicate: Predicate,
  around: Surroundings,
  texts: Texts,
): Objection | undefined {
  return expressionObjection(object, predicate.where, around, texts) ?? pathObjection(object, predicate.test, texts);
}

/** The parts of the expression that do not hold, as they were written. */
export function failingParts(object: AnyObject, where: Expression, around: Surroundings): readonly string[] {
  return where.conjuncts.filter((source) => !isTrue(source, object, around));
}

function inWords(part: string, object: AnyObject, { before }: Surroundings, texts: Texts): string | undefined {
  const claim = claimOf(part);
  const name = `${object.kind} \`${object.metadata.name}\``;
  switch (claim?.kind) {
    case undefined:
    case "ready":
      return undefined;
    case "compares": {
      const { path, operator } = claim;
      const wanted = wantedBy(claim, object, before);
      const { atLeast, atMost } = texts.checks;
      const expected = operator === ">=" ? atLeast(wanted) : operator === "<=" ? atMost(wanted) : `\`${wanted}\``;
      return differs(name, path, readPath(object, path), expected, texts);
    }
    case "has":
      return differs(name, claim.path, undefined, texts.checks.set, texts);
    case "has not":
      return texts.checks.unwanted(name, claim.path.replace(/^\./, ""));
    case "never restarted":
      return texts.checks.restarted(name, restartsOf(object));
    case "not restarted":
      return before === undefined
        ? texts.checks.anotherOne(name)
        : texts.checks.restarted(name, restartsOf(object) - restartsOf(before));
  }
}

function wantedBy({ wanted }: Comparison, object: AnyObject, before: AnyObject | undefined): string {
  if ("literal" in wanted) return wanted.literal;
  return textOf(readPath(wanted.of === "before" ? before : object, wanted.path) ?? null);
}

function expressionObjection(
  object: AnyObject,
  where: Expression | undefined,
  around: Surroundings,
  texts: Texts,
): Objection | undefined {
  if (where === undefined || isTrue(where.source, object, around)) return undefined;
  const part = failingParts(object, where, around)[0] ?? where.source;
  const name = `${object.kind} \`${object.metadata.name}\``;
  if (claimOf(part)?.kind === "ready") {
    const { found, waitsFor, look } = healthOf(object, texts);
    const why = look === undefined ? found : `${found} ${look}`;
    return waitsFor === undefined ? { why } : { why, waitsFor };
  }
  const why = inWords(part, object, around, texts);
  if (why !== undefined) return { why };
  const command = `kubectl get ${object.kind.toLowerCase()} ${object.metadata.name} -o yaml`;
  return { why: texts.checks.partFails(name, readable(part), command) };
}

function pathObjection(object: AnyObject, test: PathTest | undefined, texts: Texts): Objection | undefined {
  if (test === undefined) return undefined;
  const value = readPath(object, test.path);
  if (satisfies(value, test)) return undefined;
  return {
    why: differs(`${object.kind} \`${object.metadata.name}\``, test.path, value, expectation(test, texts), texts),
  };
}

function differs(name: string, path: string, value: unknown, wanted: string, { checks }: Texts): string {
  const field = path.replace(/^\./, "");
  return value === undefined
    ? checks.noField(name, field, wanted)
    : checks.otherField(name, field, textOf(value), wanted);
}

function satisfies(value: unknown, test: PathTest): boolean {
  if (value === undefined) return false;
  if (test.equals !== undefined && !deepEqual(value, test.equals)) return false;
  if (test.in !== undefined && !test.in.some((allowed) => deepEqual(value, allowed))) return false;
  if (test.matches !== undefined && !test.matches.test(textOf(value))) return false;
  if (test.gte !== undefined && !(Number(value) >= test.gte)) return false;
  return test.lte === undefined || Number(value) <= test.lte;
}

function expectation(test: PathTest, { checks }: Texts): string {
  const parts: string[] = [];
  if (test.equals !== undefined) parts.push(`\`${textOf(test.equals)}\``);
  if (test.in !== undefined) parts.push(checks.oneOf(test.in.map((value) => `\`${textOf(value)}\``)));
  if (test.matches !== undefined) parts.push(checks.like(test.matches.source));
  if (test.gte !== undefined) parts.push(checks.atLeast(test.gte));
  if (test.lte !== undefined) parts.push(checks.atMost(test.lte));
  return parts.length === 0 ? checks.set : checks.both(parts);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const STEP = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/g;

/** The parts of `.spec.containers[0].image` or `.metadata.labels["app.kubernetes.io/name"]`; undefined when it is no path. */
export function parsePath(path: string): readonly string[] | undefined {
  const steps = [...path.matchAll(STEP)];
  if (steps.length === 0 || steps.map(([whole]) => whole).join("") !== path) return undefined;
  return steps.map(([, field, index, double, single]) => field ?? index ?? double ?? single ?? "");
}

/** The value at a path, or undefined where any part of it is missing. */
function readPath(object: unknown, path: string): unknown {
  return readSteps(object, parsePath(path) ?? []);
}

export function readSteps(object: unknown, steps: readonly string[]): unknown {
  let value: unknown = object;
  for (const step of steps) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
