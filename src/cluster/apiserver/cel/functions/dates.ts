// The parts of instants and of spans of time.

import { Duration, fail, noOverload, Timestamp } from "../values.ts";
import type { Implementation, Implementations } from "./implementation.ts";

const DAY_MS = 86_400_000;

/** The instant moved so that its UTC parts are those of the zone: `+02:00`, or UTC. */
function local(value: unknown, zone: unknown): Date {
  if (!(value instanceof Timestamp)) return noOverload();
  if (zone === undefined || zone === "" || zone === "UTC") return new Date(value.ms);
  const [, sign, hours = "", minutes = ""] = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(String(zone)) ?? [];
  if (hours === "") return fail(`unknown time zone ${String(zone)}`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(value.ms + (sign === "-" ? -offset : offset));
}

function part(of: (date: Date) => number, ofDuration?: (ms: number) => number): Implementation {
  return (value, zone) =>
    BigInt(
      value instanceof Duration && ofDuration !== undefined ? Math.trunc(ofDuration(value.ms)) : of(local(value, zone)),
    );
}

function dayOfYear(date: Date): number {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Math.round((midnight - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS);
}

export const dateFunctions: Implementations = {
  getFullYear: part((date) => date.getUTCFullYear()),
  getMonth: part((date) => date.getUTCMonth()),
  getDate: part((date) => date.getUTCDate()),
  getDayOfMonth: part((date) => date.getUTCDate() - 1),
  getDayOfWeek: part((date) => date.getUTCDay()),
  getDayOfYear: part(dayOfYear),
  getHours: part(
    (date) => date.getUTCHours(),
    (ms) => ms / 3_600_000,
  ),
  getMinutes: part(
    (date) => date.getUTCMinutes(),
    (ms) => ms / 60_000,
  ),
  getSeconds: part(
    (date) => date.getUTCSeconds(),
    (ms) => ms / 1000,
  ),
  getMilliseconds: part(
    (date) => date.getUTCMilliseconds(),
    (ms) => ms % 1000,
  ),
};
