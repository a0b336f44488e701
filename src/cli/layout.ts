// Lines of commands that only print: as wide as the terminal; a file or a pipe gets one line each, for other programs.

import { wrapInline } from "../terminal/inline.ts";
import { createStyler } from "../terminal/style.ts";
import { padEnd, textWidth } from "../terminal/text-width.ts";

/** Where it is not known how wide a text shall be. */
const NO_LIMIT = 100_000;

/** `COLUMNS` says it for a pipe, too. */
export function outputWidth(otherwise = NO_LIMIT): number {
  const { isTTY, columns } = process.stdout;
  const width = isTTY === true ? columns : Number(process.env.COLUMNS);
  return Number.isSafeInteger(width) && width > 0 ? Math.min(200, Math.max(40, width)) : otherwise;
}

/** A text that is shown as it is, stars and backticks too, in lines of at most so many columns. */
export function wrapText(text: string, width: number, indent = ""): readonly string[] {
  const literal = text.replace(/([\\`*_[\]])/g, "\\$1");
  return wrapInline(literal, width - indent.length, asItIs()).map((line) => `${indent}${line}`);
}

function asItIs() {
  return createStyler({ color: false, plain: true });
}

/** A name, and behind it what there is to say: on the lines below where both do not fit beside each other. */
export function entryLines(name: string, nameWidth: number, about: string, width: number): readonly string[] {
  const line = `${padEnd(name, nameWidth)} ${about}`.trimEnd();
  if (textWidth(line) <= width) return [line];
  const lead = /^\s*(?:\[.\] )?/.exec(name)?.[0].length ?? 0;
  return [name, ...wrapText(about, width, " ".repeat(lead + 2))];
}

/** Paragraphs and a list of words with what each does, which goes on below itself. */
export function wordList(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => {
    if (line === "") return [""];
    const [, word = "", about = line] = /^( {2}\S+ +)(.*)$/.exec(line) ?? [];
    const [first = "", ...rest] = wrapText(about, width, " ".repeat(word.length));
    return [word + first.slice(word.length), ...rest];
  });
}
