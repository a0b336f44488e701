// All texts of a lesson that learners read, each with its path in the file.

import type { Lesson, Step } from "../lesson.ts";
import type { Path } from "../load.ts";

export interface Prose {
  readonly path: Path;
  readonly text: string;
}

export function proseOf(lesson: Lesson): readonly Prose[] {
  return [
    { path: ["title"], text: lesson.title },
    ...lesson.objectives.map((text, index) => ({ path: ["objectives", index], text })),
    { path: ["intro"], text: lesson.intro },
    ...lesson.steps.flatMap((step, index) => ofStep(step, ["steps", index])),
    ...lesson.quiz.flatMap(({ ask, options, explain }, index) => [
      { path: ["quiz", index, "ask"], text: ask },
      ...options.map(({ text }, at) => ({ path: ["quiz", index, "options", at, "text"], text })),
      { path: ["quiz", index, "explain"], text: explain },
    ]),
    ...lesson.review.flatMap(({ front, back }, index) => [
      { path: ["review", index, "front"], text: front },
      { path: ["review", index, "back"], text: back },
    ]),
    ...(lesson.instructor === undefined ? [] : [{ path: ["instructor", "notes"], text: lesson.instructor.notes }]),
  ];
}

function ofStep(step: Step, path: Path): readonly Prose[] {
  return [
    ...(step.text === undefined ? [] : [{ path: [...path, "text"], text: step.text }]),
    { path: [...path, "task"], text: step.task },
    ...step.hints.map((text, index) => ({ path: [...path, "hints", index], text })),
    ...(step.feedback ?? []).map(({ say }, index) => ({ path: [...path, "feedback", index, "say"], text: say })),
    ...(step.questions ?? []).map(({ ask }, index) => ({ path: [...path, "questions", index, "ask"], text: ask })),
    { path: [...path, "why"], text: step.why },
  ];
}

/** What stands between single backticks. */
export function codeSpans(text: string): readonly string[] {
  return [...text.replace(/```[\s\S]*?```/g, "").matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.trim());
}
