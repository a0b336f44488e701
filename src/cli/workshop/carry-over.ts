// A learner who sits down at another machine goes on where they were: what the host has of their seat becomes progress here.

import * as v from "valibot";
import type { Course } from "../../tutor/course.ts";
import { recordSession } from "../../tutor/progress.ts";
import { FRESH_STEP, initialState, type SessionState } from "../../tutor/state.ts";
import { loggedInput, standing } from "../../workshop/protocol/events.ts";
import { id, wholeNumber } from "../../workshop/protocol/text.ts";
import { readProgress, writeProgress } from "../progress-file.ts";
import { askHost } from "./host-request.ts";
import type { Work } from "./journal.ts";
import type { Membership } from "./membership.ts";

const works = v.array(v.object({ lesson: id, seed: wholeNumber, inputs: v.array(loggedInput), standing }));

/** @returns how many lessons were brought here. What is known here already stays as it is. */
export async function carryOver({ origin, seat, certificate }: Membership, course: Course): Promise<number> {
  const token = seat.replaceAll("-", "");
  const { status, text } = await askHost(`${origin}/api/work`, { token, certificate });
  if (status !== 200) return 0;
  let { progress } = readProgress();
  const fresh = v
    .parse(works, JSON.parse(text))
    .filter(({ lesson }) => progress.lessons[lesson] === undefined)
    .flatMap((work) => sessionOf(work, course) ?? []);
  for (const state of fresh) progress = recordSession(progress, state, Date.now());
  if (fresh.length > 0) writeProgress(progress);
  return fresh.length;
}

function sessionOf({ lesson: named, seed, inputs, standing: at }: Work, course: Course): SessionState | undefined {
  const lesson = course.draw(named, seed);
  if (lesson === undefined || at.steps.length !== lesson.steps.length) return undefined;
  const steps = at.steps.map((step) => ({ ...FRESH_STEP, ...step }));
  return { ...initialState(lesson), phase: at.phase, current: at.step, steps, inputs };
}
