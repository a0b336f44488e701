// What is kept of an exam: of one that is under way, and of one that is over. Plain data, a part of the progress file.

import type { LoggedInput } from "../state.ts";

/** An exam under way: its seed and inputs make its cluster again. */
export interface ExamRun {
  readonly exam: string;
  readonly seed: number;
  /** Wall time in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Its clock stands while the learner is away. */
  readonly isPractice: boolean;
  /** The number of the present task, from 0. */
  readonly current: number;
  /** Ids of tasks to come back to. */
  readonly flagged: readonly string[];
  /** Milliseconds at the prompt, for each task. */
  readonly spentMs: readonly number[];
  /** Milliseconds at the prompt since the beginning: the clock of a practice run. */
  readonly usedMs: number;
  readonly inputs: readonly LoggedInput[];
}

export interface Missed {
  readonly title: string;
  readonly why: string;
}

export interface TaskResult {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly of: number;
  readonly spentMs: number;
  readonly missed: readonly Missed[];
  /** Ids of the lessons that teach it. */
  readonly lessons: readonly string[];
}

export interface ExamResult {
  readonly exam: string;
  readonly title: string;
  readonly seed: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly isPractice: boolean;
  readonly ended: "finished" | "time";
  readonly points: number;
  readonly of: number;
  /** How many points are enough. */
  readonly pass: number;
  readonly tasks: readonly TaskResult[];
}
