// Meanings to looks. Every meaning also has a mark or a word of its own: colour never carries it alone.

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

// Of the sixteen colours only these can be read on white and on black alike; the terminal's own theme decides their shade.
const CODES: Readonly<Record<Tone, readonly [number, number]>> = {
  heading: [1, 22],
  strong: [1, 22],
  emphasis: [3, 23],
  muted: [2, 22],
  code: [36, 39],
  link: [4, 24],
  success: [32, 39],
  warning: [35, 39],
  error: [31, 39],
  accent: [34, 39],
};

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
  return {
    ...options,
    style: (tone, text) => (options.color && text !== "" ? paint(CODES[tone], text) : text),
    mark: (mark) => marks[mark],
  };
}

function paint([on, off]: readonly [number, number], text: string): string {
  return `\u001b[${on}m${text}\u001b[${off}m`;
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
