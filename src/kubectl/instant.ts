// Instants as people write them, read as Go's time.RFC3339 is.

import { goQuote } from "../api/go-values.ts";

/** Go's text about what is no instant; undefined for one. */
export function instantFault(text: string): string | undefined {
  const what = goQuote(text);
  let rest = text;
  for (const [pattern, wanted, limit, name] of PARTS) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined)
      return `parsing time ${what} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuote(rest)} as "${wanted}"`;
    if (limit !== undefined && !limit(Number.parseInt(found, 10))) return `parsing time ${what}: ${name} out of range`;
    rest = rest.slice(found.length);
  }
  if (rest !== "") return `parsing time ${what}: extra text: ${goQuote(rest)}`;
  return hasDay(text.slice(0, 10)) ? undefined : `parsing time ${what}: day out of range`;
}

/** Date takes a 31st of February for a day of March. */
function hasDay(day: string): boolean {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}

type Part = readonly [pattern: RegExp, wanted: string, limit?: (value: number) => boolean, name?: string];

const below = (limit: number) => (value: number) => value < limit;

const PARTS: readonly Part[] = [
  [/^\d{4}/, "2006"],
  [/^-/, "-"],
  [/^\d\d/, "01", (month) => month >= 1 && month <= 12, "month"],
  [/^-/, "-"],
  [/^\d\d/, "02"],
  [/^T/, "T"],
  [/^\d\d/, "15", below(24), "hour"],
  [/^:/, ":"],
  [/^\d\d/, "04", below(60), "minute"],
  [/^:/, ":"],
  [/^\d\d(?:\.\d+)?/, "05", below(60), "second"],
  [/^(?:Z|[+-]\d\d:\d\d)/, "Z07:00"],
];
