// An expression of the Common Expression Language, parsed; with what cel-go says of one that cannot be.

import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";

export type Node = ASTNode;

/** A fault of an expression, and where it stands in it. */
export interface Issue {
  readonly at: number;
  readonly message: string;
}

export type Parsed =
  | { readonly kind: "parsed"; readonly root: Node }
  | { readonly kind: "broken"; readonly issue: Issue };

let environment: Environment | undefined;

export function parseExpression(source: string): Parsed {
  environment ??= new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true });
  try {
    return { kind: "parsed", root: environment.parse(source).ast };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { kind: "broken", issue: syntaxIssue(source, error.range?.start ?? 0) };
  }
}

const STARTS =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

function syntaxIssue(source: string, at: number): Issue {
  const rest = source.slice(at);
  const [token = ""] = /^(\w+|&&|\|\||[=!<>]=|\S)/.exec(rest) ?? [];
  if (token === "=" || token === "&" || token === "|") {
    return { at, message: `Syntax error: token recognition error at: '${rest.slice(0, 2)}'` };
  }
  const before = source.slice(0, at).trimEnd();
  const open = unclosed(before);
  // Where a value has just ended, what is missing is the bracket; elsewhere it is the value.
  if (token === "" && open !== undefined && /[\w'")\]}]$/.test(before))
    return { at, message: `Syntax error: missing '${open}' at '<EOF>'` };
  if (token === "" || !/[\w'")\]}]$/.test(before))
    return { at, message: `Syntax error: mismatched input '${token || "<EOF>"}' expecting ${STARTS}` };
  return { at, message: `Syntax error: extraneous input '${token}' expecting <EOF>` };
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** What closes the innermost bracket that is still open. */
function unclosed(text: string): string | undefined {
  const stack: string[] = [];
  for (const [char] of text.replace(/"[^"]*"|'[^']*'/g, "").matchAll(/[()[\]{}]/g)) {
    const closing = CLOSING[char];
    if (closing === undefined) stack.pop();
    else stack.push(closing);
  }
  return stack.at(-1);
}

/** As cel-go prints it: with the line, and a mark below. */
export function issueText(source: string, { at, message }: Issue): string {
  const lines = source.slice(0, at).split("\n");
  const column = lines.at(-1)?.length ?? 0;
  const line = source.split("\n")[lines.length - 1] ?? "";
  return `ERROR: <input>:${lines.length}:${column + 1}: ${message}\n | ${line}\n | ${".".repeat(column)}^`;
}

/** Where cel-go marks a node: at its operator, its dot or its bracket. */
export function positionOf(node: Node): number {
  const { input } = node;
  switch (node.op) {
    case ".":
    case ".?":
      return after(input, node.args[0].end, ".");
    case "[]":
    case "[?]":
      return after(input, node.args[0].end, "[");
    case "call":
      return after(input, node.start + node.args[0].length, "(");
    case "rcall":
      return after(input, after(input, node.args[1].end, ".") + 1 + node.args[0].length, "(");
    case "?:":
      return after(input, node.args[0].end, "?");
    case "value":
    case "id":
    case "list":
    case "map":
    case "!_":
    case "-_":
      return node.start;
    default:
      return after(input, node.args[0].end, node.op);
  }
}

function after(input: string, start: number, token: string): number {
  const found = input.indexOf(token, start);
  return found < 0 ? start : found;
}
