// Reads Go's text/template: actions between {{ and }}, with trim markers, pipelines, variables and blocks.

import { unquote } from "../../bytes/go-unquote.ts";

export class TemplateError extends Error {}

export type Expression =
  | { readonly kind: "dot" }
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "field"; readonly of: Expression; readonly names: readonly string[] }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "pipe"; readonly stages: readonly Expression[] };

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly value: Expression }
  | { readonly kind: "assign"; readonly name: string; readonly declare: boolean; readonly value: Expression }
  | {
      readonly kind: "if" | "with";
      readonly value: Expression;
      readonly variable?: string;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | {
      readonly kind: "range";
      readonly value: Expression;
      readonly variables: readonly string[];
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    }
  | { readonly kind: "break" | "continue" };

interface Token {
  readonly kind: "action" | "text";
  readonly text: string;
  readonly line: number;
}

const FUNCTIONS = [
  "and",
  "or",
  "not",
  "len",
  "index",
  "slice",
  "print",
  "printf",
  "println",
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "html",
  "js",
  "urlquery",
  "call",
  "exists",
  "base64decode",
];

export function parseGoTemplate(template: string): TemplateNode[] {
  const tokens = tokenize(template);
  const state = { at: 0 };
  const { nodes, end } = parseBlock(tokens, state);
  if (end !== undefined) throw new TemplateError(`${end.line}: unexpected {{${end.text.split(/\s/)[0]}}}`);
  return nodes;
}

function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  const lineAt = (index: number) => template.slice(0, index).split("\n").length;
  for (;;) {
    const open = template.indexOf("{{", at);
    let text = open === -1 ? template.slice(at) : template.slice(at, open);
    if (trimNext) text = text.replace(/^\s+/, "");
    if (open === -1) {
      if (text !== "") tokens.push({ kind: "text", text, line: lineAt(at) });
      return tokens;
    }
    const trimBefore = /^\{\{-\s/.test(template.slice(open, open + 4));
    if (trimBefore) text = text.replace(/\s+$/, "");
    if (text !== "") tokens.push({ kind: "text", text, line: lineAt(at) });
    const start = open + (trimBefore ? 3 : 2);
    const close = closingBraces(template, start);
    if (close === -1) throw new TemplateError(`${lineAt(open)}: unclosed action`);
    let body = template.slice(start, close);
    trimNext = /\s-$/.test(body);
    if (trimNext) body = body.slice(0, -1);
    if (!/^\s*\/\*/.test(body)) tokens.push({ kind: "action", text: body.trim(), line: lineAt(open) });
    at = close + 2;
  }
}

function closingBraces(template: string, from: number): number {
  let quote = "";
  for (let at = from; at < template.length; at++) {
    const char = template.charAt(at);
    if (quote !== "") {
      if (char === "\\" && quote !== "`") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "`" || char === "'") quote = char;
    else if (template.startsWith("}}", at)) return at;
  }
  return -1;
}

interface Block {
  readonly nodes: TemplateNode[];
  /** The action that ended it: `end` or `else …`; undefined at the end of the template. */
  readonly end?: Token;
}

function parseBlock(tokens: readonly Token[], state: { at: number }): Block {
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = tokens[state.at];
    if (token === undefined) return { nodes };
    state.at += 1;
    if (token.kind === "text") nodes.push({ kind: "text", text: token.text });
    else if (/^(end|else)(?!\w)/.test(token.text)) return { nodes, end: token };
    else nodes.push(parseAction(token, tokens, state));
  }
}

function parseAction(token: Token, tokens: readonly Token[], state: { at: number }): TemplateNode {
  const keyword = /^(if|with|range|break|continue|define|template|block)(?!\w)/.exec(token.text)?.[1];
  const rest = token.text.slice(keyword?.length ?? 0).trim();
  if (keyword === "if" || keyword === "with" || keyword === "range")
    return parseControl(keyword, rest, token, tokens, state);
  if (keyword === "break" || keyword === "continue") return { kind: keyword };
  if (keyword !== undefined)
    throw new TemplateError(`${token.line}: k8s-tutor does not simulate {{${keyword}}} in templates`);
  const assignment = /^\$(\w+)\s*(:?=)\s*(.*)$/s.exec(token.text);
  if (assignment !== null) {
    const [, name = "", operator, value = ""] = assignment;
    return { kind: "assign", name, declare: operator === ":=", value: parsePipeline(value, token.line) };
  }
  return { kind: "output", value: parsePipeline(token.text, token.line) };
}

function parseControl(
  kind: "if" | "with" | "range",
  header: string,
  token: Token,
  tokens: readonly Token[],
  state: { at: number },
): TemplateNode {
  const assignment = /^((?:\$\w+\s*,\s*)?\$\w+)\s*:?=\s*(.*)$/s.exec(header);
  const variables = (assignment?.[1] ?? "")
    .split(",")
    .map((name) => name.trim().slice(1))
    .filter((name) => name !== "");
  const text = assignment?.[2] ?? header;
  if (text === "") throw new TemplateError(`${token.line}: missing value for ${kind}`);
  const value = parsePipeline(text, token.line);
  const body = parseBlock(tokens, state);
  if (body.end === undefined) throw new TemplateError(`${token.line}: unexpected EOF`);
  const otherwise = body.end.text.startsWith("else") ? parseElse(body.end, tokens, state) : [];
  if (kind === "range") return { kind, value, variables, body: body.nodes, otherwise };
  const [variable] = variables;
  return { kind, value, body: body.nodes, otherwise, ...(variable === undefined ? {} : { variable }) };
}

function parseElse(token: Token, tokens: readonly Token[], state: { at: number }): TemplateNode[] {
  const chained = /^else\s+(if|with)\s+(.*)$/s.exec(token.text);
  if (chained !== null)
    return [parseControl(chained[1] === "if" ? "if" : "with", chained[2] ?? "", token, tokens, state)];
  const block = parseBlock(tokens, state);
  if (block.end === undefined) throw new TemplateError(`${token.line}: unexpected EOF`);
  return block.nodes;
}

function parsePipeline(text: string, line: number): Expression {
  const words = lexWords(text, line);
  const state = { at: 0 };
  const value = pipeline(words, state, line);
  if (state.at < words.length)
    throw new TemplateError(`${line}: unexpected ${JSON.stringify(words[state.at])} in operand`);
  return value;
}

function lexWords(text: string, line: number): string[] {
  const words: string[] = [];
  const pattern =
    /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)'|[|()]|\$?(?:\.?[\w]+)(?:\.[\w]+)*|(?:\.[\w]+)+|\$|\.|[-+]?\d[\w.]*/gy;
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match === undefined)
      throw new TemplateError(`${line}: unexpected ${JSON.stringify(text.charAt(at))} in command`);
    at += match.length;
    if (match.trim() !== "") words.push(match);
    else if (words.length > 0) words.push(" ");
  }
  return words;
}

function skipSpaces(words: readonly string[], state: { at: number }): void {
  while (words[state.at] === " ") state.at += 1;
}

function pipeline(words: readonly string[], state: { at: number }, line: number): Expression {
  const stages = [command(words, state, line)];
  while (words[state.at] === "|") {
    state.at += 1;
    stages.push(command(words, state, line));
  }
  return stages.length === 1 && stages[0] !== undefined ? stages[0] : { kind: "pipe", stages };
}

function command(words: readonly string[], state: { at: number }, line: number): Expression {
  skipSpaces(words, state);
  const operands: Expression[] = [];
  const first = words[state.at];
  if (first === undefined) throw new TemplateError(`${line}: missing value for command`);
  const isCall = /^[A-Za-z_]\w*$/.test(first) && !["true", "false", "nil"].includes(first);
  if (isCall) {
    if (!FUNCTIONS.includes(first)) throw new TemplateError(`${line}: function "${first}" not defined`);
    state.at += 1;
  }
  for (;;) {
    skipSpaces(words, state);
    const word = words[state.at];
    if (word === undefined || word === "|" || word === ")") break;
    operands.push(operand(words, state, line));
  }
  if (isCall) return { kind: "call", name: first, args: operands };
  const [only] = operands;
  if (only === undefined) throw new TemplateError(`${line}: missing value for command`);
  if (operands.length > 1) throw new TemplateError(`${line}: can't give argument to non-function ${first}`);
  return only;
}

function operand(words: readonly string[], state: { at: number }, line: number): Expression {
  const word = words[state.at] ?? "";
  state.at += 1;
  if (word !== "(") return simpleOperand(word, line);
  const inner = pipeline(words, state, line);
  if (words[state.at] !== ")") throw new TemplateError(`${line}: unclosed left paren`);
  state.at += 1;
  const next = words[state.at];
  if (next === undefined || !/^\.\w/.test(next)) return inner;
  state.at += 1;
  return { kind: "field", of: inner, names: next.slice(1).split(".") };
}

function simpleOperand(word: string, line: number): Expression {
  if (word === ".") return { kind: "dot" };
  if (word.startsWith(".")) return { kind: "field", of: { kind: "dot" }, names: word.slice(1).split(".") };
  if (word.startsWith("$")) {
    const [name = "", ...names] = word.slice(1).split(".");
    const variable: Expression = { kind: "variable", name };
    return names.length === 0 ? variable : { kind: "field", of: variable, names };
  }
  if (word.startsWith("`")) return { kind: "literal", value: word.slice(1, -1) };
  if (word.startsWith('"')) return { kind: "literal", value: unquote(word) };
  if (word.startsWith("'")) return { kind: "literal", value: unquote(word).codePointAt(0) ?? 0 };
  if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
  if (word === "nil") return { kind: "literal", value: null };
  if (/^[-+]?\d/.test(word) && !Number.isNaN(Number(word))) return { kind: "literal", value: Number(word) };
  if (FUNCTIONS.includes(word)) return { kind: "call", name: word, args: [] };
  if (/^\w+$/.test(word)) throw new TemplateError(`${line}: function "${word}" not defined`);
  throw new TemplateError(`${line}: unexpected ${JSON.stringify(word)} in operand`);
}
