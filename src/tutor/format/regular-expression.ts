// Regular expressions of lessons. Those that could keep the tutor busy for hours on an unlucky text are refused before they are ever tried.

const LONGEST = 300;
/** So many of `.*` and its like in one alternative: on a long line each of them multiplies the work by the line's length. */
const MOST_UNBOUNDED = 3;

/** What could run away, and what to do; undefined where nothing can. */
export function runawayOf(source: string): string | undefined {
  if (source.length > LONGEST)
    return `it is longer than ${LONGEST} characters. Look for less, or for several things one by one`;
  if (/\\[1-9]|\\k</.test(source)) return "it refers back to a group. Write out what is meant";
  return new Reader(source).runaway();
}

interface Piece {
  /** How many parts of it may match text of any length, and can dispute with each other which takes what. */
  readonly unbounded: number;
  /** Something in it repeats. */
  readonly repeats?: boolean;
  /** One that ends where the next character is another one, as `\d+` before `\.`: whether it counts depends on its neighbours. */
  readonly isNarrow?: boolean;
  /** A character that stands for itself alone. */
  readonly isLiteral?: boolean;
  /** Repeats something that repeats, or that can be read in several ways. */
  readonly fault?: string;
  readonly alternatives: number;
}

const LITERAL: Piece = { unbounded: 0, alternatives: 1, isLiteral: true };
/** `\d`, `[a-z]`: of some characters, and not of others. */
const NARROW: Piece = { unbounded: 0, alternatives: 1, isNarrow: true };
const WIDE: Piece = { unbounded: 0, alternatives: 1 };

/** Reads the pattern just far enough to know what repeats what. */
class Reader {
  private at = 0;

  constructor(private readonly source: string) {}

  runaway(): string | undefined {
    return this.choice().fault;
  }

  /** `a|b|c`, up to a closing parenthesis. */
  private choice(): Piece {
    const found = [this.sequence()];
    while (this.source[this.at] === "|") {
      this.at++;
      found.push(this.sequence());
    }
    const fault = found.find((piece) => piece.fault !== undefined)?.fault;
    const unbounded = Math.max(...found.map((piece) => piece.unbounded));
    const repeats = found.some((piece) => piece.repeats === true);
    return { unbounded, repeats, alternatives: found.length, ...(fault !== undefined && { fault }) };
  }

  private sequence(): Piece {
    let unbounded = 0;
    let fault: string | undefined;
    let repeats = false;
    let before: Piece = WIDE;
    while (this.at < this.source.length && !"|)".includes(this.source[this.at] ?? "")) {
      const piece = this.repeated();
      if (piece.isNarrow !== true || before.isLiteral !== true) unbounded += piece.unbounded;
      fault ??= piece.fault;
      repeats ||= piece.repeats === true;
      before = piece;
    }
    if (unbounded > MOST_UNBOUNDED)
      fault ??= `it has more than ${MOST_UNBOUNDED} of \`*\`, \`+\` in a row. Look for one thing at a time`;
    return { unbounded, repeats, alternatives: 1, ...(fault !== undefined && { fault }) };
  }

  private repeated(): Piece {
    const piece = this.atom();
    const quantifier = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/.exec(this.source.slice(this.at));
    if (quantifier === null) return piece;
    this.at += quantifier[0].length;
    if (quantifier[0].startsWith("?")) return piece;
    const [, least, comma, most] = quantifier;
    const times =
      least === undefined || (comma !== undefined && most === "") ? Number.POSITIVE_INFINITY : Number(most || least);
    if (times <= 1) return piece;
    const inner = piece.repeats === true || piece.alternatives > 1;
    const fault =
      piece.fault ??
      (inner && times > 8
        ? "it repeats a group that repeats or chooses inside, as `(a+)+` or `(a|b)*`. Repeat one character or class, as `[ab]*`"
        : undefined);
    const unbounded = times > 50 ? Math.max(1, piece.unbounded) : piece.unbounded * times;
    const isNarrow = (piece.isNarrow ?? piece.isLiteral) === true;
    return { unbounded, alternatives: 1, isNarrow, repeats: true, ...(fault !== undefined && { fault }) };
  }

  private atom(): Piece {
    const char = this.source[this.at] ?? "";
    this.at++;
    if (char === "(") return this.group();
    if (char === "[") return this.characterClass();
    if (char === ".") return WIDE;
    if (char !== "\\") return LITERAL;
    const escaped = ESCAPE.exec(this.source.slice(this.at))?.[0] ?? "";
    this.at += escaped.length;
    if (/^[DSWP]/.test(escaped)) return WIDE;
    return /^[dswp]/.test(escaped) ? NARROW : LITERAL;
  }

  private group(): Piece {
    this.at += /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(this.source.slice(this.at))?.[0].length ?? 0;
    const piece = this.choice();
    this.at++;
    return piece;
  }

  private characterClass(): Piece {
    const piece = this.source[this.at] === "^" ? WIDE : NARROW;
    while (this.at < this.source.length && this.source[this.at] !== "]")
      this.at += this.source[this.at] === "\\" ? 2 : 1;
    this.at++;
    return piece;
  }
}

// What may stand behind a backslash.
const ESCAPE = /^(?:[pPu]\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[\s\S])/i;
