// Cron schedules: `*/15 9-17 * * mon-fri`, `@daily`, `@every 1h30m`; and when they next fall, in a time zone.

import { parseDuration } from "../../../api/duration.ts";

export type CronSchedule =
  | { readonly kind: "every"; readonly periodMs: number }
  | {
      readonly kind: "fields";
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      readonly weekdays: ReadonlySet<number>;
      /** Where one of days and weekdays is `*`, both must fit; otherwise either is enough. */
      readonly bothDays: boolean;
    };

/** The message says what is wrong, in the words of the real parser. */
export class ScheduleError extends Error {}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const bounds: readonly [Bounds, Bounds, Bounds, Bounds, Bounds] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: WEEKDAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

export function parseSchedule(text: string): CronSchedule {
  if (text.startsWith("@")) return parseDescriptor(text);
  const fields = text.split(/\s+/).filter((field) => field !== "");
  if (fields.length !== 5)
    throw new ScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`);
  const [minutes, hours, days, months, weekdays] = bounds.map((each, index) => parseField(fields[index] ?? "", each));
  const isStar = (field: string | undefined) => /^[*?]/.test(field ?? "");
  return {
    kind: "fields",
    minutes: minutes ?? new Set(),
    hours: hours ?? new Set(),
    days: days ?? new Set(),
    months: months ?? new Set(),
    weekdays: weekdays ?? new Set(),
    bothDays: isStar(fields[2]) || isStar(fields[4]),
  };
}

function parseDescriptor(text: string): CronSchedule {
  const fields = DESCRIPTORS[text];
  if (fields !== undefined) return parseSchedule(fields);
  if (!text.startsWith("@every ")) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  const periodMs = parseDuration(text.slice("@every ".length));
  if (periodMs === undefined) throw new ScheduleError(`failed to parse duration ${text}`);
  return { kind: "every", periodMs: Math.max(1000, Math.floor(periodMs / 1000) * 1000) };
}

function parseField(field: string, range: Bounds): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of field.split(",").filter((each) => each !== ""))
    for (const value of parseRange(part, range)) values.add(value);
  return values;
}

function parseRange(part: string, range: Bounds): number[] {
  const [span = "", stepText, ...more] = part.split("/");
  if (more.length > 0) throw new ScheduleError(`too many slashes: ${part}`);
  const ends = span.split("-");
  if (ends.length > 2) throw new ScheduleError(`too many hyphens: ${part}`);
  const isStar = span === "*" || span === "?";
  const start = isStar ? range.low : parseValue(ends[0] ?? "", range);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  const single = !isStar && ends.length === 1;
  // `5/15` starts at 5 and goes on to the end of the range.
  const end =
    isStar || (single && stepText !== undefined) ? range.high : single ? start : parseValue(ends[1] ?? "", range);
  if (start < range.low) throw new ScheduleError(`beginning of range (${start}) below minimum (${range.low}): ${part}`);
  if (end > range.high) throw new ScheduleError(`end of range (${end}) above maximum (${range.high}): ${part}`);
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${part}`);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${part}`);
  const values: number[] = [];
  for (let value = start; value <= end; value += step) values.push(value);
  return values;
}

function parseValue(text: string, { names = [], low }: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  return named === -1 ? parseNumber(text) : named + low;
}

function parseNumber(text: string): number {
  if (/^-\d+$/.test(text)) throw new ScheduleError(`negative number (${text}) not allowed: ${text}`);
  if (!/^\+?\d+$/.test(text))
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}

const MINUTE_MS = 60_000;
/** A schedule that does not fall within this time never falls (`0 0 30 2 *`). */
const HORIZON_MS = 5 * 366 * 86_400_000;

/** The first instant after `afterMs` at which the schedule falls; undefined when there is none. */
export function nextTime(schedule: CronSchedule, afterMs: number, timeZone?: string): number | undefined {
  if (schedule.kind === "every") return Math.floor(afterMs / 1000) * 1000 + schedule.periodMs;
  const local = wallClock(timeZone);
  let time = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  while (time - afterMs < HORIZON_MS) {
    const at = local(time);
    if (!schedule.months.has(at.month) || !fitsDay(schedule, at)) time = nextMidnight(time, local);
    else if (!schedule.hours.has(at.hour)) time += (60 - at.minute) * MINUTE_MS;
    else if (!schedule.minutes.has(at.minute)) time += MINUTE_MS;
    else return time;
  }
  return undefined;
}

function fitsDay(schedule: Extract<CronSchedule, { kind: "fields" }>, { day, weekday }: WallTime): boolean {
  const byDay = schedule.days.has(day);
  const byWeekday = schedule.weekdays.has(weekday);
  return schedule.bothDays ? byDay && byWeekday : byDay || byWeekday;
}

function nextMidnight(time: number, local: (ms: number) => WallTime): number {
  const { hour, minute, day } = local(time);
  const next = time + ((23 - hour) * 60 + (60 - minute)) * MINUTE_MS;
  // Where the clocks change, the day is an hour longer or shorter than that.
  const early = next - 60 * MINUTE_MS;
  return local(early).day !== day ? early : next;
}

interface WallTime {
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

function wallClock(timeZone: string | undefined): (ms: number) => WallTime {
  if (timeZone === undefined || timeZone === "UTC" || timeZone === "Etc/UTC") return utcTime;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    month: "numeric",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(ms)).map(({ type, value }) => [type, value]));
    return {
      month: Number(parts.month),
      day: Number(parts.day),
      weekday: WEEKDAYS.indexOf((parts.weekday ?? "").toLowerCase()),
      hour: Number(parts.hour),
      minute: Number(parts.minute),
    };
  };
}

function utcTime(ms: number): WallTime {
  const date = new Date(ms);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
