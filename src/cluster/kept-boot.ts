// What came of the writes of a boot, as a text that can be kept between runs and read for a boot at another instant: a boot does the
// same at any time, and only what tells the time differs.

import type { ApiResponse } from "../api/request.ts";
import type { Answered, Outcome } from "./apiserver/outcomes.ts";

/** The cluster is this old when somebody first looks: its own pods are all running, and the time before costs little. */
export const bootLeadMs = 90_000;

/** An answer whose body is what was stored does not say it again. */
type KeptOutcome = Omit<Outcome, "answered"> & { readonly answered?: Answered; readonly isStored?: true };

interface KeptBoot {
  readonly endMs: number;
  readonly outcomes: readonly KeptOutcome[];
}

const NANOSECONDS = 1_000_000n;

export function formatBoot(outcomes: readonly Outcome[], endMs: number): string {
  return JSON.stringify({ endMs, outcomes: outcomes.map(keptOutcome) } satisfies KeptBoot);
}

/** Of a boot that ended at `endMs`, as if it had ended then; throws where the text is none of `formatBoot`. */
export function parseBoot(text: string, endMs: number): readonly Outcome[] {
  const { endMs: then } = JSON.parse(`${text.slice(0, text.indexOf(","))}}`) as Pick<KeptBoot, "endMs">;
  if (then === endMs) return (JSON.parse(text) as KeptBoot).outcomes.map(wholeOutcome);
  const { outcomes } = JSON.parse(moved(text, then, endMs - then)) as KeptBoot;
  return outcomes.map((outcome) => wholeOutcome(signsTime(outcome) ? unanswered(outcome) : outcome));
}

function keptOutcome(outcome: Outcome): KeptOutcome {
  const { answered } = outcome;
  if (answered === undefined) return outcome;
  const { response } = answered;
  if (response.kind !== "object" || response.body !== storedBy(outcome)) return outcome;
  const { body: _, ...rest } = response;
  return { ...outcome, answered: { ...answered, response: rest as ApiResponse }, isStored: true };
}

function wholeOutcome({ isStored, ...outcome }: KeptOutcome): Outcome {
  const { answered } = outcome;
  if (isStored === undefined || answered === undefined) return outcome;
  const response = { ...answered.response, body: storedBy(outcome) } as ApiResponse;
  return { ...outcome, answered: { ...answered, response } };
}

/** A token says when it was signed, in letters that only the key's owner can write: at another time it has to be signed again. */
function signsTime({ path }: KeptOutcome): boolean {
  return path.endsWith("/token");
}

function unanswered({ method, path, changes }: KeptOutcome): KeptOutcome {
  return { method, path, changes };
}

function storedBy({ changes }: Pick<Outcome, "changes">): unknown {
  return changes[0]?.entry.value;
}

/** Times are written as in `2026-01-05T09:00:00`, and as nanoseconds at the end of events' names. */
function moved(text: string, endMs: number, byMs: number): string {
  const isOfBoot = (ms: number): boolean => ms >= endMs - bootLeadMs && ms <= endMs;
  const known = new Map<string, string>();
  const move = (written: string): string => {
    if (written.includes("T")) {
      const ms = Date.parse(`${written}Z`);
      return isOfBoot(ms) ? new Date(ms + byMs).toISOString().slice(0, written.length) : written;
    }
    const time = BigInt(`0x${written}`);
    return isOfBoot(Number(time / NANOSECONDS)) ? (time + BigInt(byMs) * NANOSECONDS).toString(16) : written;
  };
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|\b[0-9a-f]{16}(?=")/g, (written) => {
    const to = known.get(written) ?? move(written);
    known.set(written, to);
    return to;
  });
}
