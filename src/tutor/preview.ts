// A lesson laid out for its author: everything that a learner can get to see, in the order of the lesson.

import { solutionLine } from "./assistance.ts";
import { isDrill } from "./drill.ts";
import { english } from "./language/english.ts";
import type { Lesson, Step } from "./lesson.ts";
import type { Message } from "./message.ts";

/** What is shown, under a heading of the author's own. */
export interface Part {
  readonly heading: string;
  readonly messages: readonly Message[];
}

/** @param stepId that step only. */
export function partsOf(lesson: Lesson, stepId?: string): readonly Part[] {
  const steps = lesson.steps.flatMap((step, index) =>
    stepId === undefined || stepId === step.id ? ofStep(step, index + 1, lesson.steps.length) : [],
  );
  if (stepId !== undefined || isDrill(lesson)) return steps;
  const { title, minutes, objectives, intro: text } = lesson;
  return [
    { heading: "Introduction", messages: [{ kind: "intro", title, minutes, objectives, text }] },
    ...steps,
    { heading: "Quiz", messages: ofQuiz(lesson) },
    {
      heading: "Review cards",
      messages: lesson.review.map(({ front, back }) => ({ kind: "note", text: `**${front.trim()}**\n\n${back}` })),
    },
  ];
}

function ofStep(step: Step, number: number, total: number): readonly Part[] {
  const { id, text, task, hints, feedback = [], questions = [], solutions, why } = step;
  const [first] = solutions;
  const others = solutions.length - 1;
  const heading = (what: string) => `Step ${id}: ${what}`;
  return [
    {
      heading: `Step ${id}`,
      messages: [
        { kind: "task", number, total, task, ...(text === undefined ? {} : { text }) },
        ...questions.map((question) => ({ kind: "question", question }) as const),
      ],
    },
    {
      heading: heading("hints"),
      messages: hints.map((hint, index) => ({ kind: "hint", number: index + 1, text: hint })),
    },
    ...(feedback.length === 0
      ? []
      : [
          {
            heading: heading("feedback"),
            messages: feedback.map(({ id: rule, say }) => ({ kind: "feedback", text: `(${rule}) ${say}` }) as const),
          },
        ]),
    {
      heading: heading("solution"),
      messages:
        first === undefined
          ? []
          : [
              {
                kind: "solution",
                lines: first.run.flatMap((action) => solutionLine(action, english)),
                others,
                why: "",
              },
            ],
    },
    { heading: heading("done"), messages: [{ kind: "solved", number, total, why }] },
  ];
}

function ofQuiz({ quiz }: Lesson): readonly Message[] {
  return quiz.flatMap((item, index) => {
    const options = item.options.map(({ text, correct, misconception }) =>
      correct === true ? `${text} (right)` : `${text} (${misconception ?? "wrong"})`,
    );
    return [
      { kind: "quiz", number: index + 1, total: quiz.length, item, options },
      { kind: "note", text: item.explain },
    ] as const;
  });
}
