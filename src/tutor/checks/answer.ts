// The check `answer`: what the learner answered to a question. Whitespace, case and quotes are forgiven.

import { byForm, type Fields, list, mapped, object, optional, required, type Shape, text } from "../format/shape.ts";
import { identifier, regularExpression } from "../format/values.ts";
import { findObjects } from "../objects.ts";
import { textsOf, type World } from "../world.ts";
import { compileExpression, type Expression, readValue } from "./cel.ts";
import { type Target, targetShape } from "./resource.ts";
import { type CheckResult, failed, PASSED } from "./result.ts";

/** A value read from the cluster when the answer is judged. */
interface LiveValue {
  readonly of: Target;
  readonly value: Expression;
}

/** What counts as right. */
export interface Matcher {
  /** Any of these texts. */
  readonly equals?: readonly string[];
  readonly matches?: RegExp;
  readonly live?: LiveValue;
}

export interface AnswerSpec extends Matcher {
  readonly id: string;
}

export interface AnswerCheck {
  readonly answer: AnswerSpec;
}

function matcherFields(): Fields<Matcher> {
  const live = object<LiveValue>({
    of: required(targetShape(), "the object"),
    value: required(
      mapped(text("a CEL expression"), (source) => compileExpression(source, "any")),
      "a CEL expression over `obj` that gives the value",
    ),
  });
  return {
    equals: optional(
      byForm({ scalar: mapped(text(), (one) => [one]), list: list(text()) }),
      "the answer, or a list of accepted ones",
    ),
    matches: optional(regularExpression(), "a regular expression for the whole answer"),
    live: optional(live, "the answer is read from the cluster"),
  };
}

/** As it stands in a question: the right text, a list of right texts, or a mapping. */
export function matcherShape(): Shape<Matcher> {
  return byForm<Matcher>({
    scalar: mapped(text("the right answer"), (one) => ({ equals: [one] })),
    list: mapped(list(text(), { min: 1 }), (equals) => ({ equals })),
    map: object(matcherFields()),
  });
}

function specShape(): Shape<AnswerSpec> {
  return object<AnswerSpec>({ id: required(identifier(), "the question's id"), ...matcherFields() });
}

export const answerFields = (): Fields<AnswerCheck> => ({
  answer: required(specShape(), "the answer to one of the step's questions"),
});

export async function checkAnswer({ answer }: AnswerCheck, world: World): Promise<CheckResult> {
  const given = world.answers[answer.id];
  if (given === undefined || given.trim() === "") return failed(textsOf(world).checks.questionOpen);
  const said = normalize(given);
  if (answer.equals?.some((accepted) => normalize(accepted) === said)) return PASSED;
  if (answer.matches !== undefined && new RegExp(`^(?:${answer.matches.source})$`, "iu").test(said)) return PASSED;
  if (answer.live !== undefined && (await liveValues(answer.live, world)).includes(said)) return PASSED;
  return failed(textsOf(world).checks.notIt(given.trim()));
}

async function liveValues({ of, value }: LiveValue, world: World): Promise<readonly string[]> {
  const found = await findObjects(world.read, of, world.namespace);
  const around = { now: world.now(), before: undefined };
  return found
    .map((object) => readValue(value.source, object, around))
    .filter((one) => one !== undefined)
    .map((one) => normalize(String(one)));
}

export function normalize(answer: string): string {
  return answer
    .trim()
    .replace(/^["'`]|["'`.!]$/g, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}
