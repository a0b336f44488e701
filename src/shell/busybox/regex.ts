// Stands for POSIX regular expressions: basic and extended syntax, spelled for JavaScript.

import { bracket } from "../pattern.ts";

/** Throws a SyntaxError for what is no expression. */
export function posixRegExp(source: string, options: { readonly extended: boolean; readonly flags?: string }): RegExp {
  return new RegExp(options.extended ? translateExtended(source) : translateBasic(source), `${options.flags ?? ""}`);
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const wordEscapes: Readonly<Record<string, string>> = {
  "<": "\\b(?=\\w)",
  ">": "\\b(?<=\\w)",
  b: "\\b",
  B: "\\B",
  w: "\\w",
  W: "\\W",
  s: "\\s",
  S: "\\S",
  n: "\\n",
  t: "\\t",
};

function takeSet(source: string, at: number) {
  const set = bracket(source, at, false);
  if (set === undefined) throw new SyntaxError("brackets ([ ]) not balanced");
  return set;
}

function translateExtended(source: string): string {
  let out = "";
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? "";
    if (char === "[") {
      const set = takeSet(source, at);
      out += set.source;
      at = set.end;
    } else if (char === "\\") {
      const next = source[++at] ?? "\\";
      out += /[1-9]/.test(next) ? `\\${next}` : (wordEscapes[next] ?? escapeRegExp(next));
    } else if (char === "{" && !/^\{\d*,?\d*\}/.test(source.slice(at))) out += "\\{";
    else if (char === "*" && (out === "" || /[(|^]$/.test(out))) out += "\\*";
    else if (char === "}" && !/\{\d*,?\d*$/.test(out)) out += "\\}";
    else out += char;
  }
  return out;
}

function translateBasic(source: string): string {
  let out = "";
  for (let at = 0; at < source.length; at++) {
    const char = source[at] ?? "";
    const isStart = out === "" || /(^|[^\\])(\(|\|)$/.test(out);
    if (char === "[") {
      const set = takeSet(source, at);
      out += set.source;
      at = set.end;
    } else if (char === "\\") {
      const next = source[++at] ?? "\\";
      if ("(){}|+?".includes(next)) out += next;
      else out += /[1-9]/.test(next) ? `\\${next}` : (wordEscapes[next] ?? escapeRegExp(next));
    } else if ("(){}|+?".includes(char)) out += `\\${char}`;
    else if (char === "*" && (isStart || out === "^")) out += "\\*";
    else if (char === "^" && !isStart) out += "\\^";
    else if (
      char === "$" &&
      at < source.length - 1 &&
      !source.startsWith("\\)", at + 1) &&
      !source.startsWith("\\|", at + 1)
    )
      out += "\\$";
    else out += char;
  }
  return out;
}
