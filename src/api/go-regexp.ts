// Stands for Go's regular expressions (RE2) on JavaScript's: what is written or meant differently is rewritten, what Go does not have
// is refused in its words.

import { GoRegExpFault } from "./go-regexp/reader.ts";
import { translate } from "./go-regexp/translate.ts";

type Compiled = RegExp | GoRegExpFault;

const compiled = new Map<string, Compiled>();

/** The expression, ready to test; an expression that Go refuses matches nothing. */
export function goRegExp(pattern: string): RegExp {
  const made = compile(pattern);
  return made instanceof RegExp ? made : /(?!)/;
}

/** What Go says of an expression that it cannot parse. */
export function goRegExpFault(pattern: string): string | undefined {
  const made = compile(pattern);
  return made instanceof RegExp ? undefined : `error parsing regexp: ${made.message}`;
}

function compile(pattern: string): Compiled {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compileAnew(pattern);
  compiled.set(pattern, made);
  return made;
}

function compileAnew(pattern: string): Compiled {
  try {
    return new RegExp(translate(pattern), "u");
  } catch (error) {
    if (error instanceof GoRegExpFault) return error;
    throw error;
  }
}
