// An expression with its macros taken apart: `list.all(x, …)` is no call but a loop over a list, has() asks for a field.

import type { Issue } from "./expression.ts";
import type { Node } from "./parser.ts";
import { NAMESPACES, signaturesOf } from "./signatures.ts";
import { BOOL, type CelType, INT, STRING, simple } from "./types.ts";
import { Unsigned } from "./values.ts";

export type Loop =
  | "all"
  | "exists"
  | "exists_one"
  | "map"
  | "filter"
  | "transformList"
  | "transformMap"
  | "transformMapEntry";

interface Part {
  /** Where cel-go marks it in the source. */
  readonly at: number;
}

export interface LoopTree extends Part {
  readonly kind: "loop";
  readonly loop: Loop;
  readonly range: Tree;
  /** Of the item; or of its index or key, and of itself. */
  readonly names: readonly string[];
  readonly test: Tree | undefined;
  readonly result: Tree | undefined;
}

export interface CallTree extends Part {
  readonly kind: "call";
  /** Of operators as in `_+_`. */
  readonly name: string;
  /** Called on the first of its arguments. */
  readonly isMember: boolean;
  readonly args: readonly Tree[];
}

export interface SelectTree extends Part {
  readonly kind: "select";
  readonly operand: Tree;
  readonly field: string;
  /** `plain` fails where the field is missing, `test` asks whether it is there, `optional` takes it if it is. */
  readonly how: "plain" | "test" | "optional";
}

/** A name for a value: of cel.bind(), and of the value that an optional may hold. */
export interface LetTree extends Part {
  readonly kind: "let";
  readonly how: "bind" | "optMap" | "optFlatMap";
  readonly name: string;
  readonly value: Tree;
  readonly body: Tree;
}

export type Tree =
  | (Part & { readonly kind: "literal"; readonly value: unknown; readonly type: CelType })
  | (Part & { readonly kind: "name"; readonly name: string })
  | (Part & { readonly kind: "list"; readonly items: readonly Tree[] })
  | (Part & { readonly kind: "map"; readonly entries: readonly (readonly [Tree, Tree])[] })
  | SelectTree
  | CallTree
  | LoopTree
  | LetTree;

export type TreeResult =
  | { readonly kind: "tree"; readonly tree: Tree }
  | { readonly kind: "broken"; readonly issues: readonly Issue[] };

/** The tree of a parsed expression; macros that are not used as they can be are issues. */
export function treeOf(root: Node): TreeResult {
  const builder = new Builder();
  const tree = builder.tree(root);
  return builder.issues.length === 0 ? { kind: "tree", tree } : { kind: "broken", issues: builder.issues };
}

class Builder {
  readonly issues: Issue[] = [];

  tree(node: Node): Tree {
    const { at } = node;
    switch (node.op) {
      case "value":
        return { kind: "literal", at, ...literal(node.value) };
      case "name":
        return { kind: "name", at, name: node.name };
      case "select": {
        const how = node.isOptional ? "optional" : "plain";
        return { kind: "select", at, operand: this.tree(node.operand), field: node.field, how };
      }
      case "list":
        return { kind: "list", at, items: node.items.map((item) => this.tree(item)) };
      case "map":
        return { kind: "map", at, entries: node.entries.map(([key, value]) => [this.tree(key), this.tree(value)]) };
      case "call":
        return this.call(at, node.name, node.args);
      case "method":
        return this.method(at, node.name, node.receiver, node.args);
      case "operator":
        return this.negated(node) ?? this.operator(node.name, at, node.args);
    }
  }

  private operator(name: string, at: number, args: readonly Node[]): Tree {
    return { kind: "call", at, name, isMember: false, args: args.map((arg) => this.tree(arg)) };
  }

  /** A negative number is a literal. */
  private negated({ at, name, args: [operand] }: Extract<Node, { op: "operator" }>): Tree | undefined {
    if (name !== "-_" || operand?.op !== "value") return undefined;
    const { value } = operand;
    if (typeof value === "bigint") return { kind: "literal", at, value: -value, type: INT };
    return typeof value === "number" ? { kind: "literal", at, value: -value, type: simple("double") } : undefined;
  }

  private call(at: number, name: string, args: readonly Node[]): Tree {
    const [arg] = args;
    if (name !== "has" || arg === undefined || args.length !== 1) return this.operator(name, at, args);
    if (arg.op === "select" && !arg.isOptional)
      return { kind: "select", at, operand: this.tree(arg.operand), field: arg.field, how: "test" };
    this.issues.push({ at: arg.at, message: "invalid argument to has() macro" });
    return this.operator(name, at, args);
  }

  private method(at: number, name: string, receiver: Node, args: readonly Node[]): Tree {
    if (receiver.op === "name" && NAMESPACES.has(receiver.name)) {
      if (receiver.name === "cel" && name === "bind" && args.length === 3) return this.binding(at, "bind", args);
      const full = `${receiver.name}.${name}`;
      if (signaturesOf(full) !== undefined) return this.operator(full, at, args);
    }
    const macro = this.macro(at, name, receiver, args);
    if (macro !== undefined) return macro;
    return { kind: "call", at, name, isMember: true, args: [receiver, ...args].map((arg) => this.tree(arg)) };
  }

  private macro(at: number, name: string, receiver: Node, args: readonly Node[]): Tree | undefined {
    if ((name === "optMap" || name === "optFlatMap") && args.length === 2) {
      const [variable, body] = args;
      return variable && body && this.binding(at, name, [variable, receiver, body]);
    }
    const shape = shapeOf(name, args.length);
    if (shape === undefined) return undefined;
    const names = args.slice(0, shape.names).map((arg) => this.variable(arg));
    const [first, second] = args.slice(shape.names).map((arg) => this.tree(arg));
    const isFiltered = shape.hasResult && second !== undefined;
    return {
      kind: "loop",
      at,
      loop: shape.loop,
      range: this.tree(receiver),
      names,
      test: shape.hasResult && !isFiltered ? undefined : first,
      result: shape.hasResult ? (second ?? first) : undefined,
    };
  }

  private variable(node: Node): string {
    if (node.op === "name") return node.name;
    this.issues.push({ at: node.at, message: "argument must be a simple name" });
    return "";
  }

  private binding(at: number, how: LetTree["how"], [variable, value, body]: readonly Node[]): Tree {
    if (variable === undefined || value === undefined || body === undefined) throw new Error("a binding of nothing");
    return { kind: "let", at, how, name: this.variable(variable), value: this.tree(value), body: this.tree(body) };
  }
}

interface Shape {
  readonly loop: Loop;
  readonly names: 1 | 2;
  readonly hasResult: boolean;
}

/** Which loop a macro is, by the number of its arguments. */
function shapeOf(name: string, count: number): Shape | undefined {
  switch (name) {
    case "all":
    case "exists":
    case "exists_one":
    case "existsOne": {
      const loop = name === "existsOne" ? "exists_one" : name;
      return count === 2 || count === 3 ? { loop, names: count === 2 ? 1 : 2, hasResult: false } : undefined;
    }
    case "filter":
      return count === 2 ? { loop: name, names: 1, hasResult: false } : undefined;
    case "map":
      return count === 2 || count === 3 ? { loop: name, names: 1, hasResult: true } : undefined;
    case "transformList":
    case "transformMap":
    case "transformMapEntry":
      return count === 3 || count === 4 ? { loop: name, names: 2, hasResult: true } : undefined;
    default:
      return undefined;
  }
}

function literal(value: unknown): { value: unknown; type: CelType } {
  if (value === null) return { value, type: simple("null") };
  if (typeof value === "bigint") return { value, type: INT };
  if (typeof value === "number") return { value, type: simple("double") };
  if (typeof value === "string") return { value, type: STRING };
  if (typeof value === "boolean") return { value, type: BOOL };
  if (value instanceof Uint8Array) return { value, type: simple("bytes") };
  if (value instanceof Unsigned) return { value, type: simple("uint") };
  throw new Error("a literal of no type");
}
