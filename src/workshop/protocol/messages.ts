// The two conversations over WebSockets, and what is asked over HTTP before them.
//
//   POST /api/join                {code, name, seat?}       -> {learner, name, seat, room}     429 when too many codes were wrong
//   GET  /learner   (WebSocket)   subprotocols "k8s-tutor.v1", "token.<seat>"
//   GET  /instructor (WebSocket)  subprotocols "k8s-tutor.v1", "token.<instructor's token>"
//   GET  /  /projector            the pages; GET /api/results.csv and .json, and /api/learners/ID/journal (the inputs of their present
//                                 lesson), with the instructor's token as a bearer token
//   GET  /api/work                 all that a learner has done, with their seat as a bearer token

import * as v from "valibot";
import { numberedEvent } from "./events.ts";
import { learnerId, numberedOrder, order } from "./orders.ts";
import { exactTextUpTo, id, instant, lineUpTo, wholeNumber } from "./text.ts";

export const SUBPROTOCOL = "k8s-tutor.v1";

/** No frame is longer: a connection that sends a longer one is closed. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
export const MAX_EVENTS_A_FRAME = 200;

/** With these codes of WebSocket a host cuts the line: to one who breaks the rules, to everybody when it stops, and to those for whom it has
 * no room just now. */
export const BROKE_THE_RULES = 1008;
export const GOING_AWAY = 1001;
export const TRY_LATER = 1013;

export const joinRequest = v.object({
  code: lineUpTo(20),
  name: v.pipe(lineUpTo(40), v.minLength(1)),
  /** The secret of a seat that was taken before, on whatever machine: to go on as the same learner. */
  seat: v.exactOptional(lineUpTo(40)),
});

export const roomInfo = v.object({
  name: lineUpTo(100),
  /** In the order of the workshop; empty: the whole course. */
  lessons: v.pipe(v.array(id), v.maxLength(200)),
});

export const joinAnswer = v.object({
  learner: learnerId,
  /** As shown in the room: a second Ana is "Ana (2)". */
  name: lineUpTo(60),
  /** The secret of this seat: all that proves who one is, here and on another machine. */
  seat: lineUpTo(40),
  room: roomInfo,
});

/** Why somebody is not let in: the seat is wrong, the room is full, and so on. */
export const joinRefusals = [
  "wrong-code",
  "wrong-seat",
  "full",
  "too-many-guesses",
  "too-many-guests",
  "not-now",
] as const;
export type JoinRefusal = (typeof joinRefusals)[number];

/** `why` says it in English; a tutor that knows the word of `refused` says it in the learner's language. */
export const joinRefused = v.object({
  refused: v.fallback(v.optional(v.picklist(joinRefusals)), undefined),
  why: lineUpTo(300),
});

/** From a learner's tutor. `device` is chosen at random by each installation; its events are numbered on their own. */
export const fromLearner = v.variant("kind", [
  v.object({ kind: v.literal("hello"), device: id, lastOrder: wholeNumber }),
  v.object({ kind: v.literal("events"), events: v.pipe(v.array(numberedEvent), v.maxLength(MAX_EVENTS_A_FRAME)) }),
]);

export const toLearner = v.variant("kind", [
  /** Answers hello. `acknowledged`: the last event of this device that is on disk; `now`: the host's wall clock. */
  v.object({ kind: v.literal("welcome"), acknowledged: wholeNumber, now: instant, room: roomInfo }),
  v.object({ kind: v.literal("acknowledged"), seq: wholeNumber }),
  v.object({ kind: v.literal("orders"), orders: v.array(numberedOrder) }),
]);

const picture = v.object({
  title: lineUpTo(100),
  lines: v.pipe(v.array(exactTextUpTo(400)), v.maxLength(400)),
});

/** From the instructor's page, or `workshop status|message|gate`. `ask` is chosen by the sender and comes back in `done`. */
export const fromInstructor = v.variant("kind", [
  v.object({ kind: v.literal("order"), ask: id, order }),
  /** Looks at a learner's terminal and cluster after the first `inputs` inputs of their present lesson; null: live. */
  v.object({ kind: v.literal("look"), ask: id, learner: learnerId, inputs: v.nullable(wholeNumber) }),
  v.object({ kind: v.literal("look-away"), ask: id, learner: learnerId }),
  /** The projector shows this drawing (the map of the instructor's own cluster) for as long as this connection lives; null: no more. */
  v.object({ kind: v.literal("show"), ask: id, picture: v.nullable(picture) }),
  /** Erases a learner with all that is kept of them, or the whole room. */
  v.object({ kind: v.literal("erase"), ask: id, learner: v.nullable(learnerId) }),
]);

export type JoinRequest = v.InferOutput<typeof joinRequest>;
export type JoinAnswer = v.InferOutput<typeof joinAnswer>;
export type RoomInfo = v.InferOutput<typeof roomInfo>;
export type FromLearner = v.InferOutput<typeof fromLearner>;
export type ToLearner = v.InferOutput<typeof toLearner>;
export type Picture = v.InferOutput<typeof picture>;
export type FromInstructor = v.InferOutput<typeof fromInstructor>;
