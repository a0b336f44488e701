// Whether a word that is also a program is meant as an answer: who was just asked means what the author expects to hear.

import { type Matcher, normalize } from "./checks/answer.ts";
import { withInner } from "./checks/check.ts";
import type { Step } from "./lesson.ts";

/** Nobody answers this: a pattern that fits it expects nothing in particular. */
const NO_ANSWER = "zqxj";

/** True for one word that is the right answer to the question, or a wrong one to which the author has something to say. */
export function isExpectedAnswer(step: Step | undefined, question: string, line: string): boolean {
  const said = normalize(line);
  if (step === undefined || /\s/.test(said)) return false;
  const right = (step.questions ?? []).filter(({ id }) => id === question).map(({ answer }) => answer);
  const spokenTo = (step.feedback ?? [])
    .flatMap(({ when }) => withInner(when))
    .flatMap((check) => ("answer" in check && check.answer.id === question ? [check.answer] : []));
  return [...right, ...spokenTo].some((matcher) => fits(matcher, said) && !fits(matcher, NO_ANSWER));
}

function fits({ equals = [], matches }: Matcher, said: string): boolean {
  if (equals.some((accepted) => normalize(accepted) === said)) return true;
  return matches !== undefined && new RegExp(`^(?:${matches.source})$`, "iu").test(said);
}
