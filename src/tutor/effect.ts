// What goes into the session and what comes out of it: both are data, so that a session can be saved, replayed and tested.

import type { StepReport } from "./judge.ts";
import type { Card } from "./lesson.ts";
import type { Message } from "./message.ts";
import type { LoggedInput, SessionState } from "./state.ts";

export type Input =
  /** The lesson begins, or goes on from saved state. `at` is always virtual milliseconds since the lesson began. */
  | { readonly kind: "start"; readonly saved?: SessionState }
  /** A line that the learner entered. `isCommand`: its first word is a program or builtin of the shell. */
  | { readonly kind: "line"; readonly at: number; readonly text: string; readonly isCommand: boolean }
  /** `startedAt` is when it was entered; `mutated`: it changed the cluster or a file; `failed`: its exit code says so;
   * `isCorrected`: the prompt has suggested what was meant. */
  | {
      readonly kind: "command-finished";
      readonly startedAt: number;
      readonly text: string;
      readonly mutated: boolean;
      readonly failed?: boolean;
      readonly isCorrected?: boolean;
    }
  /** A file was changed by a program outside the simulation (the learner's editor). */
  | { readonly kind: "file-written"; readonly at: number; readonly path: string; readonly content: string }
  /** How far the learner may go, the number of the last open step; undefined: as they like. */
  | { readonly kind: "gate"; readonly at: number; readonly openTo: number | undefined }
  /** Whoever sets the pace wants the learner at this step. */
  | { readonly kind: "go"; readonly at: number; readonly step: number }
  /** The present step begins anew. */
  | { readonly kind: "reset-step" }
  /** What a look at the present step found while a command was running. */
  | { readonly kind: "watched"; readonly step: number; readonly report: StepReport }
  /** What an effect `judge` found. */
  | {
      readonly kind: "judged";
      readonly at: number;
      readonly step: number;
      readonly asked: boolean;
      readonly report: StepReport;
    };

export type Effect =
  | { readonly kind: "print"; readonly message: Message }
  | { readonly kind: "run"; readonly command: string }
  /** Judge the present step after this much virtual time and hand in `judged`. `asked`: the learner wants to hear everything. */
  | { readonly kind: "judge"; readonly afterMs: number; readonly asked: boolean }
  /** A fresh world with the lesson's setup. */
  | { readonly kind: "setup" }
  /** A step begins: with `jump` run its `ensure` actions, then always its `onEnter`; then take the snapshot. */
  | { readonly kind: "enter-step"; readonly step: number; readonly jump: boolean }
  /** A fresh world with the lesson's setup, then these inputs at their instants (no printing). */
  | { readonly kind: "replay"; readonly inputs: readonly LoggedInput[] }
  | { readonly kind: "save" }
  | {
      readonly kind: "completed";
      readonly lesson: string;
      readonly cards: readonly Card[];
      readonly misconceptions: readonly string[];
    }
  /** `again`: the lesson begins anew, and what is chosen by chance is chosen anew. */
  | { readonly kind: "leave"; readonly to: "shell" | "menu" | "again" };

export interface Update {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** Nothing follows. */
export function still(state: SessionState): Update {
  return { state, effects: [] };
}

export function print(message: Message): Effect {
  return { kind: "print", message };
}

/** A sentence of the tutor's is all that follows. */
export function note(state: SessionState, text: string): Update {
  return { state, effects: [print({ kind: "note", text })] };
}
