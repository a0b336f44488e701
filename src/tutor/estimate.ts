// How long the rest of a lesson takes: the author's minutes, shared out by how much there is to read and to do in each step.

import type { QuizItem, Step } from "./lesson.ts";
import type { SessionState } from "./state.ts";

/** Words that are read while one command is thought of and typed. */
const WORDS_PER_COMMAND = 45;

/** Whole minutes from the present step to the end of the quiz; 0 when nothing is left. */
export function minutesLeft({ lesson, phase, current, quiz }: SessionState): number {
  if (phase === "done") return 0;
  const steps = phase === "quiz" ? [] : lesson.steps.slice(current);
  const questions = lesson.quiz.slice(quiz.next);
  const whole = effortOf(lesson.steps, lesson.quiz);
  const rest = effortOf(steps, questions);
  return rest === 0 ? 0 : Math.max(1, Math.round((lesson.minutes * rest) / whole));
}

function effortOf(steps: readonly Step[], quiz: readonly QuizItem[]): number {
  return steps.reduce((sum, step) => sum + effortOfStep(step), 0) + quiz.length;
}

function effortOfStep({ text = "", task, solutions, questions = [] }: Step): number {
  const words = `${text} ${task}`.split(/\s+/).length;
  return words / WORDS_PER_COMMAND + (solutions[0]?.run.length ?? 1) + questions.length;
}
