// Instants and ages as descriptions show them.

import { humanDuration } from "../../api/duration.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Fri, 20 Nov 2026 21:24:17 +0000`; Go's zero time when there is none. */
export function formatInstant(instant: string | undefined | null): string {
  if (!instant) return "Mon, 01 Jan 0001 00:00:00 +0000";
  const date = new Date(Date.parse(instant));
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  return `${day} ${String(date.getUTCFullYear()).padStart(4, "0")} ${time} +0000`;
}

/** How long ago it was, as in `5m3s`. */
export function ageSince(instant: string | undefined | null, now: number): string {
  if (!instant) return "<unknown>";
  return humanDuration(now - Date.parse(instant));
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
