// Text from other people's machines: bounded, and shown as text only, so nothing in it may command a terminal or a page.

import * as v from "valibot";
import { harmless } from "./harmless.ts";

/** A text of several lines, at most this many UTF-16 units long. */
export function textUpTo(length: number) {
  return v.pipe(v.string(), v.maxLength(length), v.transform(harmless));
}

/** A text that is kept just as it came, because it is played again; whoever shows it makes it harmless. */
export function exactTextUpTo(length: number) {
  return v.pipe(v.string(), v.maxLength(length));
}

/** A text of one line. */
export function lineUpTo(length: number) {
  return v.pipe(
    v.string(),
    v.maxLength(length),
    v.transform((text) => harmless(text).replace(/\s+/g, " ").trim()),
  );
}

export const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Wall time in milliseconds since the Unix epoch, by the clock of whoever says it. */
export const instant = v.pipe(wholeNumber);
/** An id of a lesson, a step, a question: as the lessons' own. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/));
