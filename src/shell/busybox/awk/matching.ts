// The functions of awk that take a pattern: split, match, sub and gsub.

import type { AwkState } from "./state.ts";
import { InputText } from "./value.ts";
import type { AwkArray } from "./variables.ts";

export function splitInto({ patterns }: AwkState, array: AwkArray, text: string, separator: string): number {
  const parts = patterns.split(text, separator);
  array.clear();
  for (const [index, part] of parts.entries()) array.set(String(index + 1), new InputText(part));
  return parts.length;
}

export function matchIn({ patterns, variables }: AwkState, source: string, text: string): number {
  const match = patterns.regExp(source).exec(text);
  variables.setGlobal("RSTART", match === null ? 0 : match.index + 1);
  variables.setGlobal("RLENGTH", match === null ? -1 : match[0].length);
  return match === null ? 0 : match.index + 1;
}

export interface Substituted {
  readonly text: string;
  readonly count: number;
}

export function substituteIn(pattern: RegExp, replacement: string, text: string, all: boolean): Substituted {
  let count = 0;
  const after = text.replace(new RegExp(pattern.source, all ? "g" : ""), (whole) => {
    count++;
    return replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === "&" ? whole : mark === "\\&" ? "&" : "\\"));
  });
  return { text: after, count };
}
