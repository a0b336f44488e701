// Stands for date.

import type { Run } from "../applet.ts";
import { formatDate, parseTime } from "../dates.ts";

export function date(run: Run): number {
  const options = run.options(
    "ud:s:R:I:r:D:",
    { utc: "u", date: "d", "iso-8601": "I", reference: "r" },
    run.args.map((arg) =>
      arg === "-R" ? "-Rx" : /^-I$/.test(arg) ? "-Idate" : arg === "-Iseconds" ? "-Iseconds" : arg,
    ),
  );
  const given = options.value("d");
  const reference = options.value("r");
  const now = run.process.machine.now();
  const at =
    given !== undefined
      ? (parseTime(given, now) ?? run.fail(`invalid date '${given}'`))
      : reference !== undefined
        ? run.files.stat(run.path(reference)).modifiedAt
        : now;
  if (options.has("s")) run.fail("can't set date: Operation not permitted");
  const format = options.operands.find((operand) => operand.startsWith("+"))?.slice(1);
  if (format === undefined && options.operands.length > 0) run.fail(`invalid date '${options.operands[0]}'`);
  const iso = options.value("I");
  const standard = options.has("R")
    ? "%a, %d %b %Y %H:%M:%S +0000"
    : iso !== undefined
      ? iso.startsWith("s")
        ? "%Y-%m-%dT%H:%M:%S+00:00"
        : "%Y-%m-%d"
      : "%a %b %e %H:%M:%S UTC %Y";
  run.print(`${formatDate(at, format ?? standard)}\n`);
  return 0;
}
