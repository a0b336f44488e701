// An expression of the Common Expression Language, parsed; with what cel-go says of one that cannot be.

import { ParseFault } from "./parse-fault.ts";
import { type Node, parseSource } from "./parser.ts";

/** A fault of an expression, and where it stands in it. */
export interface Issue {
  readonly at: number;
  readonly message: string;
}

export type Parsed =
  | { readonly kind: "parsed"; readonly root: Node }
  | { readonly kind: "broken"; readonly issue: Issue };

export function parseExpression(source: string): Parsed {
  try {
    return { kind: "parsed", root: parseSource(source) };
  } catch (error) {
    if (!(error instanceof ParseFault)) throw error;
    const { at, told } = error;
    return { kind: "broken", issue: told === undefined ? syntaxIssue(source, at) : { at, message: told } };
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
