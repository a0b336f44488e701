// Everything that the tutor can say, as data. render.ts puts it into lines.

import type { ConditionReport } from "./judge.ts";
import type { Question, QuizItem } from "./lesson.ts";

export type Message =
  | {
      readonly kind: "intro";
      readonly title: string;
      readonly minutes: number;
      readonly objectives: readonly string[];
      readonly text: string;
      /** What is done cannot be taken back: the cluster is not the tutor's own. */
      readonly isFinal?: boolean;
      /** The learner wants to read all of it once more, whether or not it has room. */
      readonly isAsked?: boolean;
      /** Where the screen is low: without the objectives (1), and without the words at the prompt, too (2). */
      readonly brevity?: 1 | 2;
    }
  | {
      readonly kind: "task";
      readonly number: number;
      readonly total: number;
      readonly text?: string;
      readonly task: string;
    }
  /** How far the learner is in the present step. */
  | {
      readonly kind: "progress";
      readonly conditions: readonly { readonly title: string; readonly isDone: boolean }[];
      readonly minutesLeft?: number;
    }
  | { readonly kind: "conditions"; readonly conditions: readonly ConditionReport[] }
  | { readonly kind: "ticked"; readonly titles: readonly string[] }
  | { readonly kind: "waiting"; readonly waitsFor: string; readonly inMs?: number }
  | { readonly kind: "feedback"; readonly text: string }
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "wrong-answer"; readonly given: string }
  | { readonly kind: "hint"; readonly number: number; readonly text: string }
  | { readonly kind: "solution"; readonly lines: readonly string[]; readonly others: number; readonly why: string }
  | {
      readonly kind: "solved";
      readonly number: number;
      readonly total: number;
      readonly why: string;
      readonly minutesLeft?: number;
    }
  | {
      readonly kind: "quiz";
      readonly number: number;
      readonly total: number;
      readonly item: QuizItem;
      readonly options: readonly string[];
    }
  /** `isUnknown`: the learner has said so, and made no mistake. */
  | {
      readonly kind: "quiz-answer";
      readonly right: boolean;
      readonly answer: string;
      readonly explain: string;
      readonly isUnknown?: boolean;
    }
  | {
      readonly kind: "done";
      readonly title: string;
      readonly solo: number;
      readonly assisted: number;
      readonly skipped: number;
      /** Whether each step is done, in the order of the steps. */
      readonly isDone: readonly boolean[];
      readonly cards: number;
    }
  | { readonly kind: "help"; readonly words: Readonly<Record<string, string>> }
  | { readonly kind: "note"; readonly text: string };
