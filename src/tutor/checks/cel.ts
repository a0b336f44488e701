// Stands for CEL, the expression language that Kubernetes itself uses, over one object called `obj`.
// Evaluation is total: a missing field, or comparing what cannot be compared, makes the expression false, never an error.

import { type ASTNode, Environment, serialize } from "@marcbachmann/cel-js";
import { Duration } from "@marcbachmann/cel-js/evaluator";
import type { AnyObject } from "../../api/types.ts";
import { parseQuantity } from "../format/values.ts";
import { excessOf } from "./cel-cost.ts";
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
  const key = `${result} ${source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  const expression = compile(source, result);
  compiled.set(key, expression);
  return expression;
}

// The same expressions stand in many checks, and in every draw of a lesson.
const compiled = new Map<string, Expression>();
const MOST_COMPILED = 1000;

function compile(source: string, result: "bool" | "any"): Expression {
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
  const { ast } = engine().parse(engineSource);
  const excess = excessOf(source, ast);
  if (excess !== undefined) throw new Error(`The CEL expression \`${source.slice(0, 60)}\` asks too much: ${excess}.`);
  return { source: engineSource, conjuncts: conjunctsOf(ast).map(serialize) };
}

const KNOWN =
  "It may use `obj`, CEL's own operators and macros, and ready(), restarts(), age(), container(), before(), quantity().";

/** The expression's syntax tree. */
export function syntaxOf(source: string): ASTNode {
  return engine().parse(source).ast;
}

export function isTrue(source: string, object: AnyObject, around: Surroundings): boolean {
  return evaluate(source, object, around) === true;
}

/** The value as a plain one, or undefined when there is none. */
export function readValue(source: string, object: AnyObject, around: Surroundings): unknown {
  return fromCel(evaluate(source, object, around));
}

function evaluate(source: string, object: AnyObject, around: Surroundings): unknown {
  surroundings = around;
  try {
    return programOf(source)({ obj: objectToCel(object) });
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

// A lesson's expressions are evaluated many times over, and over objects that are mostly the same as at the last look.
const programs = new Map<string, ReturnType<Environment["parse"]>>();
const celObjects = new WeakMap<object, object>();
const originals = new WeakMap<object, AnyObject>();

function programOf(source: string): ReturnType<Environment["parse"]> {
  const known = programs.get(source);
  if (known !== undefined) return known;
  const program = engine().parse(source);
  programs.set(source, program);
  return program;
}

function objectToCel(object: AnyObject): object {
  const known = celObjects.get(object);
  if (known !== undefined) return known;
  const made = toCel(object) as object;
  celObjects.set(object, made);
  originals.set(made, object);
  return made;
}

/** The object that CEL calls `obj`; any other value as a plain one. */
function objectFromCel(value: unknown): AnyObject {
  const known = typeof value === "object" && value !== null ? originals.get(value) : undefined;
  return known ?? (fromCel(value) as AnyObject);
}

function engine(): Environment {
  built ??= new Environment({ homogeneousAggregateLiterals: false })
    .registerVariable("obj", "dyn")
    .registerFunction("ready(dyn): bool", (object: unknown) => isReady(objectFromCel(object)))
    .registerFunction("restarts(dyn): int", (object: unknown) => BigInt(restartsOf(objectFromCel(object))))
    .registerFunction("age(dyn): google.protobuf.Duration", (object: unknown) => ageOf(objectFromCel(object)))
    .registerFunction("container(dyn, string): dyn", (object: unknown, name: unknown) =>
      toCel(containerOf(objectFromCel(object), String(name))),
    )
    .registerFunction("before(dyn): dyn", () =>
      objectToCel(surroundings?.before ?? missing("an object when the step began")),
    )
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
  return source.replace(/\bhasField\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*), "(\w+)"\)/g, "has($1.$2)");
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
