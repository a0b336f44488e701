// What is asked of a completer, and what it answers.

import type { FlagValues } from "../flags/flag-values.ts";
import type { Session } from "../session.ts";

/** What the shell is to do with the candidates; the bits of cobra's ShellCompDirective. */
export const directives = { error: 1, noSpace: 2, noFiles: 4, fileEndings: 8, directories: 16 } as const;

export interface Suggestion {
  readonly text: string;
  readonly about?: string;
}

export interface Suggestions {
  readonly candidates: readonly Suggestion[];
  readonly directive: number;
  /** Why there are none, for whoever looks for the reason. */
  readonly problem?: string;
}

/** What one completer is asked. */
export interface Asked {
  /** As in `rollout status`. */
  readonly path: string;
  readonly args: readonly string[];
  readonly toComplete: string;
  readonly flags: FlagValues;
  readonly session: Session;
  /** More than kubectl itself knows to offer, for the tutor's own prompt. */
  readonly isGenerous: boolean;
}

export type Completer = (asked: Asked) => Promise<Suggestions>;

/** The texts that go on from what was typed. */
export function offer(
  texts: readonly string[],
  toComplete: string,
  directive: number = directives.noFiles,
): Suggestions {
  return { candidates: texts.filter((text) => text.startsWith(toComplete)).map((text) => ({ text })), directive };
}
