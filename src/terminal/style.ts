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
  /** Tables as `name: value` lines, for who listens to them. */
  readonly records?: boolean;
  /** The terminal follows links by itself: their addresses need not be seen. */
  readonly links?: boolean;
  style(tone: Tone, text: string): string;
  mark(mark: Mark): string;
}

export interface StylerOptions {
  readonly color: boolean;
  /** ASCII only, for screen readers and dumb terminals. */
  readonly plain: boolean;
  /** Asked anew each time. */
  readonly records?: () => boolean;
  readonly links?: boolean;
  /** Asked anew each time, for a terminal tells it only after a while; undefined while it is not known. */
  readonly background?: () => Background | undefined;
}

type Paint = (text: string) => string;

/** What lies behind the text. */
export type Background = "dark" | "light";

/** Colours by number of the table of 256, whose shades no theme changes: those of the first sixteen depend on it, and none of them
 * can be read in every theme. Each has a contrast of 4.5 to 1 or more on every common background of its kind. */
export const SHADES: Readonly<Record<Background, Readonly<Partial<Record<Tone, number>>>>> = {
  dark: { muted: 250, code: 117, success: 114, warning: 222, error: 217, accent: 147 },
  light: { muted: 240, code: 24, success: 22, warning: 94, error: 124, accent: 55 },
};

// Where the background is not known, or there are too few colours: the terminal's own colour of text, which its owner can read.
function attributes(): Readonly<Record<Tone, Paint>> {
  const paint = new Chalk({ level: 1 });
  return {
    heading: paint.bold,
    strong: paint.bold,
    emphasis: paint.italic,
    muted: (text) => text,
    code: paint.bold,
    link: paint.underline,
    success: paint.bold,
    warning: paint.bold,
    error: paint.bold,
    accent: paint.bold,
  };
}

function palette(background: Background): Readonly<Record<Tone, Paint>> {
  const paint = new Chalk({ level: 2 });
  const shades = Object.entries(SHADES[background]).map(([tone, shade]) => [tone, paint.ansi256(shade)]);
  return { ...attributes(), ...Object.fromEntries(shades) };
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

export function createStyler({ color, plain, records, links = false, background }: StylerOptions): Styler {
  const marks = plain ? PLAIN : FANCY;
  const paints = new Map<Background | undefined, Readonly<Record<Tone, Paint>>>();
  function paintsOn(ground: Background | undefined): Readonly<Record<Tone, Paint>> {
    const known = paints.get(ground) ?? (ground === undefined ? attributes() : palette(ground));
    paints.set(ground, known);
    return known;
  }
  return {
    color,
    plain,
    get records() {
      return records?.() === true;
    },
    links: links && !plain,
    style: (tone, text) => (color ? paintsOn(background?.())[tone](text) : text),
    mark: (mark) => marks[mark],
  };
}

export interface TerminalEnvironment {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** Whether to paint: NO_COLOR forbids, FORCE_COLOR demands, otherwise a terminal that can. */
export function wantsColor(env: TerminalEnvironment, isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return isTerminal && env.TERM !== "dumb";
}
