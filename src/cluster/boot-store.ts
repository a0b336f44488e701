// Boots that are kept between runs of the program, so that a program that is started again need not work them out again.

import type { Outcome } from "./apiserver/outcomes.ts";
import { bootKey } from "./boot-outcomes.ts";
import { formatBoot, parseBoot } from "./kept-boot.ts";
import type { ClusterOptions } from "./options.ts";

/** More than a cluster of some hundred nodes needs; larger ones would be slow to read. */
const MOST_OUTCOMES = 5_000;

/** What came of such a boot in an earlier run; nothing when none is kept. */
export function storedBoot(options: ClusterOptions): readonly Outcome[] {
  const key = keyAtAnyTime(options);
  const text = key && options.boots?.read(key);
  if (text === undefined) return [];
  try {
    return parseBoot(text, options.startMs);
  } catch {
    // Spoilt; then the boot is worked out.
    return [];
  }
}

export function storeBoot(options: ClusterOptions, outcomes: readonly Outcome[]): void {
  const key = keyAtAnyTime(options);
  if (key === undefined || outcomes.length > MOST_OUTCOMES) return;
  const ofBoot = [...outcomes];
  options.boots?.keep(key, () => formatBoot(ofBoot, options.startMs));
}

/** The times of objects are full seconds, so a boot can be moved by full seconds only. */
function keyAtAnyTime(options: ClusterOptions): string | undefined {
  return bootKey(options, options.startMs % 1000);
}
