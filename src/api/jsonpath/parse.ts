// Reads kubectl's JSONPath templates: text with `{actions}` in it. What an action means is only found out when it is carried out.

import { unquote } from "../../bytes/go-unquote.ts";

/** What an action does to the values that it has come to, one step after the other. */
export type Step =
  | { readonly kind: "value"; readonly value: string | number | boolean; readonly isText: boolean }
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
  | {
      readonly kind: "filter";
      readonly left: readonly Step[];
      readonly operator: string;
      readonly right: readonly Step[];
    }
  | { readonly kind: "union"; readonly paths: readonly (readonly Step[])[] }
  /** `range`, `end`, or a word that means nothing. */
  | { readonly kind: "word"; readonly word: string };

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly steps: readonly Step[] };

export class JsonPathError extends Error {}

export function parseJsonPath(template: string): TemplateNode[] {
  const nodes: TemplateNode[] = [];
  for (let at = 0; at < template.length; ) {
    const open = template.indexOf("{", at);
    const textEnd = open === -1 ? template.length : open;
    if (textEnd > at) nodes.push({ kind: "text", text: template.slice(at, textEnd) });
    if (open === -1) break;
    const reader = new ActionReader(template, open + 1);
    nodes.push({ kind: "action", steps: reader.steps() });
    at = reader.at;
  }
  return nodes;
}

/** The steps of a part of an action, as `.name` is one in `[?(@.name=="a")]`. */
function stepsOf(text: string): readonly Step[] {
  return new ActionReader(`${text}}`, 0).steps();
}

/** Reads from behind a `{` to behind the `}` that belongs to it. */
class ActionReader {
  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  steps(): Step[] {
    const steps: Step[] = [];
    while (!this.take("}")) steps.push(...this.next(steps.at(-1)));
    return steps;
  }

  private next(last: Step | undefined): readonly Step[] {
    if (this.take("[?(")) return [this.filter()];
    if (this.take("..")) return this.recursive(last);
    const char = this.text.charAt(this.at);
    if (char === "" || char === "\n" || char === "\r") throw new JsonPathError("unclosed action");
    if (char === " " || char === "@" || char === "$") return this.took(char, []);
    if (char === "[") return this.brackets();
    if (char === '"' || char === "'") return [this.quoted(char)];
    if (this.take(".")) return [this.field()];
    if (/[-+\d]/.test(char)) return [this.number()];
    if (/[\p{L}_]/u.test(char)) return [this.word()];
    throw new JsonPathError(`unrecognized character in action: ${unicodeName(char)}`);
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private took<T>(text: string, value: T): T {
    this.at += text.length;
    return value;
  }

  private match(pattern: RegExp): string {
    const [found = ""] = pattern.exec(this.text.slice(this.at)) ?? [];
    return this.took(found, found);
  }

  private recursive(last: Step | undefined): readonly Step[] {
    if (last?.kind === "recursive") throw new JsonPathError("invalid multiple recursive descent");
    const isNamed = /^[\p{L}\d_]/u.test(this.text.slice(this.at));
    return [{ kind: "recursive" }, ...(isNamed ? [this.field()] : [])];
  }

  // A backslash takes what ends a name for what it is.
  private field(): Step {
    const name = this.match(/^(?:\\[\s\S]|[^\\ \t\r\n.,[\]$@{}])*/);
    return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
  }

  private number(): Step {
    const text = this.match(/^[-+]?[\d.]*/);
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new JsonPathError(`cannot parse number ${text}`);
    return { kind: "value", value: Number(text), isText: false };
  }

  private word(): Step {
    const word = this.match(/^[^ \t\r\n.,[\]$@{}]+/);
    const isTruth = word === "true" || word === "false";
    return isTruth ? { kind: "value", value: word === "true", isText: false } : { kind: "word", word };
  }

  private quoted(quote: string): Step {
    const start = this.at;
    for (let at = start + 1; at < this.text.length && this.text.charAt(at) !== "\n"; at++) {
      if (this.text.charAt(at) !== quote || this.text.charAt(at - 1) === "\\") continue;
      this.at = at + 1;
      return { kind: "value", value: unquoted(this.text.slice(start, this.at)), isText: true };
    }
    throw new JsonPathError("unterminated quoted string");
  }

  private filter(): Step {
    const end = filterEnd(this.text, this.at);
    const body = this.text.slice(this.at, end);
    this.at = end + ")]".length;
    const [, left, operator = "", right = ""] = /^([^!<>=]+)([!<>=]+)(.+)$/.exec(body) ?? [];
    if (left === undefined) return { kind: "filter", left: stepsOf(body), operator: "exists", right: [] };
    return { kind: "filter", left: stepsOf(left), operator, right: stepsOf(right) };
  }

  private brackets(): readonly Step[] {
    const [whole] = /^\[[^\]\n]*\]/.exec(this.text.slice(this.at)) ?? [];
    if (whole === undefined) throw new JsonPathError("unterminated array");
    return this.took(whole, bracketSteps(whole.slice(1, -1)));
  }
}

/** Where the `)` stands that ends a filter. One pair of quotes is respected, more are not. */
function filterEnd(text: string, from: number): number {
  let opened = "";
  let isClosed = false;
  for (let at = from; at < text.length && text.charAt(at) !== "\n"; at++) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      if (opened === "") opened = char;
      else if (char === opened && text.charAt(at - 1) !== "\\") isClosed = true;
    } else if (char === ")" && (opened !== "") === isClosed) {
      if (text.charAt(at + 1) === "]") return at;
      throw new JsonPathError("unclosed array expect ]");
    }
  }
  throw new JsonPathError("unterminated filter");
}

/** The text of a Go literal, in quotes of either kind. */
function unquoted(literal: string): string {
  const quote = literal.charAt(0);
  const sequence = `\\\\(?:[abfnrtv\\\\${quote}]|x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|U[\\da-fA-F]{8}|[0-7]{3})`;
  const whole = new RegExp(`^.(?:[^\\\\${quote}]|${sequence})*.$`, "s");
  if (!whole.test(literal)) throw new JsonPathError(`unquote string ${literal} error invalid syntax`);
  return unquote(literal);
}

function bracketSteps(inside: string): readonly Step[] {
  const parts = inside.split(",");
  if (parts.length > 1) {
    return [{ kind: "union", paths: parts.map((part) => stepsOf(`[${part.replace(/^ +| +$/g, "")}]`)) }];
  }
  const key = /^'([^']*)'$/.exec(inside)?.[1];
  if (key !== undefined) return stepsOf(`.${key}`);
  return [slice(inside === "*" ? ":" : inside)];
}

function slice(text: string): Step {
  const [whole, from = "", to, step] = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(text) ?? [];
  if (whole === undefined) throw new JsonPathError(`invalid array index ${text}`);
  for (const index of [from, to, step]) {
    if (index === "-") throw new JsonPathError("array index - is not a number");
  }
  return {
    kind: "slice",
    single: to === undefined,
    ...(from ? { from: Number(from) } : {}),
    ...(to ? { to: Number(to) } : {}),
    ...(step ? { step: Number(step) } : {}),
  };
}

function unicodeName(char: string): string {
  const code = `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return /\p{C}/u.test(char) ? code : `${code} '${char}'`;
}
