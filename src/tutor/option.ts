// Choosing among options: by number, by letter, or by the option's own words.

import { normalize } from "./checks/answer.ts";

/** The text of the option that was meant, or undefined. */
export function optionText(options: readonly string[], said: string): string | undefined {
  const wanted = normalize(said);
  const number = /^\d+$/.test(wanted) ? Number(wanted) : /^[a-z]$/.test(wanted) ? wanted.charCodeAt(0) - 96 : 0;
  return options.find((option) => normalize(option) === wanted) ?? options[number - 1];
}
