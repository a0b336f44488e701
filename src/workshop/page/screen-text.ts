// What programs printed, made plain: a page understands no terminal escapes, and its text must not turn its direction round. Pure.

import { harmless } from "../protocol/harmless.ts";

/** Colours and the like go whole, so that nothing is left of them but the text. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

export function harmlessLine(line: string): string {
  return harmless(line.replace(ESCAPES, ""));
}
