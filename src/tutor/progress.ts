// The learner's progress file: one JSON document, versioned. Reading is pure and never loses anything silently.

import type { ExamResult, ExamRun } from "./exam/result.ts";
import type { Lesson } from "./lesson.ts";
import { slipIn } from "./progress-parts.ts";
import { mergeReviews, type Review } from "./review.ts";
import { FRESH_STEP, initialState, type LoggedInput, type SessionState, type StepState } from "./state.ts";

const PROGRESS_VERSION = 1;

/** Where the learner is in one lesson. Steps go by their id, so that a later edition of the lesson may add some. */
interface LessonProgress {
  readonly phase: "steps" | "quiz" | "done";
  readonly step: string;
  readonly steps: Readonly<Record<string, StepState>>;
  readonly inputs: readonly LoggedInput[];
  /** What the lesson was drawn by; the inputs make sense with no other. */
  readonly seed?: number;
  /** Of the step: what was no slip of the learner's, because it was there when the step began. */
  readonly given?: readonly string[];
  readonly quiz: SessionState["quiz"];
  readonly misconceptions: readonly string[];
  /** How often it was finished. */
  readonly completed: number;
  /** When it was finished first: wall time. Absent in files of earlier versions. */
  readonly completedAt?: number;
}

/** What the placement check has shown: the lesson may be skipped. It was not done. */
export interface Known {
  readonly at: number;
}

export interface Progress {
  readonly format: "k8s-tutor-progress";
  readonly version: typeof PROGRESS_VERSION;
  /** The lesson the learner was in last. */
  readonly current?: string;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  readonly review: Review;
  /** By lesson. This and what follows came later: a file without it is whole, too. */
  readonly known?: Readonly<Record<string, Known>>;
  readonly exams?: readonly ExamResult[];
  /** The exam that the learner is in. */
  readonly examRun?: ExamRun;
}

export type ParsedProgress =
  | { readonly kind: "ok"; readonly progress: Progress }
  /** The rim keeps the content aside as `<file>.broken`, tells the learner `why`, and starts with `fresh`. */
  | { readonly kind: "broken"; readonly why: string; readonly fresh: Progress }
  /** Written by a later k8s-tutor: it must not be overwritten. */
  | { readonly kind: "newer"; readonly version: number };

export function emptyProgress(): Progress {
  return { format: "k8s-tutor-progress", version: PROGRESS_VERSION, lessons: {}, review: { cards: {} } };
}

export function parseProgress(content: string): ParsedProgress {
  if (content.trim() === "") return broken("it is empty");
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return broken("it is not JSON, perhaps half written");
  }
  if (!isRecord(value) || value.format !== "k8s-tutor-progress")
    return broken("it is not a progress file of k8s-tutor");
  if (typeof value.version === "number" && value.version > PROGRESS_VERSION)
    return { kind: "newer", version: value.version };
  if (value.version !== PROGRESS_VERSION) return broken("its version is unknown");
  const lessons = isRecord(value.lessons) ? Object.values(value.lessons) : undefined;
  if (lessons === undefined || !lessons.every(isLessonProgress))
    return broken("an entry under `lessons` is not complete");
  if (!isRecord(value.review) || !isRecord(value.review.cards)) return broken("`review` is not complete");
  const slip = slipIn(value);
  if (slip !== undefined) return broken(`\`${slip}\` is not complete`);
  return { kind: "ok", progress: value as unknown as Progress };
}

function broken(why: string): ParsedProgress {
  return { kind: "broken", why, fresh: emptyProgress() };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLessonProgress(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { phase, step, steps, inputs, quiz, seed, given } = value;
  const isPhase = phase === "steps" || phase === "quiz" || phase === "done";
  return (
    isPhase &&
    typeof step === "string" &&
    (seed === undefined || typeof seed === "number") &&
    (given === undefined || (Array.isArray(given) && given.every((mark) => typeof mark === "string"))) &&
    isRecord(steps) &&
    Array.isArray(inputs) &&
    inputs.every(isInput) &&
    isRecord(quiz) &&
    Array.isArray(quiz.misses)
  );
}

function isInput(value: unknown): boolean {
  return (
    isRecord(value) && typeof value.at === "number" && typeof value.step === "number" && typeof value.kind === "string"
  );
}

export function serializeProgress(progress: Progress): string {
  return `${JSON.stringify(progress, null, 2)}\n`;
}

/** The progress with this session's state in it. */
export function recordSession(progress: Progress, state: SessionState, now: number): Progress {
  const { lesson, phase, current, steps, inputs, quiz, given } = state;
  const earlier = progress.lessons[lesson.id];
  const isFinished = phase === "done" && earlier?.phase !== "done";
  const completedAt = earlier?.completedAt ?? (isFinished ? now : undefined);
  const entry: LessonProgress = {
    phase,
    step: lesson.steps[current]?.id ?? "",
    steps: Object.fromEntries(lesson.steps.map(({ id }, index) => [id, steps[index] ?? FRESH_STEP])),
    inputs,
    ...(lesson.seed === undefined ? {} : { seed: lesson.seed }),
    ...(phase !== "steps" || given === undefined ? {} : { given }),
    quiz,
    misconceptions: [...new Set([...(earlier?.misconceptions ?? []), ...quiz.misses])],
    completed: (earlier?.completed ?? 0) + (isFinished ? 1 : 0),
    ...(completedAt === undefined ? {} : { completedAt }),
  };
  return { ...progress, current: lesson.id, lessons: { ...progress.lessons, [lesson.id]: entry } };
}

/** The state to go on from; undefined when there is none, when the lesson was finished, or when it has changed too much since. */
export function savedSession(progress: Progress, lesson: Lesson): SessionState | undefined {
  const entry = progress.lessons[lesson.id];
  const current = lesson.steps.findIndex(({ id }) => id === entry?.step);
  if (entry === undefined || entry.phase === "done" || current < 0) return undefined;
  if (entry.seed !== lesson.seed) return undefined;
  const sameSteps = Object.keys(entry.steps).join() === lesson.steps.map(({ id }) => id).join();
  // The input log names steps by number: with other steps it would replay into the wrong ones.
  if (!sameSteps) return undefined;
  const steps = lesson.steps.map(({ id }) => entry.steps[id] ?? FRESH_STEP);
  const { phase, inputs, quiz, given } = entry;
  return { ...initialState(lesson), phase, current, steps, inputs, quiz, ...(given === undefined ? {} : { given }) };
}

/** What a lesson that is not over was drawn by. */
export function savedSeed(progress: Progress, id: string): number | undefined {
  const entry = progress.lessons[id];
  return entry === undefined || entry.phase === "done" ? undefined : entry.seed;
}

/** Forgets one lesson, or everything. */
export function resetProgress(progress: Progress, lesson: string | undefined): Progress {
  if (lesson === undefined) return emptyProgress();
  const { [lesson]: _, ...lessons } = progress.lessons;
  const { current, ...rest } = withoutKnown(progress, lesson);
  return { ...rest, lessons, ...(current !== undefined && current !== lesson && { current }) };
}

function withoutKnown(progress: Progress, lesson: string): Progress {
  if (progress.known?.[lesson] === undefined) return progress;
  const { [lesson]: _, ...known } = progress.known;
  return { ...progress, known };
}

/** Both, for a learner who worked on two machines: of each lesson the one that got further. */
export function mergeProgress(here: Progress, there: Progress): Progress {
  const lessons = { ...here.lessons };
  for (const [id, entry] of Object.entries(there.lessons)) {
    const own = lessons[id];
    if (own === undefined || isFurther(entry, own)) lessons[id] = entry;
  }
  const merged: Progress = { ...there, ...here, lessons, review: mergeReviews(here.review, there.review) };
  const known = { ...there.known, ...here.known };
  const exams = mergeExams(here.exams ?? [], there.exams ?? []);
  return {
    ...merged,
    ...(Object.keys(known).length === 0 ? {} : { known }),
    ...(exams.length === 0 ? {} : { exams }),
  };
}

/** All that were taken on either machine, in order. One exam cannot begin twice in one millisecond. */
function mergeExams(here: readonly ExamResult[], there: readonly ExamResult[]): readonly ExamResult[] {
  const others = there.filter(
    (one) => !here.some(({ exam, startedAt }) => exam === one.exam && startedAt === one.startedAt),
  );
  return [...here, ...others].sort((a, b) => a.startedAt - b.startedAt);
}

function isFurther(one: LessonProgress, other: LessonProgress): boolean {
  if (one.completed !== other.completed) return one.completed > other.completed;
  return solvedIn(one) > solvedIn(other);
}

function solvedIn({ steps }: LessonProgress): number {
  return Object.values(steps).filter(({ status }) => status !== "open").length;
}
