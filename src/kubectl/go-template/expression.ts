// What the actions of a template are made of, and the reading of one pipeline.

import { goQuote } from "../../api/go-values.ts";
import { unquote } from "../../bytes/go-unquote.ts";
import { lexWords, parseError, type Where, type Word, whereIs } from "./lex.ts";

export type Expression = { readonly where: Where } & (
  | { readonly kind: "dot" | "nil" }
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "field"; readonly of: Expression; readonly names: readonly string[] }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  /** Something that is no function, with arguments. */
  | { readonly kind: "misapplied"; readonly of: Expression }
  | { readonly kind: "pipe"; readonly stages: readonly Expression[] }
);

const FUNCTIONS: readonly string[] = [
  ...["and", "or", "not", "len", "index", "slice", "print", "printf", "println", "eq", "ne", "lt", "le", "gt", "ge"],
  ...["html", "js", "urlquery", "call", "exists", "base64decode"],
];

export interface Reader {
  readonly template: string;
  readonly words: readonly Word[];
  at: number;
  /** Where the words end, for errors. */
  readonly end: number;
  /** Names that may be used, without their dollar sign. */
  readonly variables: readonly string[];
}

export function parsePipeline(template: string, text: string, at: number, variables: readonly string[]): Expression {
  const reader: Reader = { template, words: lexWords(template, text, at), at: 0, end: at + text.length, variables };
  const value = pipeline(reader);
  const left = reader.words[reader.at];
  if (left !== undefined) throw parseError(template, left.at, `unexpected ${goQuote(left.text)} in operand`);
  return value;
}

function peek({ words, at }: Reader): string | undefined {
  return words[at]?.text;
}

function placeOf({ words, at, end }: Reader): number {
  return words[at]?.at ?? end;
}

function skipSpaces(reader: Reader): void {
  while (peek(reader) === " ") reader.at += 1;
}

function pipeline(reader: Reader): Expression {
  skipSpaces(reader);
  const start = placeOf(reader);
  const stages: Expression[] = [];
  for (;;) {
    skipSpaces(reader);
    // A pipe at the end is nothing.
    if (stages.length > 0 && (peek(reader) === undefined || peek(reader) === ")")) break;
    stages.push(command(reader));
    if (stages.length > 1 && ["dot", "nil", "literal"].includes(stages.at(-1)?.kind ?? ""))
      throw parseError(reader.template, start, `non executable command in pipeline stage ${stages.length}`);
    if (peek(reader) !== "|") break;
    reader.at += 1;
  }
  const [only] = stages;
  if (stages.length === 1 && only !== undefined) return only;
  return { kind: "pipe", stages, where: whereIs(reader.template, start, textFrom(reader, start)) };
}

function textFrom({ template, words, at, end }: Reader, start: number): string {
  const last = words[at - 1];
  const stop = last === undefined ? end : last.at + last.text.length;
  return template.slice(start, stop).trim();
}

function command(reader: Reader): Expression {
  skipSpaces(reader);
  const { template } = reader;
  const start = placeOf(reader);
  const first = peek(reader);
  if (first === undefined) throw parseError(template, start, "missing value for command");
  if (first === "|") throw parseError(template, start, `unexpected "|" in command`);
  const isCall = /^[\p{L}_]/u.test(first) && !["true", "false", "nil"].includes(first);
  if (isCall && !FUNCTIONS.includes(first)) throw parseError(template, start, `function "${first}" not defined`);
  if (isCall) reader.at += 1;
  const operands: Expression[] = [];
  for (;;) {
    skipSpaces(reader);
    const word = peek(reader);
    if (word === undefined || word === "|" || word === ")") break;
    operands.push(operand(reader));
  }
  const where = whereIs(template, start, textFrom(reader, start));
  if (isCall) return { kind: "call", name: first, args: operands, where };
  const [only, ...others] = operands;
  if (only === undefined) throw parseError(template, start, "missing value for command");
  return others.length > 0 ? { kind: "misapplied", of: only, where: only.where } : only;
}

function operand(reader: Reader): Expression {
  const { template } = reader;
  const word = reader.words[reader.at] as Word;
  reader.at += 1;
  if (word.text !== "(") return simpleOperand(reader, word);
  const inner = pipeline(reader);
  if (peek(reader) !== ")") throw parseError(template, word.at, "unclosed left paren");
  reader.at += 1;
  const names = fieldNames(reader);
  // What goes wrong below a parenthesis is told of what was evaluated last.
  return names.length === 0 ? inner : { kind: "field", of: inner, names, where: lastOf(inner).where };
}

function lastOf(expression: Expression): Expression {
  const parts = expression.kind === "call" ? expression.args : expression.kind === "pipe" ? expression.stages : [];
  const last = parts.at(-1);
  return last === undefined ? expression : lastOf(last);
}

function fieldNames(reader: Reader): string[] {
  const names: string[] = [];
  for (let word = peek(reader); word !== undefined && /^\../.test(word); word = peek(reader)) {
    names.push(word.slice(1));
    reader.at += 1;
  }
  const next = reader.words[reader.at];
  if (next?.text === ".") throw parseError(reader.template, next.at, "unexpected <.> in operand");
  return names;
}

function simpleOperand(reader: Reader, { text, at }: Word): Expression {
  const { template } = reader;
  const where = whereIs(template, at, text);
  if (text === ".") {
    fieldNames(reader);
    return { kind: "dot", where };
  }
  if (/^\../.test(text)) {
    const second = placeOf(reader);
    const names = [text.slice(1), ...fieldNames(reader)];
    const place = whereIs(template, names.length > 1 ? second : at, names.map((name) => `.${name}`).join(""));
    return { kind: "field", of: { kind: "dot", where }, names, where: place };
  }
  if (text.startsWith("$")) return variableOperand(reader, { text, at });
  if (text.startsWith("`")) return { kind: "literal", value: text.slice(1, -1), where };
  if (text.startsWith('"')) return { kind: "literal", value: unquote(text), where };
  if (text.startsWith("'")) return { kind: "literal", value: unquote(text).codePointAt(0) ?? 0, where };
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true", where };
  if (text === "nil") return { kind: "nil", where };
  if (/^[-+]?\.?\d/.test(text)) return { kind: "literal", value: Number(text.replaceAll("_", "")), where };
  if (FUNCTIONS.includes(text)) return { kind: "call", name: text, args: [], where };
  if (/^[\p{L}_]/u.test(text)) throw parseError(template, at, `function "${text}" not defined`);
  throw parseError(template, at, `unexpected ${goQuote(text)} in operand`);
}

function variableOperand(reader: Reader, { text, at }: Word): Expression {
  const { template, variables } = reader;
  const name = text.slice(1);
  if (name !== "" && !variables.includes(name)) throw parseError(template, at, `undefined variable "$${name}"`);
  const second = placeOf(reader);
  const names = fieldNames(reader);
  const variable: Expression = { kind: "variable", name, where: whereIs(template, at, text) };
  if (names.length === 0) return variable;
  const where = whereIs(template, second, `${text}.${names.join(".")}`);
  return { kind: "field", of: variable, names, where };
}
