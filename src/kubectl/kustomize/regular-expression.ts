// Regular expressions as users of Go's library write them, with its words for those that are none.
// Simplified: they are JavaScript's; what only Go's library knows, as \z or [[:alpha:]], matches nothing that a name can be.

import { KubectlError } from "../errors.ts";

const PROBLEMS: readonly (readonly [RegExp, (pattern: string) => string])[] = [
  [/Unterminated group/, (pattern) => `missing closing ): \`${pattern}\``],
  [/Unmatched '\)'/, (pattern) => `unexpected ): \`${pattern}\``],
  [/Unterminated character class/, (pattern) => `missing closing ]: \`${pattern.slice(pattern.lastIndexOf("["))}\``],
  [
    /Nothing to repeat/,
    (pattern) => `missing argument to repetition operator: \`${/[*+?]/.exec(pattern)?.[0] ?? ""}\``,
  ],
];

export function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern.replace("(?i)", ""), pattern.includes("(?i)") ? "i" : "");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message } = error;
    const known = PROBLEMS.find(([problem]) => problem.test(message));
    throw new KubectlError(`error parsing regexp: ${known?.[1](pattern) ?? `invalid syntax: \`${pattern}\``}`);
  }
}

/** Matches the whole of a text; an empty pattern matches anything. */
export function wholeMatch(pattern: string): (text: string) => boolean {
  if (pattern === "") return () => true;
  const expression = regularExpression(`^(?:${pattern})$`);
  return (text) => expression.test(text);
}
