// Stands for strftime(3) and the dates that programs understand. A container's time zone is UTC.

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export function formatDate(ms: number, format: string): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const hour12 = date.getUTCHours() % 12 || 12;
  const dayOfYear = Math.floor((ms - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  const values: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getUTCFullYear()),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    y: () => two(date.getUTCFullYear() % 100),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()).padStart(2),
    H: () => two(date.getUTCHours()),
    I: () => two(hour12),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    s: () => String(Math.floor(ms / 1000)),
    N: () =>
      String(((ms % 1000) + 1000) % 1000)
        .padStart(3, "0")
        .padEnd(9, "0"),
    a: () => (days[date.getUTCDay()] ?? "").slice(0, 3),
    A: () => days[date.getUTCDay()] ?? "",
    b: () => (months[date.getUTCMonth()] ?? "").slice(0, 3),
    h: () => (months[date.getUTCMonth()] ?? "").slice(0, 3),
    B: () => months[date.getUTCMonth()] ?? "",
    j: () => String(dayOfYear).padStart(3, "0"),
    u: () => String(date.getUTCDay() || 7),
    w: () => String(date.getUTCDay()),
    p: () => (date.getUTCHours() < 12 ? "AM" : "PM"),
    F: () => formatDate(ms, "%Y-%m-%d"),
    T: () => formatDate(ms, "%H:%M:%S"),
    R: () => formatDate(ms, "%H:%M"),
    D: () => formatDate(ms, "%m/%d/%y"),
    c: () => formatDate(ms, "%a %b %e %H:%M:%S %Y"),
    x: () => formatDate(ms, "%m/%d/%y"),
    X: () => formatDate(ms, "%H:%M:%S"),
    Z: () => "UTC",
    z: () => "+0000",
    n: () => "\n",
    t: () => "\t",
    "%": () => "%",
  };
  return format.replace(/%-?(.)/g, (whole, letter: string) => {
    const value = values[letter]?.();
    if (value === undefined) return whole;
    return whole.startsWith("%-") ? value.replace(/^[0 ]+(?=.)/, "") : value;
  });
}

/** "@SECONDS", "2024-01-31", "2024-01-31 12:30[:05]", ISO with Z, "now". */
export function parseTime(text: string, now: number): number | undefined {
  if (text === "now") return now;
  const seconds = /^@(-?\d+(?:\.\d+)?)$/.exec(text);
  if (seconds !== null) return Math.floor(Number(seconds[1]) * 1000);
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?Z?$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
