// Reads Go's text/template: actions between {{ and }}, with trim markers, pipelines, variables, blocks and named templates.

import { goQuote } from "../../api/go-values.ts";
import { unquote } from "../../bytes/go-unquote.ts";
import { type Expression, parsePipeline } from "./expression.ts";
import { parseError, TemplateError, type Token, tokenize, type Where, whereIs } from "./lex.ts";

export type { Expression };
export { TemplateError };

type Nodes = readonly TemplateNode[];

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly value: Expression }
  | { readonly kind: "assign"; readonly name: string; readonly declare: boolean; readonly value: Expression }
  | {
      readonly kind: "if" | "with";
      readonly value: Expression;
      readonly variable?: string;
      readonly body: Nodes;
      readonly otherwise: Nodes;
    }
  | {
      readonly kind: "range";
      readonly value: Expression;
      readonly variables: readonly string[];
      readonly body: Nodes;
      readonly otherwise: Nodes;
    }
  | { readonly kind: "template"; readonly name: string; readonly value?: Expression; readonly where: Where }
  | { readonly kind: "break" | "continue" };

export interface GoTemplate {
  readonly nodes: Nodes;
  /** What {{define}} and {{block}} have named. */
  readonly named: ReadonlyMap<string, Nodes>;
}

interface Parsing {
  readonly template: string;
  readonly tokens: readonly Token[];
  readonly named: Map<string, Nodes>;
  at: number;
  /** Names of variables that are known here. */
  variables: readonly string[];
  loops: number;
}

export function parseGoTemplate(template: string): GoTemplate {
  const parsing: Parsing = {
    template,
    tokens: tokenize(template),
    named: new Map(),
    at: 0,
    variables: [],
    loops: 0,
  };
  const { nodes, end } = parseBlock(parsing);
  if (end !== undefined) throw parseError(template, end.at, `unexpected {{${end.text.split(/\s/)[0]}}}`);
  return { nodes, named: parsing.named };
}

interface Block {
  readonly nodes: TemplateNode[];
  /** The action that ended it: `end` or `else …`; undefined at the end of the template. */
  readonly end?: Token;
}

function parseBlock(parsing: Parsing): Block {
  const nodes: TemplateNode[] = [];
  for (;;) {
    const token = parsing.tokens[parsing.at];
    if (token === undefined) return { nodes };
    parsing.at += 1;
    if (token.kind === "text") nodes.push({ kind: "text", text: token.text });
    else if (/^(end|else)(?!\w)/.test(token.text)) return { nodes, end: token };
    else nodes.push(...parseAction(parsing, token));
  }
}

function parseAction(parsing: Parsing, token: Token): readonly TemplateNode[] {
  const keyword = /^(if|with|range|break|continue|define|template|block)(?!\w)/.exec(token.text)?.[1];
  switch (keyword) {
    case "if":
    case "with":
    case "range":
      return [parseControl(parsing, keyword, behind(token, keyword))];
    case "break":
    case "continue":
      if (parsing.loops === 0) throw parseError(parsing.template, token.at, `{{${keyword}}} outside {{range}}`);
      return [{ kind: keyword }];
    case "template":
      return [reference(parsing, token, behind(token, keyword))];
    case "define":
    case "block": {
      const { name, rest } = nameIn(parsing, behind(token, keyword));
      parsing.named.set(name, parseNamed(parsing, token));
      return keyword === "define" ? [] : [reference(parsing, token, { ...rest, text: `"${name}" ${rest.text}` })];
    }
    default:
      return [parseValue(parsing, token)];
  }
}

/** The token without its first word. */
function behind(token: Token, word: string): Token {
  const text = token.text.slice(word.length);
  const indent = text.length - text.trimStart().length;
  return { ...token, text: text.trim(), at: token.at + word.length + indent };
}

function parseValue(parsing: Parsing, token: Token): TemplateNode {
  const assignment = /^\$(\w+)\s*(:?=)\s*/.exec(token.text);
  if (assignment === null) return { kind: "output", value: pipelineOf(parsing, token) };
  const [whole, name = "", operator] = assignment;
  const value = pipelineOf(parsing, { ...token, text: token.text.slice(whole.length), at: token.at + whole.length });
  const declare = operator === ":=";
  if (declare) parsing.variables = [...parsing.variables, name];
  else if (!parsing.variables.includes(name))
    throw parseError(parsing.template, token.at, `undefined variable "$${name}"`);
  return { kind: "assign", name, declare, value };
}

function pipelineOf({ template, variables }: Parsing, { text, at }: Token): Expression {
  return parsePipeline(template, text, at, variables);
}

function nameIn({ template }: Parsing, token: Token): { name: string; rest: Token } {
  const quoted = /^("(?:[^"\\]|\\.)*"|`[^`]*`)/.exec(token.text)?.[1];
  if (quoted === undefined)
    throw parseError(template, token.at, `unexpected ${goQuote(token.text.split(/\s/)[0])} in template clause`);
  const name = quoted.startsWith("`") ? quoted.slice(1, -1) : unquote(quoted);
  return { name, rest: behind(token, quoted) };
}

function reference(parsing: Parsing, token: Token, named: Token): TemplateNode {
  const { name, rest } = nameIn(parsing, named);
  const where = whereIs(parsing.template, named.at, `{{${token.text.replace(/^block/, "template")}}}`);
  if (rest.text === "") return { kind: "template", name, where };
  return { kind: "template", name, value: pipelineOf(parsing, rest), where };
}

function parseNamed(parsing: Parsing, token: Token): Nodes {
  const { variables } = parsing;
  parsing.variables = [];
  const { nodes } = ended(parsing, token);
  parsing.variables = variables;
  return nodes;
}

function ended(parsing: Parsing, token: Token): Required<Block> {
  const block = parseBlock(parsing);
  if (block.end === undefined) throw parseError(parsing.template, token.at, "unexpected EOF");
  return { nodes: block.nodes, end: block.end };
}

function parseControl(parsing: Parsing, kind: "if" | "with" | "range", header: Token): TemplateNode {
  const outside = parsing.variables;
  const assignment = /^((?:\$\w+\s*,\s*)?\$\w+)\s*:?=\s*/.exec(header.text);
  const variables = (assignment?.[1] ?? "")
    .split(",")
    .map((name) => name.trim().slice(1))
    .filter((name) => name !== "");
  const skipped = assignment?.[0].length ?? 0;
  const text = header.text.slice(skipped);
  if (text === "") throw parseError(parsing.template, header.at, `missing value for ${kind}`);
  const value = pipelineOf(parsing, { ...header, text, at: header.at + skipped });
  parsing.variables = [...outside, ...variables];
  if (kind === "range") parsing.loops += 1;
  const body = ended(parsing, header);
  if (kind === "range") parsing.loops -= 1;
  const otherwise = body.end.text.startsWith("else") ? parseElse(parsing, body.end) : [];
  parsing.variables = outside;
  if (kind === "range") return { kind, value, variables, body: body.nodes, otherwise };
  const [variable] = variables;
  return { kind, value, body: body.nodes, otherwise, ...(variable === undefined ? {} : { variable }) };
}

function parseElse(parsing: Parsing, token: Token): readonly TemplateNode[] {
  const chained = /^else\s+(if|with)(?!\w)/.exec(token.text);
  if (chained === null) return ended(parsing, token).nodes;
  return [parseControl(parsing, chained[1] === "if" ? "if" : "with", behind(token, chained[0]))];
}
