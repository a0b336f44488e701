// The language of `map` and `trace`, by its code; English where there is no other.

import { english, type Says } from "./english.ts";

export async function saysIn(code: string): Promise<Says> {
  return code === "de" ? (await import("./german.ts")).german : english;
}
