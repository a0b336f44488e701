// What the instructor tells the learners' tutors. Orders are kept and numbered, so that who was away gets what was missed.

import * as v from "valibot";
import { id, instant, lineUpTo, textUpTo, wholeNumber } from "./text.ts";

/** A learner's id within the room. */
export const learnerId = id;

const place = { lesson: id, step: wholeNumber };

export const order = v.variant("kind", [
  /** How far learners may go: to the end of step `step` of this lesson (lessons in the room's order); without a place: as they like.
   * `isHeld`: everybody stops where they are and looks up. */
  v.object({ kind: v.literal("gate"), openTo: v.nullable(v.object(place)), isHeld: v.boolean() }),
  /** Everybody, or one learner, goes to the beginning of this step. */
  v.object({ kind: v.literal("go"), ...place, to: v.nullable(learnerId) }),
  /** The present step begins anew for one learner. */
  v.object({ kind: v.literal("reset-step"), to: learnerId }),
  /** A text for everybody's terminal; `command` is shown apart, to be copied. */
  v.object({ kind: v.literal("broadcast"), text: textUpTo(2000), command: v.exactOptional(lineUpTo(1000)) }),
  /** A hint for one learner; it answers a raised hand. */
  v.object({ kind: v.literal("hint"), text: textUpTo(2000), to: learnerId }),
  v.object({ kind: v.literal("hand-seen"), to: learnerId }),
  /** A question with options; answers stay hidden until `reveal`. `round` 2 is the second vote on it. */
  v.object({
    kind: v.literal("ask"),
    question: id,
    round: v.picklist([1, 2]),
    text: textUpTo(1000),
    options: v.pipe(v.array(lineUpTo(300)), v.minLength(2), v.maxLength(6)),
  }),
  /** Shows how many chose what, and which is right, if one is. */
  v.object({
    kind: v.literal("reveal"),
    question: id,
    counts: v.array(wholeNumber),
    right: v.nullable(wholeNumber),
  }),
  /** `until` null: the countdown is called off. */
  v.object({ kind: v.literal("countdown"), until: v.nullable(instant), about: v.exactOptional(lineUpTo(200)) }),
  /** The projector shows the map of this learner's cluster; learners are not told. */
  v.object({ kind: v.literal("stage"), learner: v.nullable(learnerId) }),
  v.object({ kind: v.literal("closed") }),
]);

export const numberedOrder = v.object({ number: wholeNumber, at: instant, order });

export type Order = v.InferOutput<typeof order>;
export type NumberedOrder = v.InferOutput<typeof numberedOrder>;
