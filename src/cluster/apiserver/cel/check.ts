// Stands for cel-go's type checker: what type each part of an expression has, and what cannot be, in its words.

import type { Issue } from "./expression.ts";
import { type Signature, signaturesOf } from "./signatures.ts";
import type { CallTree, LetTree, LoopTree, SelectTree, Tree } from "./tree.ts";
import {
  type Bindings,
  BOOL,
  type CelType,
  DYN,
  ERROR,
  INT,
  isAssignable,
  listOf,
  mapOf,
  optionalOf,
  simple,
  substituted,
  typeText,
} from "./types.ts";

/** The types of names. */
export type Names = ReadonlyMap<string, CelType>;

export interface Checked {
  readonly type: CelType;
  readonly types: ReadonlyMap<Tree, CelType>;
  readonly issues: readonly Issue[];
}

export const TYPE_NAMES: ReadonlySet<string> = new Set([
  "bool",
  "int",
  "uint",
  "double",
  "string",
  "bytes",
  "list",
  "map",
  "null_type",
  "type",
]);

export function check(tree: Tree, names: Names): Checked {
  const checker = new Checker();
  const type = checker.type(tree, names);
  return { type, types: checker.types, issues: checker.issues };
}

class Checker {
  readonly types = new Map<Tree, CelType>();
  readonly issues: Issue[] = [];

  type(tree: Tree, names: Names): CelType {
    const type = this.typeOf(tree, names);
    this.types.set(tree, type);
    return type;
  }

  private refuse({ at }: Tree, message: string): CelType {
    this.issues.push({ at, message });
    return ERROR;
  }

  private typeOf(tree: Tree, names: Names): CelType {
    switch (tree.kind) {
      case "literal":
        return tree.type;
      case "name":
        return names.get(tree.name) ?? (TYPE_NAMES.has(tree.name) ? simple("type") : this.undeclared(tree, tree.name));
      case "list":
        return listOf(this.common(tree.items, names));
      case "map": {
        const key = this.common(
          tree.entries.map(([each]) => each),
          names,
        );
        const value = this.common(
          tree.entries.map(([, each]) => each),
          names,
        );
        return mapOf(key, value);
      }
      case "select":
        return this.select(tree, this.type(tree.operand, names));
      case "call":
        return this.call(tree, names);
      case "loop":
        return this.loop(tree, names);
      case "let":
        return this.binding(tree, names);
    }
  }

  private undeclared(tree: Tree, name: string): CelType {
    return this.refuse(tree, `undeclared reference to '${name}' (in container '')`);
  }

  /** The one type that all members have. */
  private common(members: readonly Tree[], names: Names): CelType {
    const [first, ...others] = members;
    if (first === undefined) return { kind: "any", name: "_" };
    let type = this.type(first, names);
    for (const each of others) {
      const found = this.type(each, names);
      if (isAssignable(type, found)) continue;
      if (isAssignable(found, type)) type = found;
      else this.refuse(each, `expected type '${typeText(type)}' but found '${typeText(found)}'`);
    }
    return type;
  }

  private select(tree: SelectTree, operand: CelType): CelType {
    const isOptional = operand.kind === "optional";
    const field = this.field(tree, isOptional ? operand.item : operand);
    if (tree.how === "test") return BOOL;
    return isOptional || tree.how === "optional" ? optionalOf(field) : field;
  }

  private field(tree: SelectTree, operand: CelType): CelType {
    switch (operand.kind) {
      case "object":
        return operand.fields.get(tree.field) ?? this.refuse(tree, `undefined field '${tree.field}'`);
      case "map":
        return operand.value;
      case "dyn":
      case "any":
        return DYN;
      case "error":
        return ERROR;
      default:
        return this.refuse(tree, `type '${typeText(operand)}' does not support field selection`);
    }
  }

  private call(tree: CallTree, names: Names): CelType {
    const found = tree.args.map((arg) => this.type(arg, names));
    const all = signaturesOf(tree.name);
    if (all === undefined) return this.undeclared(tree, tree.name);
    return this.overload(tree, tree.name, tree.isMember, all, found);
  }

  private overload(
    tree: Tree,
    name: string,
    isMember: boolean,
    all: readonly Signature[],
    found: readonly CelType[],
  ): CelType {
    const results = all
      .filter((each) => each.isMember === isMember)
      .map((each) => resultOf(each, found))
      .filter((each) => each !== undefined);
    const [first] = results;
    if (first === undefined) {
      const [receiver, ...others] = found.map(typeText);
      const applied = isMember ? `${receiver}.(${others.join(", ")})` : `(${found.map(typeText).join(", ")})`;
      return this.refuse(tree, `found no matching overload for '${name}' applied to '${applied}'`);
    }
    return results.every((each) => typeText(each) === typeText(first)) ? first : DYN;
  }

  private operator(tree: Tree, name: string, found: readonly CelType[]): void {
    this.overload(tree, name, false, signaturesOf(name) ?? [], found);
  }

  private loop(tree: LoopTree, names: Names): CelType {
    const [key, item] = this.members(tree.range, this.type(tree.range, names));
    const isOverList = this.types.get(tree.range)?.kind !== "map";
    const [first = "", second] = tree.names;
    const one: [string, CelType][] = [[first, isOverList ? item : key]];
    const both: [string, CelType][] = [
      [first, key],
      [second ?? "", item],
    ];
    const inner = new Map([...names, ...(second === undefined ? one : both)]);
    const test = tree.test === undefined ? BOOL : this.type(tree.test, inner);
    const result = tree.result === undefined ? item : this.type(tree.result, inner);
    return this.loopResult(tree, test, result, key, isOverList ? item : key);
  }

  private loopResult(tree: LoopTree, test: CelType, result: CelType, key: CelType, item: CelType): CelType {
    const items = listOf(tree.result === undefined ? item : result);
    switch (tree.loop) {
      case "all":
        this.operator(tree, "_&&_", [BOOL, test]);
        return BOOL;
      case "exists":
        this.operator(tree, "_||_", [BOOL, test]);
        return BOOL;
      case "exists_one":
        this.operator(tree, "_?_:_", [test, INT, INT]);
        return BOOL;
      case "transformMap":
      case "transformMapEntry": {
        const map = tree.loop === "transformMap" ? mapOf(key, result) : result;
        this.operator(tree, "_?_:_", [test, map, map]);
        return map;
      }
      default:
        this.operator(tree, "_?_:_", [test, items, items]);
        return items;
    }
  }

  /** Of a list the index and the item, of a map the key and the value. */
  private members(range: Tree, type: CelType): readonly [key: CelType, item: CelType] {
    if (type.kind === "list") return [INT, type.item];
    if (type.kind === "map") return [type.key, type.value];
    if (type.kind !== "dyn" && type.kind !== "error" && type.kind !== "any") {
      const text = typeText(type);
      this.refuse(
        range,
        `expression of type '${text}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      );
    }
    return [DYN, DYN];
  }

  private binding(tree: LetTree, names: Names): CelType {
    const value = this.type(tree.value, names);
    if (tree.how === "bind") return this.type(tree.body, new Map([...names, [tree.name, value]]));
    if (value.kind !== "optional" && value.kind !== "dyn" && value.kind !== "error") {
      const applied = `${typeText(value)}.()`;
      return this.refuse(tree, `found no matching overload for 'hasValue' applied to '${applied}'`);
    }
    const held = value.kind === "optional" ? value.item : DYN;
    const body = this.type(tree.body, new Map([...names, [tree.name, held]]));
    return tree.how === "optMap" ? optionalOf(body) : body;
  }
}

/** What the function answers with for such arguments; undefined where it does not take them. */
function resultOf({ args, result }: Signature, found: readonly CelType[]): CelType | undefined {
  if (args.length !== found.length) return undefined;
  const bindings: Bindings = new Map();
  const fits = args.every((wanted, index) => isAssignable(wanted, found[index] ?? ERROR, bindings));
  return fits ? substituted(result, bindings) : undefined;
}
