// What the instructor's page is told: the room as it is, then what has changed. Computed on the host, so that a phone need only draw.

import type { Standing } from "./events.ts";
import type { Picture, RoomInfo } from "./messages.ts";
import type { NumberedOrder } from "./orders.ts";

/** `stuck` is found by the host: many failed checks, all hints used, or long idle in the middle of a step. */
export type LearnerMood = "working" | "done" | "stuck";

export interface LearnerView {
  readonly id: string;
  readonly name: string;
  readonly isConnected: boolean;
  readonly mood: LearnerMood;
  /** Why the host thinks so, in plain words: "6 tries without success", "idle for 4 minutes". */
  readonly why?: string;
  readonly hand?: { readonly since: number; readonly about?: string };
  /** Undefined before the first lesson. */
  readonly standing?: Standing & { readonly title: string; readonly stepSince: number };
  readonly lastEventAt: number;
  /** How long the journal of the present lesson is: as far as it can be looked at. */
  readonly inputs: number;
}

/** The present step of most learners: how it goes. */
export interface StepView {
  readonly lesson: string;
  readonly step: number;
  readonly title: string;
  readonly task: string;
  /** Milliseconds: what the lesson allows for it, and what those took who are done (median). */
  readonly estimateMs: number;
  readonly medianMs?: number;
  readonly counts: { readonly working: number; readonly done: number; readonly stuck: number; readonly behind: number };
  /** Most frequent first: what stays open, what kubectl answered, which feedback was given. */
  readonly mistakes: readonly {
    readonly what: string;
    readonly kind: "open" | "error" | "feedback";
    readonly learners: number;
  }[];
}

export interface QuestionView {
  readonly question: string;
  readonly round: 1 | 2;
  readonly text: string;
  readonly options: readonly string[];
  /** How many voted; what they voted is told in `counts` only after the reveal, or to the instructor who asks. */
  readonly votes: number;
  readonly counts: readonly number[];
  readonly firstRound?: readonly number[];
  readonly isRevealed: boolean;
  /** After the reveal, if one is right. */
  readonly right?: number;
}

/** What is not of single learners. */
export interface RoomParts {
  readonly step: StepView | null;
  readonly question: QuestionView | null;
  readonly gate: {
    readonly openTo: { readonly lesson: string; readonly step: number } | null;
    readonly isHeld: boolean;
  };
  readonly countdown: { readonly until: number; readonly about?: string } | null;
  /** The learner whose cluster's map the projector shows: as a rule the instructor's own seat. */
  readonly stage: string | null;
}

/** Something that the host's terminal says, too. */
export interface Notice {
  readonly at: number;
  readonly text: string;
}

/** How the host itself gets on. */
export interface HostView {
  /** Why nothing can be kept just now; null when all is well. */
  readonly trouble: string | null;
  /** Who was refused, and what else went wrong: the last few, latest first. */
  readonly notices: readonly Notice[];
}

export interface RoomView extends RoomParts {
  readonly host?: HostView;
  /** A drawing that an instructor shows on the projector. */
  readonly picture?: Picture | null;
  /** The host is reached by TLS. */
  readonly isSecure?: boolean;
  readonly room: RoomInfo;
  readonly code: string;
  /** `HOST:PORT` as learners reach it, where the host knows better than the address of the page. */
  readonly joinAt?: string;
  /** SHA-256 of the host's certificate, in hex: with TLS learners pin it. */
  readonly fingerprint?: string;
  /** Lessons of the room with their steps' ids. */
  readonly lessons: readonly { readonly id: string; readonly title: string; readonly steps: readonly string[] }[];
  readonly learners: readonly LearnerView[];
  /** The host's wall clock. */
  readonly now: number;
}

/** A learner's terminal and cluster, by replay of the journal. */
export interface LookView {
  readonly learner: string;
  /** After so many inputs of so many. */
  readonly inputs: number;
  readonly of: number;
  /** Lines of the terminal, plain text: commands and what they printed. */
  readonly terminal: readonly string[];
  /** The cluster's map as plain lines, as `map` at the prompt draws it. */
  readonly map: readonly string[];
}

export type ToInstructor =
  | { readonly kind: "room"; readonly view: RoomView }
  /** The parts and the learners that have changed; `gone` are erased or have left. */
  | {
      readonly kind: "changed";
      readonly now: number;
      readonly parts: Partial<RoomParts & { readonly host: HostView; readonly picture: Picture | null }>;
      readonly learners: readonly LearnerView[];
      readonly gone: readonly string[];
    }
  | { readonly kind: "looked"; readonly look: LookView }
  | { readonly kind: "ordered"; readonly order: NumberedOrder }
  | { readonly kind: "done"; readonly ask: string }
  | { readonly kind: "refused"; readonly ask: string; readonly why: string };
