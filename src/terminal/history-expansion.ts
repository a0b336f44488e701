// `!!`, `!$`, `!prefix`, `!?text?`, `!12`, `!-2` and `^old^new`: what a shell makes of them before it runs the line.
// In single quotes, and behind a backslash, `!` is just a letter.

import { lastWordOf } from "./history-keys.ts";

export type Expanded =
  | { readonly kind: "line"; readonly text: string }
  /** As the shell says it. */
  | { readonly kind: "problem"; readonly message: string };

const EVENT = /^!(?:(!)|(\$)|(\*)|(-?\d+)|\?([^?\n]+)\??|([A-Za-z_./~][^\s;|&<>()'"$!:]*))(:[$^*]|:\d+)?/;

export function expandHistory(line: string, history: readonly string[]): Expanded {
  const swapped = /^\^([^^\n]+)\^([^^\n]*)\^?$/.exec(line);
  if (swapped !== null) return swap(swapped[1] ?? "", swapped[2] ?? "", history);
  if (!line.includes("!")) return { kind: "line", text: line };
  let text = "";
  let at = 0;
  let quote = "";
  while (at < line.length) {
    const char = line.charAt(at);
    const isEvent = quote !== "'" && char === "!" && !line.slice(0, at).endsWith("$");
    const event = isEvent ? EVENT.exec(line.slice(at)) : null;
    if (event !== null) {
      const found = wordsOf(event, history);
      if (found === undefined) return { kind: "problem", message: `bash: ${event[0]}: event not found` };
      text += found;
      at += event[0].length;
      continue;
    }
    const length = char === "\\" && quote !== "'" ? 2 : 1;
    if (char === quote) quote = "";
    else if (quote === "" && (char === "'" || char === '"')) quote = char;
    text += line.slice(at, at + length);
    at += length;
  }
  return { kind: "line", text };
}

function swap(before: string, after: string, history: readonly string[]): Expanded {
  const last = history.at(-1);
  if (last?.includes(before) !== true)
    return { kind: "problem", message: `bash: ^${before}^${after}: substitution failed` };
  return { kind: "line", text: last.replace(before, () => after) };
}

function wordsOf(event: RegExpExecArray, history: readonly string[]): string | undefined {
  const [, last, argument, all, number, part, start, designator = ""] = event;
  if (argument !== undefined) return history.length === 0 ? undefined : lastWordOf(history.at(-1) ?? "");
  const isLast = last !== undefined || all !== undefined;
  const entry = isLast ? history.at(-1) : entryOf(history, number, part, start);
  if (entry === undefined) return undefined;
  return chosen(entry, all === undefined ? designator : ":*");
}

function entryOf(history: readonly string[], number = "", part = "", start = ""): string | undefined {
  if (number !== "") return Number(number) > 0 ? history[Number(number) - 1] : history.at(Number(number));
  if (part !== "") return history.findLast((each) => each.includes(part));
  return history.findLast((each) => each.startsWith(start));
}

function chosen(entry: string, designator: string): string | undefined {
  if (designator === "") return entry;
  if (designator === ":$") return lastWordOf(entry);
  const words = entry.trim().split(/\s+/);
  if (designator === ":*") return words.slice(1).join(" ");
  return designator === ":^" ? words[1] : words[Number(designator.slice(1))];
}
