// Judges a translation for `lint`: what is missing, made from an older text, or has lost code on the way; and the limits, which are its language's.

import { type Position, Problems, parseSource } from "../format/source.ts";
import type { Lesson } from "../lesson.ts";
import { judgeTexts } from "../lesson-text.ts";
import { type Finding, Findings } from "../lint/finding.ts";
import { nodeAt } from "../load.ts";
import { loadTranslation } from "./load.ts";
import { textsOf } from "./places.ts";
import { faultOf, stateOf, type Translation } from "./translation.ts";

export interface TranslationFile {
  /** As messages show it. */
  readonly file: string;
  readonly content: string;
  readonly language: string;
}

/** @param original what is translated, and how it reads in these words where it is a lesson. */
export function judgeTranslation(
  { file, content, language }: TranslationFile,
  original: { readonly content: string; readonly inWords: (translation: Translation) => Lesson | undefined },
): readonly Finding[] {
  const { value, problems } = loadTranslation(file, content);
  if (value === undefined) return problems.map((problem) => ({ ...problem, level: "error" }));
  const findings = new Findings(file);
  const tree = parseSource(content, new Problems(file));
  const source = parseSource(original.content, new Problems(""));
  if (tree === undefined || source === undefined) return [];
  const at = (place: string, key = "text"): Position => nodeAt(tree, ["texts", place, key]);
  const texts = textsOf(source);
  let open = 0;
  for (const { place, text } of texts) {
    const entry = Object.hasOwn(value.texts, place) ? value.texts[place] : undefined;
    const state = stateOf(entry, text);
    if (state === "open") open++;
    if (state === "stale")
      findings.say(
        at(place, "source"),
        "The text that this was made from has changed; learners see the English one. `k8s-tutor new --translate` shows the new one here.",
        "warning",
      );
    if (state === "broken")
      findings.say(
        at(place),
        `${capitalized(faultOf(text, entry?.text ?? "") ?? "")}. Code, placeholders and links stay as they are.`,
      );
  }
  if (open > 0)
    findings.say(
      { line: 1, column: 1 },
      `${open} of ${texts.length} texts are not translated; learners see the English ones. \`k8s-tutor new --translate\` lists them here.`,
      "warning",
    );
  const known = new Set(texts.map(({ place }) => place));
  for (const place of Object.keys(value.texts).filter((one) => !known.has(one)))
    findings.say(
      at(place),
      `No text stands at \`${place}\` any more. \`k8s-tutor new --translate\` takes this out.`,
      "warning",
    );
  const lesson = original.inWords(value);
  for (const { step, subject, reason } of lesson === undefined ? [] : judgeTexts(lesson, language).failures)
    findings.say(at(placeOf(subject, step)), `${capitalized(subject)}: ${reason}.`);
  return findings.all;
}

/** Where the text is that lesson-text.ts speaks of. */
function placeOf(subject: string, step: string | undefined): string {
  const [key = "", which = ""] = subject.split(" ");
  if (step === undefined) return key === "quiz" ? `quiz/${which}/explain` : key;
  if (key === "hint") return `steps/${step}/hints/${which}`;
  return `steps/${step}/${key === "feedback" ? `feedback/${which}/say` : key}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
