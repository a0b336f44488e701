// Others who take part in a lesson, an instructor with a room: told what happens in the session, and asking something of it now and then.
// Everything is done by the session itself first; company that is far away, or silent, changes nothing.

import type { StepReport } from "../tutor/judge.ts";
import type { Typesetter } from "../tutor/render.ts";
import type { SessionState } from "../tutor/state.ts";

/** What a learner has tried in a step. */
export interface Attempt {
  readonly command: string;
  readonly mutated: boolean;
  readonly failed: boolean;
  /** The first line of what it complained. */
  readonly error?: string;
}

export type CompanyRequest =
  /** Something to be shown, whatever is being typed. */
  | { readonly kind: "tell"; readonly lines: readonly string[] }
  /** How far the lesson goes may have changed. */
  | { readonly kind: "gate" }
  | { readonly kind: "go"; readonly step: number }
  | { readonly kind: "reset-step" }
  /** The learner is wanted in another lesson. */
  | { readonly kind: "depart" };

export interface Company {
  /** Stands before the prompt: that somebody looks on. */
  mark(plain: boolean): string;
  /** Its own words at the prompt, for `help`. */
  words(): Readonly<Record<string, string>>;
  /** The last step of this lesson that may be entered; undefined: all. */
  openTo(lesson: string): number | undefined;
  changed(state: SessionState): void;
  tried(attempt: Attempt, state: SessionState, report: StepReport): void;
  /** A line that the learner has entered. @returns what to answer; undefined when it is none of the company's. */
  take(line: string, paper: Typesetter): readonly string[] | undefined;
  /** What is asked since it was asked last. */
  requests(paper: Typesetter): readonly CompanyRequest[];
}
