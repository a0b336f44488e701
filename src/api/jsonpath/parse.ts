// Reads kubectl's JSONPath templates: text with `{expressions}` in it.

import { unquote } from "../../bytes/go-unquote.ts";

export type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | {
      readonly kind: "slice";
      readonly from?: number;
      readonly to?: number;
      readonly step?: number;
      readonly single: boolean;
    }
  | { readonly kind: "filter"; readonly left: Operand; readonly operator: string; readonly right: Operand }
  | { readonly kind: "union"; readonly paths: readonly (readonly PathStep[])[] };

export type Operand =
  | { readonly kind: "path"; readonly steps: readonly PathStep[] }
  | { readonly kind: "literal"; readonly value: string | number | boolean };

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly steps: readonly PathStep[] }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | {
      readonly kind: "range";
      readonly steps: readonly PathStep[];
      readonly body: readonly TemplateNode[];
    }
  /** An `{end}` that ends nothing: only noticed when the template is executed. */
  | { readonly kind: "stray end" };

export class JsonPathError extends Error {}

export function parseJsonPath(template: string): TemplateNode[] {
  const flat = splitActions(template);
  const at = { index: 0, ended: false };
  const nodes = parseBlock(flat, at, false);
  return nodes;
}

interface Piece {
  readonly action: boolean;
  readonly text: string;
}

function splitActions(template: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf("{", at);
    if (open === -1) {
      pieces.push({ action: false, text: template.slice(at) });
      break;
    }
    if (open > at) pieces.push({ action: false, text: template.slice(at, open) });
    const close = actionEnd(template, open + 1);
    pieces.push({ action: true, text: template.slice(open + 1, close) });
    at = close + 1;
  }
  return pieces;
}

function actionEnd(template: string, from: number): number {
  let quote = "";
  for (let at = from; at < template.length; at++) {
    const char = template.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "}") return at;
  }
  const inFilter = /\[\?\([^)]*$/.test(template.slice(from));
  throw new JsonPathError(
    quote === "" ? "unclosed action" : inFilter ? "unterminated filter" : "unterminated quoted string",
  );
}

function parseBlock(pieces: readonly Piece[], at: { index: number; ended: boolean }, inRange: boolean): TemplateNode[] {
  const nodes: TemplateNode[] = [];
  while (at.index < pieces.length) {
    const piece = pieces[at.index] as Piece;
    at.index += 1;
    if (!piece.action) nodes.push({ kind: "text", text: piece.text });
    else if (/^\s*end\s*$/.test(piece.text)) {
      if (inRange) {
        at.ended = true;
        return nodes;
      }
      nodes.push({ kind: "stray end" });
    } else if (/^\s*range(?![\w-])/.test(piece.text)) {
      const steps = new ActionParser(piece.text.replace(/^\s*range/, "")).onlyPath();
      const body = parseBlock(pieces, at, true);
      const isEnded = at.ended;
      at.ended = false;
      nodes.push({ kind: "range", steps, body });
      // Where the template ends first, what stands in the range stands behind it once more.
      if (!isEnded) nodes.push(...body);
    } else nodes.push(...new ActionParser(piece.text).nodes());
  }
  return nodes;
}

/** Reads what stands between braces. */
class ActionParser {
  private at = 0;

  constructor(private readonly text: string) {}

  nodes(): TemplateNode[] {
    const nodes: TemplateNode[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at >= this.text.length) return nodes;
      const literal = this.literal();
      if (literal !== undefined) nodes.push({ kind: "literal", value: literal });
      else nodes.push({ kind: "path", steps: this.path() });
    }
  }

  onlyPath(): PathStep[] {
    this.skipSpace();
    return this.path();
  }

  private skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
  }

  private literal(): string | number | boolean | undefined {
    const rest = this.text.slice(this.at);
    const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^'\\]|\\.)*'/.exec(rest)?.[0];
    if (quoted !== undefined) return this.took(quoted, unquote(quoted));
    const number = /^[-+]?\d+(\.\d+)?(?![\w.])/.exec(rest)?.[0];
    if (number !== undefined) return this.took(number, Number(number));
    const word = /^[A-Za-z_][\w]*/.exec(rest)?.[0];
    if (word === undefined) return undefined;
    if (word === "true" || word === "false") return this.took(word, word === "true");
    throw new JsonPathError(`unrecognized identifier ${word}`);
  }

  private took<T>(text: string, value: T): T {
    this.at += text.length;
    return value;
  }

  private path(): PathStep[] {
    const steps: PathStep[] = [];
    for (;;) {
      const rest = this.text.slice(this.at);
      const char = rest.charAt(0);
      if (char === "@" || char === "$") this.at += 1;
      else if (rest.startsWith("..")) {
        this.at += 2;
        steps.push({ kind: "recursive" });
        const name = this.fieldName();
        if (name !== "") steps.push(name === "*" ? { kind: "wildcard" } : { kind: "field", name });
      } else if (char === ".") {
        this.at += 1;
        const name = this.fieldName();
        if (name !== "") steps.push(name === "*" ? { kind: "wildcard" } : { kind: "field", name });
      } else if (char === "[") steps.push(this.bracket());
      else if (char === "" || /[\s)=!<>,]/.test(char)) return steps;
      else throw new JsonPathError(`unrecognized character in action: ${unicodeName(char)}`);
    }
  }

  // A backslash takes the dots and slashes in a name for what they are.
  private fieldName(): string {
    const name = /^(?:\\.|[^\s.,[\]$@{}()=!<>'"|\\])*/.exec(this.text.slice(this.at))?.[0] ?? "";
    this.at += name.length;
    return name.replace(/\\(.)/g, "$1");
  }

  private bracket(): PathStep {
    const end = bracketEnd(this.text, this.at);
    const inside = this.text.slice(this.at + 1, end).trim();
    this.at = end + 1;
    return bracketStep(inside);
  }
}

function bracketEnd(text: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "[" || char === "(") depth++;
    else if (char === "]" || char === ")") {
      depth--;
      if (depth === 0) return at;
    }
  }
  throw new JsonPathError(quote === "" ? "unterminated array" : "unterminated quoted string");
}

function bracketStep(inside: string): PathStep {
  if (inside.startsWith("?")) return filterStep(inside);
  if (inside === "*") return { kind: "wildcard" };
  const parts = splitUnion(inside);
  if (parts.length > 1) return { kind: "union", paths: parts.map((part) => [bracketStep(part.trim())]) };
  if (/^'.*'$/s.test(inside)) return { kind: "field", name: unquote(inside) };
  if (/^-?\d+$/.test(inside)) return { kind: "slice", from: Number(inside), single: true };
  const slice = /^(-?\d*)(?::(-?\d*))(?::(-?\d*))?$/.exec(inside);
  if (slice === null) throw new JsonPathError(`invalid array index ${inside}`);
  const [, from, to, step] = slice;
  return {
    kind: "slice",
    single: false,
    ...(from ? { from: Number(from) } : {}),
    ...(to ? { to: Number(to) } : {}),
    ...(step ? { step: Number(step) } : {}),
  };
}

function splitUnion(inside: string): string[] {
  return inside.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,"'])+/g) ?? [];
}

function filterStep(inside: string): PathStep {
  const body = /^\?\((.*)\)$/s.exec(inside)?.[1];
  if (body === undefined) throw new JsonPathError("unterminated filter");
  const at = operatorAt(body);
  if (at === undefined) return { kind: "filter", left: operand(body), operator: "exists", right: operand(body) };
  return {
    kind: "filter",
    left: operand(body.slice(0, at.index)),
    operator: at.operator,
    right: operand(body.slice(at.index + at.operator.length)),
  };
}

function operatorAt(body: string): { index: number; operator: string } | undefined {
  let quote = "";
  for (let index = 0; index < body.length; index++) {
    const char = body.charAt(index);
    if (quote !== "") {
      if (char === "\\") index++;
      else if (char === quote) quote = "";
      continue;
    }
    if (char === '"' || char === "'") quote = char;
    const operator = /^(==|!=|<=|>=|<|>)/.exec(body.slice(index))?.[0];
    if (operator !== undefined) return { index, operator };
  }
  return undefined;
}

function operand(text: string): Operand {
  const [node] = new ActionParser(text.trim()).nodes();
  if (node?.kind === "literal" || node?.kind === "path") return node;
  return { kind: "path", steps: [] };
}

function unicodeName(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")} '${char}'`;
}
