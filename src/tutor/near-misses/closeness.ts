// How close one word is to another that was meant, told in words: what a beginner mistypes in names, labels and keys.

import { isOneSlipApart } from "../format/slip.ts";
import type { Texts } from "../language/english.ts";

/** How two words differ; what it is called stands among the texts. */
export type Slip = keyof Texts["near"]["slips"];

// Two letters are a slip apart from too many others.
const SHORTEST = 3;

/** Undefined when the words are equal, or no slip makes one of the other. */
export function slipBetween(found: string, wanted: string): Slip | undefined {
  if (found === wanted || isSibling(found, wanted)) return undefined;
  const [a, b] = [found.toLowerCase(), wanted.toLowerCase()];
  if (a === b) return "capitals";
  if (found.trim() === wanted.trim()) return "blank";
  if (withoutJoints(a) === withoutJoints(b)) return "joints";
  if (Math.min(a.length, b.length) < SHORTEST) return undefined;
  if (pluralOf(a) === b || pluralOf(b) === a) return "plural";
  if (isOneSlipApart(a, b)) return "letter";
  return singled(a) === singled(b) ? "doubled" : undefined;
}

/** `web-0` and `web-1`, `shop` and `shop2`: whoever numbers means it. */
function isSibling(a: string, b: string): boolean {
  return /\d/.test(a + b) && a.replace(/\d+/g, "") === b.replace(/\d+/g, "");
}

function withoutJoints(word: string): string {
  return word.replace(/[-_.]/g, "");
}

function pluralOf(word: string): string {
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : /(s|x|ch)$/.test(word) ? `${word}es` : `${word}s`;
}

function singled(word: string): string {
  return word.replace(/(.)\1+/g, "$1");
}

/** The word among these that comes closest to the one that was meant, with the way in which it differs: the first letter is rarely
 * the one that is mistyped. */
export function closestTo(
  wanted: string,
  words: readonly string[],
): { readonly word: string; readonly how: Slip } | undefined {
  const beginsAlike = (word: string) => word[0]?.toLowerCase() === wanted[0]?.toLowerCase();
  for (const word of [...words.filter(beginsAlike), ...words.filter((word) => !beginsAlike(word))]) {
    const how = slipBetween(word, wanted);
    if (how !== undefined) return { word, how };
  }
  return undefined;
}
