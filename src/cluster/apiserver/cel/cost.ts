// Stands for cel-go's cost estimate: how much an expression takes in the worst case, by how large values can get at most.

import type { Declared } from "./declared.ts";
import type { CallTree, LetTree, LoopTree, SelectTree, Tree } from "./tree.ts";
import type { CelType } from "./types.ts";

/** More than can be counted. */
export const UNBOUNDED = 2 ** 64;

const TEXT_FACTOR = 0.1;
const PATTERN_FACTOR = 0.25;
const NEW_LIST = 10;
const NEW_MAP = 30;
const SCALARS: ReadonlySet<CelType["kind"]> = new Set([
  "bool",
  "double",
  "duration",
  "int",
  "timestamp",
  "type",
  "uint",
]);

/** @param root what `self` and `oldSelf` are. */
export function estimatedCost(tree: Tree, types: ReadonlyMap<Tree, CelType>, root: Declared): number {
  const roots = new Map([
    ["self", root],
    ["oldSelf", root],
  ]);
  return Math.min(new Estimator(types).cost(tree, roots), UNBOUNDED);
}

/** What names stand for, as far as it is known. */
type Known = ReadonlyMap<string, Declared | undefined>;

const KEY: Declared = { type: { kind: "string" }, maxElements: 0, minSize: 2 };

class Estimator {
  private readonly declared = new Map<Tree, Declared>();
  private readonly sizes = new Map<Tree, number>();

  constructor(private readonly types: ReadonlyMap<Tree, CelType>) {}

  cost(tree: Tree, known: Known): number {
    switch (tree.kind) {
      case "literal":
        this.sizes.set(tree, literalSize(tree.value));
        return 0;
      case "name":
        this.place(tree, known.get(tree.name));
        return 1;
      case "list":
        this.sizes.set(tree, tree.items.length);
        return NEW_LIST + this.sum(tree.items, known);
      case "map":
        this.sizes.set(tree, tree.entries.length);
        return NEW_MAP + this.sum(tree.entries.flat(), known);
      case "select":
        return this.select(tree, known);
      case "call":
        return this.call(tree, known);
      case "loop":
        return this.loop(tree, known);
      case "let":
        return this.binding(tree, known);
    }
  }

  private sum(trees: readonly Tree[], known: Known): number {
    return trees.reduce((total, each) => total + this.cost(each, known), 0);
  }

  private place(tree: Tree, declared: Declared | undefined): void {
    if (declared !== undefined) this.declared.set(tree, declared);
  }

  private size(tree: Tree | undefined): number {
    if (tree === undefined) return 0;
    const known = this.sizes.get(tree) ?? this.declared.get(tree)?.maxElements;
    return known ?? (SCALARS.has(this.types.get(tree)?.kind ?? "dyn") ? 1 : UNBOUNDED);
  }

  private select(tree: SelectTree, known: Known): number {
    const operand = this.cost(tree.operand, known);
    const holder = this.declared.get(tree.operand);
    if (tree.how !== "plain") return operand + 1;
    this.place(tree, holder?.fields?.get(tree.field) ?? holder?.element);
    const kind = this.types.get(tree.operand)?.kind;
    return operand + (kind === "map" || kind === "object" ? 1 : 0);
  }

  private call(tree: CallTree, known: Known): number {
    const costs = tree.args.map((arg) => this.cost(arg, known));
    const all = costs.reduce((total, each) => total + each, 0);
    const [first, second] = tree.args;
    if (tree.name === "_&&_" || tree.name === "_||_") return all;
    if (tree.name === "_?_:_") {
      const [condition = 0, yes = 0, no = 0] = costs;
      this.sizes.set(tree, Math.max(this.size(second), this.size(tree.args[2])));
      return condition + Math.max(yes, no);
    }
    if (tree.name === "_[_]" && first !== undefined) this.place(tree, this.declared.get(first)?.element);
    return all + this.ownCost(tree, first, second);
  }

  private ownCost(tree: CallTree, first: Tree | undefined, second: Tree | undefined): number {
    const [size, other] = [this.size(first), this.size(second)];
    const kind = first === undefined ? "dyn" : (this.types.get(first)?.kind ?? "dyn");
    const isText = kind === "string" || kind === "bytes";
    switch (tree.name) {
      case "_+_":
        if (!isText && kind !== "list") return 1;
        this.sizes.set(tree, size + other);
        return isText ? by(size + other, TEXT_FACTOR) : 1;
      case "_==_":
      case "_!=_":
        return by(Math.min(size, other), TEXT_FACTOR);
      case "_<_":
      case "_>_":
      case "_<=_":
      case "_>=_":
        return isText ? by(Math.min(size, other), TEXT_FACTOR) : 1;
      case "@in":
        return this.types.get(second ?? tree)?.kind === "list" ? other : 1;
      case "contains":
        return by(size, TEXT_FACTOR) * by(other, TEXT_FACTOR);
      case "startsWith":
      case "endsWith":
        return by(other, TEXT_FACTOR);
      case "matches":
      case "find":
      case "findAll":
        this.sizes.set(tree, size);
        return by(size + 1, TEXT_FACTOR) * by(other, PATTERN_FACTOR);
      default:
        return this.libraryCost(tree, size, other, kind);
    }
  }

  private libraryCost(tree: CallTree, size: number, other: number, kind: CelType["kind"]): number {
    const [first, second, third] = tree.args;
    if (OF_THE_SAME_SIZE.has(tree.name)) {
      this.sizes.set(tree, size);
      return by(size, TEXT_FACTOR);
    }
    if (OF_ALL_ITEMS.has(tree.name)) return this.traversal(first, size, kind);
    if (tree.name.startsWith("sets.")) return size * other;
    switch (tree.name) {
      case "url":
      case "format":
        return by(size, TEXT_FACTOR);
      case "join": {
        const length = times(size, this.itemSize(first)) + Math.max(0, size - 1) * (second === undefined ? 0 : other);
        this.sizes.set(tree, length);
        return by(length, TEXT_FACTOR);
      }
      case "split":
        this.sizes.set(tree, third?.kind === "literal" ? Number(third.value) : size);
        return by(size, 2 * TEXT_FACTOR);
      case "replace":
        this.sizes.set(tree, longestReplaced(size, this.literalSize(second), this.size(third)));
        return by(size, 2 * TEXT_FACTOR);
      case "containsIP":
      case "containsCIDR": {
        const isText = this.types.get(second ?? tree)?.kind === "string";
        return 4 + (tree.name === "containsCIDR" ? 3 : 0) + (isText ? by(other, TEXT_FACTOR) : 0);
      }
      default:
        return 1;
    }
  }

  /** One look at each item, and at each character of items that are texts. */
  private traversal(list: Tree | undefined, size: number, kind: CelType["kind"]): number {
    if (kind !== "list") return by(size, TEXT_FACTOR);
    const type = list === undefined ? undefined : this.types.get(list);
    const isOfTexts = type?.kind === "list" && (type.item.kind === "string" || type.item.kind === "bytes");
    return times(size, 1 + (isOfTexts ? by(this.itemSize(list), TEXT_FACTOR) : 0));
  }

  private itemSize(list: Tree | undefined): number {
    if (list === undefined) return 0;
    const known = this.declared.get(list)?.element?.maxElements;
    const type = this.types.get(list);
    return known ?? (type?.kind === "list" && SCALARS.has(type.item.kind) ? 1 : UNBOUNDED);
  }

  /** The least length of a text: only that of a literal is known. */
  private literalSize(tree: Tree | undefined): number {
    return tree?.kind === "literal" ? this.size(tree) : 0;
  }

  /** Macros cost what cel-go makes of them: a loop with an accumulator, a condition and a step. */
  private loop(tree: LoopTree, known: Known): number {
    const { range, names, loop } = tree;
    const start = this.cost(range, known);
    const isMap = this.types.get(range)?.kind === "map";
    const item = this.declared.get(range)?.element;
    const [first = "", second] = names;
    const inner = new Map(known);
    inner.set(first, isMap ? KEY : second === undefined ? item : undefined);
    if (second !== undefined) inner.set(second, item);
    const test = tree.test === undefined ? 0 : this.cost(tree.test, inner);
    const result = tree.result === undefined ? 1 : this.cost(tree.result, inner);
    const count = this.size(range);
    this.sizes.set(tree, count);
    const { once, each } = loopCost(loop, test, result);
    return start + once + count * each;
  }

  private binding(tree: LetTree, known: Known): number {
    const value = this.cost(tree.value, known);
    const body = this.cost(tree.body, new Map([...known, [tree.name, this.declared.get(tree.value)]]));
    this.sizes.set(tree, this.size(tree.body));
    // An optional is asked first, and then again for its value.
    return tree.how === "bind" ? value + body : 2 * value + body + (tree.how === "optMap" ? 3 : 2);
  }
}

function loopCost(loop: LoopTree["loop"], test: number, result: number): { once: number; each: number } {
  switch (loop) {
    case "all":
      return { once: 1, each: 2 + 1 + test };
    case "exists":
      return { once: 1, each: 3 + 1 + test };
    case "exists_one":
      return { once: 2, each: test + 2 };
    case "transformMap":
    case "transformMapEntry":
      return { once: NEW_MAP + 1, each: test + 3 + result };
    default:
      return { once: NEW_LIST + 1, each: test + NEW_LIST + 2 + result };
  }
}

const OF_THE_SAME_SIZE: ReadonlySet<string> = new Set(["lowerAscii", "upperAscii", "substring", "trim"]);
const OF_ALL_ITEMS: ReadonlySet<string> = new Set(["isSorted", "sum", "min", "max", "indexOf", "lastIndexOf"]);

/** At most; an empty text is found between all characters. */
function longestReplaced(size: number, replaced: number, replacement: number): number {
  if (replaced === 0) return times(size + 1, replacement) + size;
  return replacement <= replaced ? size : times(Math.ceil(size / replaced), replacement);
}

/** Nothing is nothing, however often. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function by(size: number, factor: number): number {
  return Math.ceil(size * factor);
}

function literalSize(value: unknown): number {
  if (typeof value === "string") return [...value].length;
  return value instanceof Uint8Array ? value.length : 1;
}
