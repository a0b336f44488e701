// What the author of a new lesson, review task or exam has said about it.

import type { Lesson } from "../lesson.ts";

export interface Wish {
  /** Or the folder of review tasks, or of exams. */
  readonly track: string;
  readonly id: string;
  readonly title: string;
  readonly level: Lesson["level"];
  /** What the learner does, as in "expose a Deployment by a Service". */
  readonly does: string;
}
