// Where a session is kept between runs: a lesson's in the progress file.

import type { Effect } from "../tutor/effect.ts";
import type { Lesson } from "../tutor/lesson.ts";
import { recordSession, savedSession } from "../tutor/progress.ts";
import { addCards } from "../tutor/review.ts";
import type { SessionState } from "../tutor/state.ts";
import { readProgress, writeProgress } from "./progress-file.ts";

export interface Keeper {
  saved(lesson: Lesson): SessionState | undefined;
  save(state: SessionState): void;
  completed(state: SessionState, effect: Extract<Effect, { kind: "completed" }>): void;
}

/** @param isHere false: in a cluster outside, which cannot be brought back to where the learner was. */
export function progressKeeper(isHere: boolean): Keeper {
  return {
    saved: (lesson) => (isHere ? savedSession(readProgress().progress, lesson) : undefined),
    save: (state) => {
      if (isHere) writeProgress(recordSession(readProgress().progress, state, Date.now()));
    },
    completed: (state, { lesson, cards, misconceptions }) => {
      const { progress } = readProgress();
      const now = Date.now();
      const review = addCards(progress.review, lesson, cards, misconceptions.length > 0, now);
      // Only in the tutor's own cluster can the inputs be played again.
      const kept = isHere ? state : { ...state, inputs: [] };
      writeProgress({ ...recordSession(progress, kept, now), review });
    },
  };
}
