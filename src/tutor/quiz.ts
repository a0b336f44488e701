// The quiz at the end of a lesson, and the lesson's end.

import { isDrill } from "./drill.ts";
import type { Effect, Update } from "./effect.ts";
import type { QuizItem } from "./lesson.ts";
import { isChoice, optionText } from "./option.ts";
import type { SessionState } from "./state.ts";

/** Asks the next question, or ends the lesson when there is none left. */
export function askQuiz(state: SessionState): Update {
  const { quiz } = state.lesson;
  const item = quiz[state.quiz.next];
  if (item === undefined) return finish(state);
  const message = {
    kind: "quiz",
    number: state.quiz.next + 1,
    total: quiz.length,
    item,
    options: optionsOf(item),
  } as const;
  return { state, effects: [{ kind: "print", message }, { kind: "save" }] };
}

/** Whether these are the words of an option of the question that was asked last. */
export function isQuizOption({ phase, lesson, quiz }: SessionState, said: string): boolean {
  const item = phase === "quiz" ? lesson.quiz[quiz.next] : undefined;
  return item !== undefined && !isChoice(said) && optionText(optionsOf(item), said) !== undefined;
}

export function answerQuiz(state: SessionState, said: string): Update {
  const item = state.lesson.quiz[state.quiz.next];
  if (item === undefined) return finish(state);
  const options = optionsOf(item);
  const meant = optionText(options, said);
  const chosen = item.options.find((option) => option.text === meant);
  if (chosen === undefined) {
    const text = state.texts.session.quizOnly(options.length);
    return { state, effects: [{ kind: "print", message: { kind: "note", text } }] };
  }
  const right = chosen.correct === true;
  const misses =
    right || chosen.misconception === undefined ? state.quiz.misses : [...state.quiz.misses, chosen.misconception];
  const answer = item.options.find(({ correct }) => correct === true)?.text ?? "";
  const told: Effect = { kind: "print", message: { kind: "quiz-answer", right, answer, explain: item.explain } };
  const next = askQuiz({ ...state, quiz: { next: state.quiz.next + 1, misses } });
  return { state: next.state, effects: [told, ...next.effects] };
}

/** Authors write the right option first; learners must not notice. */
function optionsOf(item: QuizItem): readonly string[] {
  const ranked = item.options.map(({ text }) => ({ text, rank: rankOf(`${item.id} ${text}`) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ text }) => text);
}

// Any fixed function that scatters will do; the order must be the same in every run.
function rankOf(text: string): number {
  let rank = 7;
  for (const letter of text) rank = (Math.imul(rank, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return Math.imul(rank, 2654435761) >>> 0;
}

function finish(state: SessionState): Update {
  if (state.phase === "done") return { state, effects: [] };
  const { lesson, steps, quiz } = state;
  const completed: Effect = { kind: "completed", lesson: lesson.id, cards: lesson.review, misconceptions: quiz.misses };
  if (isDrill(lesson))
    return { state: { ...state, phase: "done" }, effects: [completed, { kind: "leave", to: "menu" }] };
  const count = (status: string) => steps.filter((step) => step.status === status).length;
  const message = {
    kind: "done",
    title: lesson.title,
    solo: count("solo"),
    assisted: count("assisted"),
    skipped: count("skipped") + count("open"),
    isDone: steps.map(({ status }) => status === "solo" || status === "assisted"),
    cards: lesson.review.length,
  } as const;
  return { state: { ...state, phase: "done" }, effects: [{ kind: "print", message }, completed, { kind: "save" }] };
}
