// What an expression comes to for given values.

import { TYPE_NAMES } from "./check.ts";
import { functionNamed } from "./functions/functions.ts";
import type { CallTree, LetTree, LoopTree, SelectTree, Tree } from "./tree.ts";
import { EvaluationFault, fail, isEqualValue, NONE, noOverload, Optional, TypeValue } from "./values.ts";

export type Values = ReadonlyMap<string, unknown>;

/** Throws an EvaluationFault where it comes to nothing. */
export function evaluate(tree: Tree, values: Values): unknown {
  switch (tree.kind) {
    case "literal":
      return tree.value;
    case "name":
      return valueNamed(tree.name, values);
    case "list":
      return tree.items.map((item) => evaluate(item, values));
    case "map":
      return new Map(tree.entries.map(([key, value]) => [evaluate(key, values), evaluate(value, values)]));
    case "select":
      return select(tree, values);
    case "call":
      return call(tree, values);
    case "loop":
      return loop(tree, values);
    case "let":
      return bound(tree, values);
  }
}

function valueNamed(name: string, values: Values): unknown {
  if (values.has(name)) return values.get(name);
  return TYPE_NAMES.has(name) ? new TypeValue(name) : fail(`no such attribute(s): ${name}`);
}

function select(tree: SelectTree, values: Values): unknown {
  const operand = evaluate(tree.operand, values);
  const isChain = operand instanceof Optional;
  const holder: unknown = isChain ? operand.value : operand;
  if (holder === undefined) return tree.how === "test" ? false : NONE;
  if (!(holder instanceof Map)) return noOverload();
  const value = holder.get(tree.field) as unknown;
  if (tree.how === "test") return holder.has(tree.field);
  if (isChain || tree.how === "optional") return holder.has(tree.field) ? new Optional(value) : NONE;
  return holder.has(tree.field) ? value : fail(`no such key: ${tree.field}`);
}

function call(tree: CallTree, values: Values): unknown {
  const [first, second, third] = tree.args;
  if (first !== undefined && second !== undefined) {
    if (tree.name === "_&&_") return settled([first, second], values, false);
    if (tree.name === "_||_") return settled([first, second], values, true);
    if (tree.name === "_?_:_" && third !== undefined)
      return evaluate(truth(evaluate(first, values)) ? second : third, values);
    if (tree.name === "or" || tree.name === "orValue") {
      const held = evaluate(first, values);
      if (held instanceof Optional && held.value !== undefined) return tree.name === "or" ? held : held.value;
    }
  }
  const run = functionNamed(tree.name);
  return run === undefined ? noOverload() : run(...tree.args.map((arg) => evaluate(arg, values)));
}

function truth(value: unknown): boolean {
  return typeof value === "boolean" ? value : noOverload();
}

/** `&&` and `||`: one side that decides makes up for a fault of the other. */
function settled(sides: readonly Tree[], values: Values, decisive: boolean): boolean {
  return decided(
    sides.map((side) => () => truth(evaluate(side, values))),
    decisive,
  );
}

function decided(tests: readonly (() => boolean)[], decisive: boolean): boolean {
  let fault: EvaluationFault | undefined;
  for (const test of tests) {
    try {
      if (test() === decisive) return decisive;
    } catch (error) {
      if (!(error instanceof EvaluationFault)) throw error;
      fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return !decisive;
}

interface Member {
  readonly key: unknown;
  readonly item: unknown;
  /** The values with the loop's names. */
  readonly values: Values;
}

function membersOf(tree: LoopTree, values: Values): Member[] {
  const range = evaluate(tree.range, values);
  const [first = "", second] = tree.names;
  const named = (key: unknown, item: unknown, only: unknown): Member => {
    const own: [string, unknown][] = [[first, second === undefined ? only : key]];
    if (second !== undefined) own.push([second, item]);
    return { key, item: only, values: new Map([...values, ...own]) };
  };
  if (Array.isArray(range)) return range.map((item: unknown, index) => named(BigInt(index), item, item));
  if (range instanceof Map) return [...range].map(([key, item]) => named(key, item, key));
  return noOverload();
}

function loop(tree: LoopTree, values: Values): unknown {
  const members = membersOf(tree, values);
  const { test, result } = tree;
  const passes = (member: Member): boolean => test === undefined || truth(evaluate(test, member.values));
  const made = (member: Member): unknown => (result === undefined ? member.item : evaluate(result, member.values));
  const tests = members.map((member) => () => passes(member));
  switch (tree.loop) {
    case "all":
      return decided(tests, false);
    case "exists":
      return decided(tests, true);
    case "exists_one":
      return members.filter(passes).length === 1;
    case "transformMap":
      return new Map(members.filter(passes).map((member) => [member.key, made(member)]));
    case "transformMapEntry":
      return mergedMaps(members.filter(passes).map(made));
    default:
      return members.filter(passes).map(made);
  }
}

function mergedMaps(maps: readonly unknown[]): Map<unknown, unknown> {
  const out = new Map<unknown, unknown>();
  for (const each of maps) {
    if (!(each instanceof Map)) return noOverload();
    for (const [key, value] of each) {
      if ([...out.keys()].some((known) => isEqualValue(known, key)))
        fail(`insert failed: key ${String(key)} already exists`);
      out.set(key, value);
    }
  }
  return out;
}

function bound(tree: LetTree, values: Values): unknown {
  const value = evaluate(tree.value, values);
  if (tree.how === "bind") return evaluate(tree.body, new Map([...values, [tree.name, value]]));
  if (!(value instanceof Optional)) return noOverload();
  if (value.value === undefined) return NONE;
  const body = evaluate(tree.body, new Map([...values, [tree.name, value.value]]));
  return tree.how === "optMap" ? new Optional(body) : body;
}
