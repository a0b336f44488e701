// What a failed part of an expression asks of an object, as data: so that one can see how close the object comes.

import type { ASTNode } from "@marcbachmann/cel-js";
import { deepEqual } from "../../api/equality.ts";
import { syntaxOf } from "../checks/cel.ts";
import { type PathTest, parsePath, readSteps } from "../checks/predicate.ts";
import { parseQuantity } from "../format/values.ts";

/** Where a value stands: from the object on, or from its container of that name. */
export interface Path {
  readonly container?: string;
  readonly steps: readonly string[];
}

type Operator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "matches" | "has";

/** A value at a path compares so with one of these values. */
export interface FieldDemand {
  readonly kind: "field";
  readonly path: Path;
  readonly operator: Operator;
  readonly values: readonly unknown[];
  /** The value itself, the quantity it stands for, or how many there are. */
  readonly measure: "value" | "quantity" | "size";
}

/** The list at a path has an item that satisfies each of these. */
export interface ItemDemand {
  readonly kind: "item";
  readonly path: Path;
  readonly each: readonly Demand[];
}

export type Demand =
  | FieldDemand
  | ItemDemand
  | { readonly kind: "ready" }
  /** One of these ways is enough. */
  | { readonly kind: "either"; readonly ways: readonly (readonly Demand[])[] }
  /** Whatever else an expression may say. */
  | { readonly kind: "other" };

const other: Demand = { kind: "other" };

export function demandOf(source: string): Demand {
  return demandIn(syntaxOf(source), "obj");
}

export function demandOfTest({ path, equals, in: allowed, gte, lte }: PathTest): Demand {
  const place = { steps: parsePath(path) ?? [] };
  const field = (operator: Operator, values: readonly unknown[]): Demand => {
    return { kind: "field", path: place, operator, values, measure: "value" };
  };
  if (equals !== undefined) return field("==", [equals]);
  if (allowed !== undefined) return field("in", allowed);
  if (gte !== undefined) return field(">=", [gte]);
  return lte === undefined ? other : field("<=", [lte]);
}

function demandIn(node: ASTNode, root: string): Demand {
  switch (node.op) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(node.op, node.args, root);
    case "in":
      return node.args[1].op === "list" ? comparison("in", node.args, root) : keyIn(node.args, root);
    case "||":
      return {
        kind: "either",
        ways: alternatives(node).map((way) => conjuncts(way).map((part) => demandIn(part, root))),
      };
    case "call":
      return called(node.args[0], node.args[1], root);
    case "rcall":
      return received(node.args[0], node.args[1], node.args[2], root);
    case ".":
    case "[]":
      return fieldAt(pathOf(node, root), "==", [true]);
    default:
      return other;
  }
}

function conjuncts(node: ASTNode): readonly ASTNode[] {
  return node.op === "&&" ? node.args.flatMap(conjuncts) : [node];
}

function alternatives(node: ASTNode): readonly ASTNode[] {
  return node.op === "||" ? node.args.flatMap(alternatives) : [node];
}

function fieldAt(
  path: Path | undefined,
  operator: Operator,
  values: readonly unknown[] | undefined,
  measure: FieldDemand["measure"] = "value",
): Demand {
  return path === undefined || values === undefined ? other : { kind: "field", path, operator, values, measure };
}

function comparison(operator: Operator, [left, right]: readonly [ASTNode, ASTNode], root: string): Demand {
  const values = literalsOf(right);
  if (left.op !== "call") return fieldAt(pathOf(left, root), operator, values);
  const [name, [inner]] = left.args;
  if (inner === undefined) return other;
  if (name === "quantity") return fieldAt(pathOf(inner, root), operator, values, "quantity");
  return name === "size" ? fieldAt(pathOf(inner, root), operator, values, "size") : other;
}

function keyIn([key, map]: readonly [ASTNode, ASTNode], root: string): Demand {
  const path = pathOf(map, root);
  if (path === undefined || key.op !== "value") return other;
  return fieldAt({ ...path, steps: [...path.steps, String(key.args)] }, "has", []);
}

function called(name: string, args: readonly ASTNode[], root: string): Demand {
  const [first, second] = args;
  if (first === undefined) return other;
  if (name === "ready") return first.op === "id" && first.args === root ? { kind: "ready" } : other;
  if (name === "has") return fieldAt(pathOf(first, root), "has", []);
  if (name !== "hasField" || second?.op !== "value") return other;
  const path = pathOf(first, root);
  return fieldAt(path && { ...path, steps: [...path.steps, String(second.args)] }, "has", []);
}

function received(name: string, receiver: ASTNode, args: readonly ASTNode[], root: string): Demand {
  const [first, second] = args;
  const path = pathOf(receiver, root);
  if (path === undefined || first === undefined) return other;
  if (name === "matches") return fieldAt(path, "matches", literalsOf(first));
  if (name !== "exists" || first.op !== "id" || second === undefined) return other;
  return { kind: "item", path, each: conjuncts(second).map((part) => demandIn(part, first.args)) };
}

function pathOf(node: ASTNode, root: string): Path | undefined {
  if (node.op === "id") return node.args === root ? { steps: [] } : undefined;
  if (node.op === ".") return below(pathOf(node.args[0], root), node.args[1]);
  if (node.op === "[]" && node.args[1].op === "value")
    return below(pathOf(node.args[0], root), String(node.args[1].args));
  if (node.op !== "call" || node.args[0] !== "container") return undefined;
  const [object, name] = node.args[1];
  return object?.op === "id" && name?.op === "value" ? { container: String(name.args), steps: [] } : undefined;
}

function below(path: Path | undefined, step: string): Path | undefined {
  return path && { ...path, steps: [...path.steps, step] };
}

function literalsOf(node: ASTNode): readonly unknown[] | undefined {
  if (node.op === "value") return [typeof node.args === "bigint" ? Number(node.args) : node.args];
  if (node.op === "call" && node.args[0] === "quantity" && node.args[1][0] !== undefined)
    return literalsOf(node.args[1][0]);
  if (node.op !== "list") return undefined;
  const values = node.args.map(literalsOf);
  return values.includes(undefined) ? undefined : values.flatMap((one) => one ?? []);
}

interface Named {
  readonly name: string;
}

/** The containers of something with a pod's spec. */
export function containersOf(object: unknown): readonly (Named & Readonly<Record<string, unknown>>)[] {
  const lists = ["containers", "initContainers", "ephemeralContainers"];
  return lists.flatMap(
    (list) => (readSteps(object, ["spec", list]) ?? []) as readonly (Named & Record<string, unknown>)[],
  );
}

export function valueAt(root: unknown, { container, steps }: Path): unknown {
  const start = container === undefined ? root : containersOf(root).find(({ name }) => name === container);
  return readSteps(start, steps);
}

/** Whether something (an object, an item, a pod's template) satisfies the demand. What cannot be told counts as not. */
export function holds(root: unknown, demand: Demand): boolean {
  switch (demand.kind) {
    case "field":
      return fieldHolds(valueAt(root, demand.path), demand);
    case "item": {
      const items = valueAt(root, demand.path);
      return Array.isArray(items) && items.some((item) => demand.each.every((one) => holds(item, one)));
    }
    case "either":
      return demand.ways.some((way) => way.every((one) => holds(root, one)));
    default:
      return false;
  }
}

function fieldHolds(value: unknown, { operator, values, measure }: FieldDemand): boolean {
  if (operator === "has") return value !== undefined;
  if (value === undefined) return false;
  if (operator === "in") return values.some((allowed) => deepEqual(value, allowed));
  const [wanted] = values;
  if (operator === "matches") return typeof value === "string" && new RegExp(String(wanted), "u").test(value);
  const [a, b] = [measured(value, measure), measured(wanted, measure === "size" ? "value" : measure)];
  if (operator === "==") return deepEqual(a, b);
  if (operator === "!=") return !deepEqual(a, b);
  const [left, right] = [Number(a), Number(b)];
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function measured(value: unknown, measure: FieldDemand["measure"]): unknown {
  if (measure === "quantity") return parseQuantity(String(value));
  return measure === "size" ? Object.keys(value as object).length : value;
}

/** `spec.containers[0].image`, as one writes it. */
export function pathText({ container, steps }: Path): string {
  const text = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join("");
  return (container === undefined ? "" : `container ${container}: `) + text.replace(/^\./, "");
}
