// Markdown inside a line: emphasis, code, links. It becomes words with a tone, which can then be wrapped.

import type { Styler, Tone } from "./style.ts";
import { graphemes, graphemeWidth, textWidth } from "./text-width.ts";

interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** Where it leads, for terminals that can follow it. */
  readonly target?: string;
}

const INLINE =
  /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|\*(?!\s)([^*]+?)\*|(?<![\w])_(?!\s)([^_]+?)_(?![\w])|\[([^\]]+)\]\(([^)\s]+)\)|\\([\\`*_[\]])/g;

function spansOf(text: string, styler: Styler): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) spans.push({ text: text.slice(end, match.index) });
    spans.push(...spanOf(match, styler));
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push({ text: text.slice(end) });
  return spans;
}

function spanOf(
  [whole, code, strong, strong2, emphasis, emphasis2, link, url, escaped]: RegExpExecArray | RegExpMatchArray,
  styler: Styler,
): readonly Span[] {
  // Without colour the backticks stay: they are what tells code from words.
  if (code !== undefined) return [styler.color ? { text: code, tone: "code" } : { text: `\`${code}\`` }];
  const bold = strong ?? strong2;
  if (bold !== undefined) return spansOf(bold, styler).map((span) => ({ tone: "strong", ...span }));
  const leaning = emphasis ?? emphasis2;
  if (leaning !== undefined) return spansOf(leaning, styler).map((span) => ({ tone: "emphasis", ...span }));
  if (link !== undefined && url !== undefined && styler.links === true && /^https?:/.test(url))
    return [{ text: link, tone: "link", target: url }];
  if (link !== undefined)
    return link === url ? [{ text: link, tone: "link" }] : [{ text: link }, { text: ` (${url})`, tone: "muted" }];
  return [{ text: escaped ?? whole ?? "" }];
}

/** A word with its styled form; spaces inside code are part of the word as long as it fits. */
interface Word {
  readonly parts: Span[];
  width: number;
}

/** The text in lines of at most `width` columns. */
export function wrapInline(text: string, width: number, styler: Styler): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of wordsOf(spansOf(text.replace(/\s+/g, " ").trim(), styler), width)) {
    const gap = used === 0 ? 0 : 1;
    if (used + gap + word.width > width && used > 0) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += (used === 0 ? "" : " ") + word.parts.map((part) => shown(part, styler)).join("");
    used += (used === 0 ? 0 : 1) + word.width;
  }
  if (used > 0) lines.push(line);
  return lines;
}

function shown({ text, tone, target }: Span, styler: Styler): string {
  const styled = tone === undefined ? text : styler.style(tone, text);
  return target === undefined ? styled : `\u001b]8;;${target}\u0007${styled}\u001b]8;;\u0007`;
}

function wordsOf(spans: readonly Span[], width: number): readonly Word[] {
  const words: Word[] = [];
  let open: Word | undefined;
  for (const span of spans) {
    const isCode = span.tone === "code" || /^`.*`$/.test(span.text);
    const pieces = isCode && textWidth(span.text) <= width ? [span.text] : span.text.split(/( )/);
    for (const piece of pieces.flatMap((part) => chunks(part, width))) {
      if (piece === " ") {
        open = undefined;
        continue;
      }
      if (piece === "") continue;
      const pieceWidth = textWidth(piece);
      if (open === undefined || open.width + pieceWidth > width) {
        open = { parts: [], width: 0 };
        words.push(open);
      }
      open.parts.push({ ...span, text: piece });
      open.width += pieceWidth;
    }
  }
  return words;
}

/** A word wider than the screen is broken; there is no other way. */
export function chunks(text: string, width: number): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const out: string[] = [];
  let chunk = "";
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const wide = graphemeWidth(grapheme);
    if (used + wide > width && chunk !== "") {
      out.push(chunk);
      chunk = "";
      used = 0;
    }
    chunk += grapheme;
    used += wide;
  }
  return chunk === "" ? out : [...out, chunk];
}
