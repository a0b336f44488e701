// From the text of a rule to something that can be computed, or to what is wrong with it.

import { check } from "./check.ts";
import { estimatedCost } from "./cost.ts";
import type { Declared } from "./declared.ts";
import { type Issue, issueText, parseExpression } from "./expression.ts";
import { type Tree, treeOf } from "./tree.ts";
import { type CelType, optionalOf } from "./types.ts";

export interface Program {
  readonly tree: Tree;
  /** In the worst case. */
  readonly cost: number;
  readonly usesOldSelf: boolean;
}

export type Compiled =
  | { readonly kind: "program"; readonly program: Program }
  | { readonly kind: "fault"; readonly text: string };

interface Purpose {
  readonly result: CelType["kind"];
  readonly failed: string;
  readonly mistyped: string;
}

const RULE: Purpose = {
  result: "bool",
  failed: "compilation failed",
  mistyped: "cel expression must evaluate to a bool",
};
const MESSAGE: Purpose = {
  result: "string",
  failed: "messageExpression compilation failed",
  mistyped: "messageExpression must evaluate to a string",
};

/** @param mayBeNew whether oldSelf stands for a value that may not have been there. */
export function compileRule(source: string, self: Declared, mayBeNew: boolean): Compiled {
  return compile(source, self, mayBeNew, RULE);
}

export function compileMessage(source: string, self: Declared, mayBeNew: boolean): Compiled {
  return compile(source, self, mayBeNew, MESSAGE);
}

function compile(source: string, self: Declared, mayBeNew: boolean, purpose: Purpose): Compiled {
  const broken = (issues: readonly Issue[]): Compiled => {
    const texts = [...issues].sort((a, b) => a.at - b.at).map((issue) => issueText(source, issue));
    return { kind: "fault", text: `${purpose.failed}: ${texts.join("\n")}` };
  };
  const parsed = parseExpression(source);
  if (parsed.kind === "broken") return broken([parsed.issue]);
  const built = treeOf(parsed.root);
  if (built.kind === "broken") return broken(built.issues);
  const { tree } = built;
  const names = new Map([
    ["self", self.type],
    ["oldSelf", mayBeNew ? optionalOf(self.type) : self.type],
  ]);
  const { type, types, issues } = check(tree, names);
  if (issues.length > 0) return broken(issues);
  if (type.kind !== purpose.result) return { kind: "fault", text: purpose.mistyped };
  return { kind: "program", program: { tree, cost: estimatedCost(tree, types, self), usesOldSelf: usesOldSelf(tree) } };
}

function usesOldSelf(tree: Tree): boolean {
  return tree.kind === "name" ? tree.name === "oldSelf" : partsOf(tree).some(usesOldSelf);
}

function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "list":
      return tree.items;
    case "map":
      return tree.entries.flat();
    case "select":
      return [tree.operand];
    case "call":
      return tree.args;
    case "loop":
      return [tree.range, tree.test, tree.result].filter((each) => each !== undefined);
    case "let":
      return [tree.value, tree.body];
    default:
      return [];
  }
}
