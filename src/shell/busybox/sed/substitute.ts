// Stands for sed's s/…/…/ and y/…/…/.

import type { SedState } from "./state.ts";
import type { Substitution } from "./syntax.ts";

/** Replaces in the pattern space, and prints or writes the result where the flags ask for it. */
export function substitute(state: SedState, substitution: Substitution): void {
  const result = replaced(state.pattern, substitution);
  if (result === undefined) return;
  state.pattern = result;
  state.substituted = true;
  if (substitution.file !== undefined) state.files.append(state.path(substitution.file), `${result}\n`);
  if (substitution.print) state.put();
}

/** Undefined when nothing matched. */
function replaced(text: string, { pattern, replacement, nth, global }: Substitution): string | undefined {
  let count = 0;
  let changed = false;
  const result = text.replace(pattern, (...groups) => {
    count++;
    const [whole] = groups as [string];
    if (count < nth || (!global && changed)) return whole;
    changed = true;
    return expandReplacement(replacement, groups as string[]);
  });
  return changed ? result : undefined;
}

function expandReplacement(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (whole === "&") return groups[0] ?? "";
    if (escaped !== undefined && /\d/.test(escaped)) return groups[Number(escaped)] ?? "";
    return escaped === "n" ? "\n" : escaped === "t" ? "\t" : (escaped ?? "");
  });
}

/** `spec` is what to replace and what by, letter for letter, with a NUL between. */
export function transliterate(text: string, spec: string): string {
  const [from = "", to = ""] = spec.split("\0");
  return [...text].map((char) => (from.includes(char) ? (to[from.indexOf(char)] ?? char) : char)).join("");
}
