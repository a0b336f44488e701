// Whether a learner works, is done or is stuck. Whoever is stuck often says nothing, so it is found out from what they do.

import type { LearnerMood } from "../protocol/view.ts";
import { isBehind, type LearnerState } from "./learner.ts";

const TRIES = 6;
const ALL_HINTS = 3;
const IDLE_MS = 4 * 60_000;

export interface Mood {
  readonly mood: LearnerMood;
  readonly why?: string;
}

/** @param isPast whether a place lies behind what the room is open to: who stands there is done for now. */
export function moodOf(learner: LearnerState, now: number, isPast: (lesson: string, step: number) => boolean): Mood {
  const { standing, tries, lastEventAt } = learner;
  if (standing === undefined) return { mood: "working" };
  if (standing.phase === "quiz") return { mood: isPast(standing.lesson, standing.step) ? "done" : "working" };
  if (isBehind(standing) || isPast(standing.lesson, standing.step)) return { mood: "done" };
  if (tries >= TRIES) return { mood: "stuck", why: `${tries} tries at this step` };
  if ((standing.steps[standing.step]?.hintsShown ?? 0) >= ALL_HINTS) return { mood: "stuck", why: "all hints used" };
  const idle = now - Math.max(lastEventAt, standing.stepSince);
  if (idle >= IDLE_MS) return { mood: "stuck", why: `idle for ${Math.floor(idle / 60_000)} minutes` };
  return { mood: "working" };
}
