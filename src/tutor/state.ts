// The state of one learner in one lesson. Plain data: with the input log it is all that resuming, undoing and reporting need.

import { english, type Texts } from "./language/english.ts";
import type { Lesson, Step } from "./lesson.ts";

/** What was done to the world, at which virtual millisecond since the lesson began. Played again in order, it makes the same world. */
export type LoggedInput = { readonly at: number; readonly step: number } & (
  | { readonly kind: "enter"; readonly jump: boolean }
  | { readonly kind: "command"; readonly text: string; readonly mutated: boolean }
  | { readonly kind: "file"; readonly path: string; readonly content: string }
  | { readonly kind: "answer"; readonly id: string; readonly text: string }
);

export interface StepState {
  readonly status: "open" | "solo" | "assisted" | "skipped";
  readonly hintsShown: number;
  readonly attempts: number;
  readonly lastHint?: { readonly at: number; readonly attempts: number };
  readonly solutionShown: boolean;
}

/** On the tutor's own cluster, which can go back in time; or on one that cannot. */
export type Place = "here" | "elsewhere";

export interface SessionState {
  /** In the language of the learner. */
  readonly texts: Texts;
  readonly place: Place;
  readonly lesson: Lesson;
  readonly phase: "steps" | "quiz" | "done";
  readonly current: number;
  readonly steps: readonly StepState[];
  /** The question that the next plain line answers. */
  readonly question?: string;
  /** Titles of the present step's conditions that were seen to hold. */
  readonly ticked: readonly string[];
  /** Titles that were ticked off while the last command ran; the judgement after it counts them as its news, and does not tell them again. */
  readonly glimpsed?: readonly string[];
  /** Those that held before the learner did anything: whoever spoils one is told. */
  readonly held: readonly string[];
  /** Fingerprints of what was said in the present step. */
  readonly said: readonly string[];
  /** Marks of the near misses that were there when the step began, before the learner did anything; undefined before it was judged. */
  readonly given?: readonly string[] | undefined;
  /** What the next judgement follows. */
  readonly after: Occasion;
  /** How often the present step was looked at since the last command, waiting for what may come. */
  readonly looks: number;
  readonly inputs: readonly LoggedInput[];
  /** What undo took back, latest last. */
  readonly undone: readonly (readonly LoggedInput[])[];
  /** The last step that may be entered, where somebody sets the pace; undefined: all. */
  readonly openTo?: number | undefined;
  /** The present step is solved and the next one is not open yet. */
  readonly isWaiting?: boolean;
  readonly quiz: { readonly next: number; readonly misses: readonly string[] };
  /** Whether to begin anew was asked just now. */
  readonly asksToReset?: true;
}

/** `begin`: the step has just begun, or was come back to. `idle`: nothing was done since. `time`: what was done last has been judged before. */
type Occasion = "begin" | "idle" | "look" | "change" | "failure" | "answer" | "time";

export const FRESH_STEP: StepState = { status: "open", hintsShown: 0, attempts: 0, solutionShown: false };

export function initialState(lesson: Lesson, place: Place = "here", texts: Texts = english): SessionState {
  return {
    texts,
    place,
    lesson,
    phase: "steps",
    current: 0,
    steps: lesson.steps.map(() => FRESH_STEP),
    ticked: [],
    held: [],
    said: [],
    after: "begin",
    looks: 0,
    inputs: [],
    undone: [],
    quiz: { next: 0, misses: [] },
  };
}

/** The step that the learner is at; undefined in the quiz and after it. */
export function currentStep(state: SessionState): Step | undefined {
  return state.phase === "steps" ? state.lesson.steps[state.current] : undefined;
}

export function currentStepState(state: SessionState): StepState {
  return state.steps[state.current] ?? FRESH_STEP;
}

export function withStep(state: SessionState, change: Partial<StepState>): SessionState {
  const steps = state.steps.map((step, index) => (index === state.current ? { ...step, ...change } : step));
  return { ...state, steps };
}

/** The answers given in the present step. */
export function currentAnswers({ inputs, current }: SessionState): Readonly<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const input of inputs) {
    if (input.kind === "enter") for (const id of Object.keys(answers)) delete answers[id];
    if (input.kind === "answer" && input.step === current) answers[input.id] = input.text;
  }
  return answers;
}

export function withoutQuestion({ question: _, ...state }: SessionState): SessionState {
  return state;
}
