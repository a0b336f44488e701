// Choosing among options: by number, by letter, or by the option's own words.

import { normalize } from "./checks/answer.ts";
import type { Question } from "./lesson.ts";

/** The option of a question that was meant, as answers are compared with it; also when it was named in the learner's language. */
export function chosenOption({ options = [], shown = options }: Question, said: string): string | undefined {
  const meant = optionText(shown, said);
  const index = meant === undefined ? -1 : shown.indexOf(meant);
  return index < 0 ? optionText(options, said) : options[index];
}

/** A number or a letter, which stands for an option. */
export function isChoice(said: string): boolean {
  return /^(\d+|[a-z])$/i.test(said);
}

/** The text of the option that was meant, or undefined. */
export function optionText(options: readonly string[], said: string): string | undefined {
  const wanted = normalize(said);
  const number = /^\d+$/.test(wanted) ? Number(wanted) : /^[a-z]$/.test(wanted) ? wanted.charCodeAt(0) - 96 : 0;
  return options.find((option) => normalize(option) === wanted) ?? options[number - 1];
}
