// Stands for the translation of one file of a course: its texts in another language, each with the mark of the text that it was made from. What
// has no translation, or one of an older text, is shown as it was written: never a wrong text.

import { chance } from "../../api/chance.ts";
import { object, oneOf, optional, record, required, type Shape, text } from "../format/shape.ts";
import type { Located } from "../format/source.ts";
import type { Lesson } from "../lesson.ts";
import { withTexts } from "./places.ts";

export const TRANSLATION_FORMAT = "k8s-tutor-translation/v1";

/** The folder of translations in a course; no track may be called so. */
export const TRANSLATIONS = "translations";

export interface Translation {
  readonly format: typeof TRANSLATION_FORMAT;
  /** By the place of the text. */
  readonly texts: Readonly<Record<string, TranslatedText>>;
}

export interface TranslatedText {
  /** The mark of the text that it translates. */
  readonly source: string;
  /** Empty: to be translated. */
  readonly text: string;
  /** The translation of an older text, for the translator. */
  readonly old?: string;
}

export function translationShape(): Shape<Translation> {
  return object<Translation>(
    {
      format: required(oneOf(TRANSLATION_FORMAT), "the version of this format"),
      texts: required(
        record(
          object<TranslatedText>({
            source: required(text(), "the mark of the English text; `new --translate` writes it"),
            text: required(text(), "the translation; empty when it is still to be written"),
            old: optional(text(), "the translation of an older text"),
          }),
        ),
        "the texts, by their places",
      ),
    },
    { name: "a translation" },
  );
}

/** Changes with every change of the text that a reader can see. */
export function markOf(source: string): string {
  // The letter keeps YAML from taking it for a number.
  return `x${chance(0, source.trim()).toString(16).padStart(8, "0")}`;
}

export type TextState = "current" | "open" | "stale" | "broken";

/** `broken`: its code or its placeholders are not those of the source. */
export function stateOf(translated: TranslatedText | undefined, source: string): TextState {
  if (translated === undefined || translated.text.trim() === "") return "open";
  if (translated.source !== markOf(source)) return "stale";
  return faultOf(source, translated.text) === undefined ? "current" : "broken";
}

/** The file in the other language. */
export function translated(source: Located, { texts }: Translation): Located {
  return withTexts(source, (place, text) => {
    const found = Object.hasOwn(texts, place) ? texts[place] : undefined;
    return found !== undefined && stateOf(found, text) === "current" ? found.text : text;
  });
}

/** The lesson in the words of its translation. What answers are compared with, and what is written down of them, stays as it was. */
export function inWordsOf(lesson: Lesson, words: Lesson): Lesson {
  const steps = words.steps.map((step, index) => {
    const { questions } = lesson.steps[index] ?? {};
    if (step.questions === undefined || questions === undefined) return step;
    const asked = step.questions.map((question, at) => {
      const { options } = questions[at] ?? {};
      return options === undefined ? question : { ...question, options, shown: question.options ?? options };
    });
    return { ...step, questions: asked };
  });
  return { ...words, steps };
}

/** What of the source is not in the translation as it was written, or the other way round. */
export function faultOf(source: string, text: string): string | undefined {
  for (const [what, pattern] of FIXED) {
    const wanted = all(source, pattern);
    const found = all(text, pattern);
    const lost = wanted.find((one) => countOf(one, found) < countOf(one, wanted));
    if (lost !== undefined) return `${what} ${quoted(lost)} of the source is missing`;
    const strange = found.find((one) => countOf(one, wanted) < countOf(one, found));
    if (strange !== undefined) return `${what} ${quoted(strange)} is not in the source`;
  }
  return undefined;
}

const FIXED: readonly (readonly [string, RegExp])[] = [
  ["the placeholder", /\$\{\{.*?\}\}/gs],
  ["the code", /```[\s\S]*?```|`[^`]+`/g],
  ["the link to", /(?<=\]\()[^)]*(?=\))/g],
];

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([found]) => found);
const countOf = (one: string, list: readonly string[]) => list.filter((other) => other === one).length;
const quoted = (text: string) => (text.startsWith("`") ? text : `\`${text}\``);
