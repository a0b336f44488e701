// What an expression may cost at most. Kubernetes estimates the cost of CEL before it takes it; so do lessons, for who wrote one may not be known.

import type { ASTNode } from "@marcbachmann/cel-js";
import { runawayOf } from "../format/regular-expression.ts";

const LONGEST = 2000;
/** Looks at fields and items; an object of the API has rarely more than twenty items in a list. */
const MOST_STEPS = 2_000_000;
const ITEMS_OF_A_FIELD = 20;
const MACROS: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** Why it is too much; undefined when it is not. */
export function excessOf(source: string, ast: ASTNode): string | undefined {
  if (source.length > LONGEST) return `it is longer than ${LONGEST} characters. Split it into several checks`;
  const bad = patternsOf(ast)
    .map(runawayOf)
    .find((why) => why !== undefined);
  if (bad !== undefined) return `the regular expression in matches() cannot be used: ${bad}`;
  if (stepsOf(ast) > MOST_STEPS)
    return "it goes through lists inside of lists too often. Use fewer of all(), exists(), filter() and map() inside each other";
  return undefined;
}

function stepsOf(node: ASTNode): number {
  if (node.op === "rcall") {
    const [name, target, args] = node.args;
    const inner = sum(args);
    return stepsOf(target) + (MACROS.has(name) ? itemsOf(target) * (1 + inner) : 1 + inner);
  }
  return 1 + sum(childrenOf(node));
}

function itemsOf(target: ASTNode): number {
  return target.op === "list" ? Math.max(1, target.args.length) : ITEMS_OF_A_FIELD;
}

/** The patterns of all matches(); one that is made while it runs cannot be looked at, and counts as too long. */
function patternsOf(node: ASTNode): readonly string[] {
  const inner = childrenOf(node).flatMap(patternsOf);
  if (node.op !== "rcall" || node.args[0] !== "matches") return inner;
  const pattern = node.args[2][0];
  return [...inner, pattern?.op === "value" && typeof pattern.args === "string" ? pattern.args : "(.*.*)*"];
}

function sum(nodes: readonly ASTNode[]): number {
  return nodes.reduce((total, node) => total + stepsOf(node), 0);
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const { args } = node;
  if (!Array.isArray(args)) return isNode(args) ? [args] : [];
  return (args as readonly unknown[]).flat(2).filter(isNode);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
