// The five fields of a cron schedule, with the words in which Kubernetes' parser complains about them.

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Bounds[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: WEEKDAYS },
];

const DESCRIPTORS = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/** What is wrong with the schedule; undefined when it can be read. */
export function scheduleFault(schedule: string): string | undefined {
  const spec = schedule.replace(/^(CRON_)?TZ=\S*\s+/, "").trim();
  if (spec === "") return "empty spec string";
  if (spec.startsWith("@")) return descriptorFault(spec);
  const fields = spec.split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`;
  }
  for (const [i, bounds] of FIELDS.entries()) {
    const fault = fieldFault(fields[i] ?? "", bounds);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function descriptorFault(spec: string): string | undefined {
  if (DESCRIPTORS.includes(spec) || /^@every (\d+(\.\d+)?(h|m|s|ms|us|ns))+$/.test(spec)) return undefined;
  if (!spec.startsWith("@every ")) return `unrecognized descriptor: ${spec}`;
  return `failed to parse duration ${spec}: time: invalid duration "${spec.slice("@every ".length)}"`;
}

function fieldFault(field: string, bounds: Bounds): string | undefined {
  // Empty parts between commas are passed over.
  for (const expression of field.split(",").filter((each) => each !== "")) {
    const fault = rangeFault(expression, bounds);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function rangeFault(expression: string, { low, high, names }: Bounds): string | undefined {
  const [range = "", stepText, ...slashes] = expression.split("/");
  const [first = "", last, ...hyphens] = range.split("-");
  const any = first === "*" || first === "?";
  const start = any ? low : numberOf(first, names);
  if (typeof start === "string") return start;
  if (!any && hyphens.length > 0) return `too many hyphens: ${expression}`;
  const written = any ? high : last === undefined ? start : numberOf(last, names);
  if (typeof written === "string") return written;
  if (slashes.length > 0) return `too many slashes: ${expression}`;
  const step = stepText === undefined ? 1 : numberOf(stepText);
  if (typeof step === "string") return step;
  const end = stepText !== undefined && last === undefined ? high : written;
  if (start < low) return `beginning of range (${start}) below minimum (${low}): ${expression}`;
  if (end > high) return `end of range (${end}) above maximum (${high}): ${expression}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expression}`;
  return step === 0 ? `step of range should be a positive number: ${expression}` : undefined;
}

/** The number, or what is wrong with it. */
function numberOf(text: string, names?: readonly string[]): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  // Months count from 1, days of the week from 0.
  if (named >= 0) return names === MONTHS ? named + 1 : named;
  if (!/^[+-]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`;
  }
  return Number(text) < 0 ? `negative number (${Number(text)}) not allowed: ${text}` : Number(text);
}

/** What is wrong with a time zone's name. */
export function timeZoneFault(name: string): string | undefined {
  if (name === "") return "timeZone must be nil or non-empty string";
  if (name.split("/").some((part) => !isZonePart(part))) return `unknown time zone ${name}`;
  if (name.toLowerCase() === "local") {
    return "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
  }
  return isTimeZone(name) ? undefined : `unknown time zone ${name}`;
}

function isZonePart(part: string): boolean {
  return part !== "." && part !== ".." && /^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$/.test(part);
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z0-9_+\-/]+$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
