// Meanings to looks. Every meaning also has a mark or a word of its own: colour never carries it alone.

import { Chalk } from "chalk";

/** What a piece of text is. */
export type Tone =
  | "heading"
  | "strong"
  | "emphasis"
  | "muted"
  | "code"
  | "link"
  | "success"
  | "warning"
  | "error"
  | "accent";

type Mark = "done" | "open" | "waiting" | "wrong" | "hint" | "prompt" | "bullet";

export interface Styler {
  readonly color: boolean;
  readonly plain: boolean;
  style(tone: Tone, text: string): string;
  mark(mark: Mark): string;
}

type Paint = (text: string) => string;

// Of the sixteen colours only these can be read on white and on black alike; the terminal's own theme decides their shade.
function palette(): Readonly<Record<Tone, Paint>> {
  const paint = new Chalk({ level: 1 });
  return {
    heading: paint.bold,
    strong: paint.bold,
    emphasis: paint.italic,
    muted: paint.dim,
    code: paint.cyan,
    link: paint.underline,
    success: paint.green,
    warning: paint.magenta,
    error: paint.red,
    accent: paint.blue,
  };
}

const FANCY: Readonly<Record<Mark, string>> = {
  done: "✓",
  open: "○",
  waiting: "…",
  wrong: "✗",
  hint: "→",
  prompt: "›",
  bullet: "•",
};
const PLAIN: Readonly<Record<Mark, string>> = {
  done: "[x]",
  open: "[ ]",
  waiting: "[.]",
  wrong: "[!]",
  hint: "->",
  prompt: ">",
  bullet: "-",
};

/** @param options.plain ASCII only, for screen readers and dumb terminals */
export function createStyler(options: { readonly color: boolean; readonly plain: boolean }): Styler {
  const marks = options.plain ? PLAIN : FANCY;
  const paints = options.color ? palette() : undefined;
  return {
    ...options,
    style: (tone, text) => (paints === undefined ? text : paints[tone](text)),
    mark: (mark) => marks[mark],
  };
}

export interface TerminalEnvironment {
  readonly NO_COLOR?: string;
  readonly FORCE_COLOR?: string;
  readonly TERM?: string;
}

/** Whether to paint: NO_COLOR forbids, FORCE_COLOR demands, otherwise a terminal that can. */
export function wantsColor(env: TerminalEnvironment, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return isTerminal && env.TERM !== "dumb";
}
