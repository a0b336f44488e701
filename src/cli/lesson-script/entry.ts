// What came of one line of a lesson that was played, as data.

import type { Message } from "../../tutor/message.ts";
import type { SessionState } from "../../tutor/state.ts";

export interface Entry {
  /** Seconds of the cluster's time since it was there. */
  readonly at: number;
  /** What was entered; the first entry has none: it holds what was said before. */
  readonly line?: string;
  /** What the line has printed, to both its outputs, as a terminal shows it. */
  output: string;
  /** Of a line that was the shell's. */
  exitCode?: number;
  readonly said: unknown[];
}

/** A message without what its listener does not hear: the answers to its questions. */
export function spokenOf(message: Message): unknown {
  if (message.kind === "question") {
    const { id, ask, options } = message.question;
    return { kind: message.kind, id, ask, ...(options === undefined ? {} : { options }) };
  }
  if (message.kind === "quiz") {
    const { kind, number, total, item, options } = message;
    return { kind, number, total, ask: item.ask, options };
  }
  return message;
}

export function standingOf({ lesson, phase, steps, current }: SessionState): unknown {
  return {
    lesson: lesson.id,
    title: lesson.title,
    ...(lesson.seed === undefined ? {} : { seed: lesson.seed }),
    phase,
    ...(phase === "steps" ? { step: lesson.steps[current]?.id } : {}),
    steps: lesson.steps.map(({ id }, index) => {
      const { status = "open", hintsShown = 0, attempts = 0 } = steps[index] ?? {};
      return { id, status, hintsShown, attempts };
    }),
  };
}
