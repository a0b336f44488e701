// What a learner's tutor tells the host. Everything that the instructor sees is folded from these, so they are kept as they came.

import * as v from "valibot";
import { exactTextUpTo, id, instant, lineUpTo, wholeNumber } from "./text.ts";

/** Of a command or a file: in UTF-16 units. */
export const MAX_INPUT_LENGTH = 200_000;

const at = wholeNumber;
const step = wholeNumber;

/** One input of a lesson's session, as in tutor/state.ts: played again in order they make the learner's cluster. `at` is virtual
 * milliseconds since the lesson began. */
export const loggedInput = v.variant("kind", [
  v.object({ kind: v.literal("enter"), at, step, jump: v.boolean() }),
  v.object({ kind: v.literal("command"), at, step, text: exactTextUpTo(MAX_INPUT_LENGTH), mutated: v.boolean() }),
  v.object({ kind: v.literal("file"), at, step, path: exactTextUpTo(400), content: exactTextUpTo(MAX_INPUT_LENGTH) }),
  v.object({ kind: v.literal("answer"), at, step, id, text: exactTextUpTo(2000) }),
]);

/** Where a learner stands in one lesson. */
export const standing = v.object({
  lesson: id,
  phase: v.picklist(["steps", "quiz", "done"]),
  /** The number of the present step, from 0. */
  step,
  /** One a step. */
  steps: v.pipe(
    v.array(
      v.object({
        status: v.picklist(["open", "solo", "assisted", "skipped"]),
        hintsShown: wholeNumber,
        attempts: wholeNumber,
      }),
    ),
    v.maxLength(100),
  ),
});

export const learnerEvent = v.variant("kind", [
  /** A lesson begins, or begins anew: its journal is empty. `edition`: a fingerprint of the lesson's file; `seed`: of its cluster. */
  v.object({ kind: v.literal("began"), lesson: id, edition: id, seed: wholeNumber, title: lineUpTo(100) }),
  /** The journal of this lesson is cut to its first `from` inputs (undo), and these follow. */
  v.object({
    kind: v.literal("journal"),
    lesson: id,
    from: wholeNumber,
    inputs: v.pipe(v.array(loggedInput), v.maxLength(500)),
  }),
  v.object({ kind: v.literal("standing"), ...standing.entries }),
  /** A command was tried and the step is still open. `open`: titles of what is open; `feedback`: the id of the rule that spoke. */
  v.object({
    kind: v.literal("attempt"),
    lesson: id,
    step,
    command: lineUpTo(400),
    failed: v.boolean(),
    error: v.exactOptional(lineUpTo(400)),
    open: v.pipe(v.array(lineUpTo(200)), v.maxLength(20)),
    feedback: v.exactOptional(id),
  }),
  v.object({ kind: v.literal("hand"), raised: v.boolean(), about: v.exactOptional(lineUpTo(400)) }),
  /** `round`: which vote on the question it is, as the learner was asked: it may arrive late. */
  v.object({
    kind: v.literal("vote"),
    question: id,
    round: v.exactOptional(v.picklist([1, 2])),
    option: wholeNumber,
  }),
  /** The learner did what an order asked: a reset, a jump. `order`: its number. */
  v.object({ kind: v.literal("obeyed"), order: wholeNumber }),
  /** The learner leaves for good; what the room has of them is to be erased with `erase`. */
  v.object({ kind: v.literal("left"), erase: v.boolean() }),
]);

/** As it travels and is kept: the `seq`-th event (from 1) of one device, so that none is taken twice. `at`: wall time there. */
export const numberedEvent = v.object({ seq: v.pipe(wholeNumber, v.minValue(1)), at: instant, event: learnerEvent });

export type LearnerEvent = v.InferOutput<typeof learnerEvent>;
export type NumberedEvent = v.InferOutput<typeof numberedEvent>;
export type Standing = v.InferOutput<typeof standing>;
