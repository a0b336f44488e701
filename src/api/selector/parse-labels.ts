// The text form of label selectors: tokens, grammar, and the errors of Kubernetes' own parser.

import { goQuote } from "../go-values.ts";
import { labelValueErrors, qualifiedNameErrors } from "../names.ts";
import { ApiError, badRequest } from "../status.ts";

export interface LabelRequirement {
  readonly key: string;
  readonly operator: "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | ">" | "<";
  readonly values: readonly string[];
}

type Token = { readonly kind: "word" | "symbol" | "end"; readonly text: string };

const BINARY_OPERATORS = "in, notin, =, ==, !=, gt, lt";

export function parseLabelRequirements(text: string): readonly LabelRequirement[] {
  const parser = new Parser(tokensOf(text));
  const problem = (words: string): ApiError => new ApiError(badRequest(words));
  try {
    return parser.requirements();
  } catch (error) {
    if (error instanceof SyntaxError) throw problem(error.message);
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const found = text.match(/\s+|[()!,=<>]=?|[^\s()!,=<>]+/g) ?? [];
  const tokens: Token[] = [];
  for (const piece of found) {
    if (/^\s/.test(piece)) continue;
    if (/^[^()!,=<>]/.test(piece)) tokens.push({ kind: "word", text: piece });
    else if (piece.length === 2 && piece !== "==" && piece !== "!=") {
      tokens.push({ kind: "symbol", text: piece.charAt(0) }, { kind: "symbol", text: "=" });
    } else tokens.push({ kind: "symbol", text: piece });
  }
  return tokens;
}

const END: Token = { kind: "end", text: "" };

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  requirements(): LabelRequirement[] {
    const out: LabelRequirement[] = [];
    for (;;) {
      const next = this.peek();
      if (next.kind === "end") return out;
      if (next.kind !== "word" && next.text !== "!") {
        throw new SyntaxError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      out.push(this.requirementOrExplain());
      const separator = this.take();
      if (separator.kind === "end") return out;
      if (separator.text !== ",") throw new SyntaxError(`found '${separator.text}', expected: ',' or 'end of string'`);
      const after = this.peek();
      if (after.kind !== "word" && after.text !== "!") {
        throw new SyntaxError(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  private requirementOrExplain(): LabelRequirement {
    try {
      return this.requirement();
    } catch (error) {
      if (error instanceof SyntaxError) throw new SyntaxError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  private requirement(): LabelRequirement {
    const negated = this.peek().text === "!";
    if (negated) this.take();
    const key = this.take();
    if (key.kind !== "word") throw new SyntaxError(`found '${key.text}', expected: identifier`);
    refuse(qualifiedNameErrors(key.text), "<nil>", key.text);
    const next = this.peek();
    if (negated) return { key: key.text, operator: "!", values: [] };
    if (next.kind === "end" || next.text === ",") return { key: key.text, operator: "exists", values: [] };
    return this.comparison(key.text);
  }

  private comparison(key: string): LabelRequirement {
    const operator = this.operator();
    const values = operator === "in" || operator === "notin" ? this.valueSet() : [this.exactValue()];
    if (operator === ">" || operator === "<") {
      if (!/^[-+]?\d+$/.test(values[0] ?? "")) {
        refuse(["for 'Gt', 'Lt' operators, the value must be an integer"], "values[0]", values[0] ?? "");
      }
    }
    values.forEach((value, index) => {
      refuse(labelValueErrors(value), `values[${index}][${key}]`, value);
    });
    return { key, operator, values };
  }

  private operator(): LabelRequirement["operator"] {
    const token = this.take();
    switch (token.text) {
      case "in":
      case "notin":
      case "=":
      case "==":
      case "!=":
      case ">":
      case "<":
        return token.text;
      default:
        throw new SyntaxError(`found '${token.text}', expected: ${BINARY_OPERATORS}`);
    }
  }

  private valueSet(): string[] {
    const open = this.take();
    if (open.text !== "(") throw new SyntaxError(`found '${open.text}' expected: '('`);
    const values: string[] = [];
    let wantsValue = true;
    for (;;) {
      const token = this.take();
      if (token.kind === "word" && wantsValue) values.push(token.text);
      else if (token.text === ",") {
        if (wantsValue) values.push("");
      } else if (token.text === ")") {
        if (wantsValue) values.push("");
        return [...new Set(values)].sort();
      } else {
        const isFirst = wantsValue && values.length === 0;
        const expected = isFirst ? "',', ')' or identifier" : wantsValue ? "',', or identifier" : "',' or ')'";
        throw new SyntaxError(`found '${token.text}', expected: ${expected}`);
      }
      wantsValue = token.text === ",";
    }
  }

  private exactValue(): string {
    const token = this.peek();
    if (token.kind === "end" || token.text === ",") return "";
    this.take();
    if (token.kind === "word") return token.text;
    throw new SyntaxError(`found '${token.text}', expected: identifier`);
  }

  private peek(): Token {
    return this.tokens[this.position] ?? END;
  }

  private take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
}

function refuse(errors: readonly string[], field: string, value: string): void {
  if (errors.length > 0) throw new SyntaxError(`${field}: Invalid value: ${goQuote(value)}: ${errors.join("; ")}`);
}
