// Every text of a lesson, put into lines as a learner will see it: nothing is wider than the terminal, and the commands of the third hint
// are commands.

import type { Lesson, Step } from "../lesson.ts";
import type { Message } from "../message.ts";
import { renderMessage, type Typesetter } from "../render.ts";
import type { Findings } from "./report.ts";

/** A terminal to try texts on. */
export interface Paper {
  /** As in `60 columns, plain`. */
  readonly name: string;
  readonly typesetter: Typesetter;
  /** Columns that a line takes, colours left out. */
  readonly widthOf: (line: string) => number;
}

export function judgeAppearance(lesson: Lesson, papers: readonly Paper[], findings: Findings): void {
  for (const [step, subject, message] of messagesOf(lesson)) {
    for (const { name, typesetter, widthOf } of papers) {
      const wide = renderMessage(message, typesetter).find((line) => widthOf(line) > typesetter.width);
      if (wide === undefined) continue;
      findings.fail(subject, `at ${name} a line is wider than the terminal: "${wide.trim().slice(0, 50)}…"`, step);
      break;
    }
  }
}

type Told = readonly [string | undefined, string, Message];

function* messagesOf(lesson: Lesson): Generator<Told> {
  const { title, minutes, objectives, intro: text, quiz, review } = lesson;
  yield [undefined, "intro", { kind: "intro", title, minutes, objectives, text }];
  for (const [index, step] of lesson.steps.entries()) yield* messagesOfStep(step, index + 1, lesson.steps.length);
  for (const [index, item] of quiz.entries()) {
    const options = item.options.map((option) => option.text);
    const answer = item.options.find(({ correct }) => correct === true)?.text ?? "";
    yield [undefined, `quiz ${item.id}`, { kind: "quiz", number: index + 1, total: quiz.length, item, options }];
    yield [undefined, `quiz ${item.id}`, { kind: "quiz-answer", right: false, answer, explain: item.explain }];
  }
  for (const { id, front, back } of review) {
    yield [undefined, `card ${id}`, { kind: "note", text: front }];
    yield [undefined, `card ${id}`, { kind: "note", text: back }];
  }
}

function* messagesOfStep(step: Step, number: number, total: number): Generator<Told> {
  const { id, text, task, hints, why } = step;
  yield [id, "task", { kind: "task", number, total, task, ...(text !== undefined && { text }) }];
  for (const [index, hint] of hints.entries())
    yield [id, `hint ${index + 1}`, { kind: "hint", number: index + 1, text: hint }];
  for (const { id: rule, say } of step.feedback ?? []) yield [id, `feedback ${rule}`, { kind: "feedback", text: say }];
  for (const question of step.questions ?? []) yield [id, `question ${question.id}`, { kind: "question", question }];
  const conditions = step.checks.flatMap(({ title, missing }) =>
    title === undefined ? [] : [{ title, state: "open" as const, why: missing ?? "" }],
  );
  yield [id, "checks", { kind: "conditions", conditions }];
  yield [id, "why", { kind: "solved", number, total, why }];
}
