// A text in rows of the terminal's width, with its parts styled.

import { graphemes, graphemeWidth, textWidth } from "./text-width.ts";
import type { Span, View } from "./view.ts";

export interface Layout {
  readonly text: string;
  /** An index into the text. */
  readonly cursor: number;
  /** In order. */
  readonly spans: readonly Span[];
  readonly prompt: string;
  readonly continuation: string;
  readonly width: number;
}

/** A row that is exactly full moves the cursor to the next one, as terminals do. */
export function layOut({ text, cursor, spans, prompt, continuation, width }: Layout): View {
  const rows = new Rows(prompt, width);
  let at = 0;
  let span = 0;
  let place = rows.place;
  for (const grapheme of graphemes(text)) {
    if (at === cursor) place = rows.place;
    while ((spans[span]?.end ?? at + 1) <= at) span++;
    const inside = spans[span];
    if (grapheme === "\n") rows.begin(continuation);
    else rows.add(visible(grapheme), inside !== undefined && inside.start <= at ? inside.style : undefined);
    at += grapheme.length;
  }
  if (at <= cursor) place = rows.place;
  return { lines: rows.finished(), cursor: place };
}

/** A control character is shown as people write it. */
function visible(grapheme: string): string {
  const code = grapheme.charCodeAt(0);
  if (code >= 0x20 && (code < 0x7f || code >= 0xa0)) return grapheme;
  return code < 0x20 ? `^${String.fromCharCode(code + 64)}` : "^?";
}

type Style = (text: string) => string;

class Rows {
  private readonly lines: string[];
  private column: number;
  /** What is to be added in one style. */
  private run = "";
  private style: Style | undefined;

  constructor(
    prompt: string,
    private readonly width: number,
  ) {
    this.lines = [prompt];
    this.column = textWidth(prompt);
  }

  get place(): View["cursor"] {
    return { row: this.lines.length - 1, column: this.column };
  }

  begin(start: string): void {
    this.flush();
    this.lines.push(start);
    this.column = textWidth(start);
  }

  add(grapheme: string, style: Style | undefined): void {
    const wide = grapheme.length > 1 && grapheme.startsWith("^") ? grapheme.length : graphemeWidth(grapheme);
    if (this.column + wide > this.width) this.begin("");
    if (style !== this.style) this.flush();
    this.style = style;
    this.run += grapheme;
    this.column += wide;
    if (this.column === this.width) this.begin("");
  }

  finished(): readonly string[] {
    this.flush();
    return this.lines;
  }

  private flush(): void {
    if (this.run === "") return;
    this.lines[this.lines.length - 1] += this.style === undefined ? this.run : this.style(this.run);
    this.run = "";
  }
}
