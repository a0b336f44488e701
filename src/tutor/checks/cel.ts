// Stands for CEL, the expression language that Kubernetes itself uses, over one object called `obj`.
// Evaluation is total: a missing field, or comparing what cannot be compared, makes the expression false, never an error.

import { type ASTNode, Environment, serialize } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";
import type { AnyObject } from "../../api/types.ts";
import { parseQuantity } from "../format/values.ts";
import { isReady, restartsOf } from "./condition.ts";

/** A compiled expression. */
export interface Expression {
  readonly source: string;
  /** The parts joined by `&&`, each with its source, so that a failure can name the part. */
  readonly conjuncts: readonly string[];
}

/** What expressions may look at besides the object. */
export interface Surroundings {
  readonly now: number;
  /** The same object when the step began. */
  readonly before: AnyObject | undefined;
}

/** Compiles; throws an Error that tells the author what is wrong and where in the expression. */
export function compileExpression(source: string, result: "bool" | "any" = "bool"): Expression {
  const engineSource = withHas(source);
  const checked = engine().check(engineSource);
  if (!checked.valid) {
    const at = checked.error?.range?.start;
    const where = at === undefined ? "" : ` at character ${at + 1}`;
    throw new Error(`The CEL expression \`${source}\` does not compile${where}: ${summaryOf(checked.error)}. ${KNOWN}`);
  }
  if (result === "bool" && checked.type !== "bool" && checked.type !== "dyn") {
    throw new Error(
      `The CEL expression \`${source}\` gives a value of type ${checked.type}; write a comparison, which is true or false.`,
    );
  }
  return { source: engineSource, conjuncts: conjunctsOf(engine().parse(engineSource).ast).map(serialize) };
}

const KNOWN =
  "It may use `obj`, CEL's own operators and macros, and ready(), restarts(), age(), container(), before(), quantity().";

export function isTrue(source: string, object: AnyObject, around: Surroundings): boolean {
  return evaluate(source, object, around) === true;
}

/** The value as a plain one, or undefined when there is none. */
export function readValue(source: string, object: AnyObject, around: Surroundings): unknown {
  return fromCel(evaluate(source, object, around));
}

function evaluate(source: string, object: AnyObject, around: Surroundings): unknown {
  const engineNow = engine();
  surroundings = around;
  try {
    const value: unknown = engineNow.evaluate(source, { obj: toCel(object) });
    return value;
  } catch {
    // Compiled already, so what fails here is the data: a field that is not there.
    return undefined;
  } finally {
    surroundings = undefined;
  }
}

// Built once, at the first expression. Evaluation is synchronous, so the functions can find the surroundings here.
let built: Environment | undefined;
let surroundings: Surroundings | undefined;

function engine(): Environment {
  built ??= new Environment({ homogeneousAggregateLiterals: false })
    .registerVariable("obj", "dyn")
    .registerFunction("ready(dyn): bool", (object: unknown) => isReady(fromCel(object) as AnyObject))
    .registerFunction("restarts(dyn): int", (object: unknown) => BigInt(restartsOf(fromCel(object) as AnyObject)))
    .registerFunction("age(dyn): google.protobuf.Duration", (object: unknown) => ageOf(fromCel(object) as AnyObject))
    .registerFunction("container(dyn, string): dyn", (object: unknown, name: unknown) =>
      toCel(containerOf(fromCel(object) as AnyObject, String(name))),
    )
    .registerFunction("before(dyn): dyn", () => toCel(surroundings?.before ?? missing("an object when the step began")))
    .registerFunction("hasField(dyn, string): bool", (object: unknown, field: unknown) =>
      hasField(object, String(field)),
    )
    .registerFunction("quantity(dyn): double", (value: unknown) => quantityOf(value));
  return built;
}

// CEL's has() takes any expression before the last dot; this engine takes names only. So has(x[0].f) becomes hasField(x[0], "f").
function withHas(source: string): string {
  return source.replace(
    /\bhas\(((?:[^()'"]|'[^']*'|"[^"]*"|\((?:[^()'"]|'[^']*'|"[^"]*")*\))*)\.(\w+)\)/g,
    (whole, object: string, field: string) => (/[[(]/.test(object) ? `hasField(${object}, "${field}")` : whole),
  );
}

/** The expression as its author wrote it. */
export function readable(source: string): string {
  return source.replace(/\bhasField\((.*?), "(\w+)"\)/g, "has($1.$2)");
}

function hasField(object: unknown, field: string): boolean {
  return (
    typeof object === "object" && object !== null && (object as Readonly<Record<string, unknown>>)[field] !== undefined
  );
}

function ageOf(object: AnyObject): Duration {
  const created = Date.parse(object.metadata.creationTimestamp);
  return Duration.fromMilliseconds((surroundings?.now ?? created) - created);
}

interface Named {
  readonly name: string;
}

/** A container's spec, with its `status` beside it. */
function containerOf(object: AnyObject, name: string): unknown {
  const spec = (object.spec ?? {}) as Record<string, readonly Named[] | undefined>;
  const status = (object.status ?? {}) as Record<string, readonly Named[] | undefined>;
  const lists = ["containers", "initContainers", "ephemeralContainers"];
  const found = lists.flatMap((key) => spec[key] ?? []).find((container) => container.name === name);
  const statuses = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];
  const state = statuses.flatMap((key) => status[key] ?? []).find((container) => container.name === name);
  return found === undefined ? missing(`a container ${name}`) : { ...found, status: state ?? {} };
}

function quantityOf(value: unknown): number {
  const number = parseQuantity(String(value));
  return Number.isNaN(number) ? missing("a quantity") : number;
}

// Caught by `evaluate`: an expression about what does not exist is not true.
function missing(what: string): never {
  throw new Error(`there is not ${what}`);
}

// Kubernetes' CEL sees whole numbers of JSON as int; so do lessons.
function toCel(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}

function fromCel(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (typeof value !== "object" || value === null || value instanceof Duration) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromCel(item)]));
}

function conjunctsOf(node: ASTNode): readonly ASTNode[] {
  return node.op === "&&" ? node.args.flatMap(conjunctsOf) : [node];
}

function summaryOf(error: Error | undefined): string {
  return (error?.message ?? "not valid").split("\n")[0] ?? "not valid";
}
