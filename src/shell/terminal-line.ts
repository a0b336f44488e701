// The line that is being typed at a terminal: what each key does to it, and what the screen shows of that.

const ESCAPE = /^\u001b(?:\[([0-9;]*)([A-Za-z~])|O([A-Z])|[^[O])/;
const PARTIAL_ESCAPE = /^\u001b(?:\[[0-9;]*|O)?$/;

/** The first key of the text; undefined when its rest has not come yet. */
export function firstKey(text: string): string | undefined {
  if (!text.startsWith("\u001b")) return String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (PARTIAL_ESCAPE.test(text)) return undefined;
  return ESCAPE.exec(text)?.[0] ?? "\u001b";
}

/** A line with a cursor in it. Each method answers what the terminal has to print. */
export class TerminalLine {
  private characters: string[] = [];
  private cursor = 0;

  get text(): string {
    return this.characters.join("");
  }

  get isEmpty(): boolean {
    return this.characters.length === 0;
  }

  insert(key: string): string {
    this.characters.splice(this.cursor++, 0, key);
    return shown(key) + this.tail();
  }

  eraseBefore(): string {
    if (this.cursor === 0) return "";
    const gone = this.characters.splice(--this.cursor, 1);
    return back(gone) + this.tail(gone);
  }

  eraseAt(): string {
    return this.tail(this.characters.splice(this.cursor, 1));
  }

  eraseWordBefore(): string {
    const before = this.characters.slice(0, this.cursor).join("");
    return this.eraseBackTo([...before.replace(/\S*\s*$/, "")].length);
  }

  eraseAllBefore(): string {
    return this.eraseBackTo(0);
  }

  eraseToEnd(): string {
    return this.tail(this.characters.splice(this.cursor));
  }

  move(by: number): string {
    return this.moveTo(this.cursor + by);
  }

  toStart(): string {
    return this.moveTo(0);
  }

  toEnd(): string {
    return this.moveTo(this.characters.length);
  }

  replace(text: string): string {
    const cleared = this.toStart() + this.eraseToEnd();
    this.characters = [...text];
    this.cursor = this.characters.length;
    return cleared + this.characters.map(shown).join("");
  }

  /** Hands the line out and begins a new one. */
  take(): string {
    const { text } = this;
    this.characters = [];
    this.cursor = 0;
    return text;
  }

  private moveTo(place: number): string {
    const to = Math.max(0, Math.min(place, this.characters.length));
    const passed = this.characters.slice(Math.min(to, this.cursor), Math.max(to, this.cursor));
    const forward = to > this.cursor;
    this.cursor = to;
    return forward ? passed.map(shown).join("") : back(passed);
  }

  private eraseBackTo(place: number): string {
    const gone = this.characters.splice(place, this.cursor - place);
    this.cursor = place;
    return back(gone) + this.tail(gone);
  }

  /** What follows the cursor, printed again, with blanks over what is gone. */
  private tail(gone: readonly string[] = []): string {
    const rest = this.characters.slice(this.cursor);
    const blanks = " ".repeat(widthOf(gone));
    return rest.map(shown).join("") + blanks + "\b".repeat(widthOf(rest) + blanks.length);
  }
}

/** Control characters are seen as ^X. */
function shown(key: string): string {
  return key < " " && key !== "\t" ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key;
}

function widthOf(keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + shown(key).length, 0);
}

function back(keys: readonly string[]): string {
  return "\b".repeat(widthOf(keys));
}
