// Stands for date.

import type { Run } from "../applet.ts";
import { formatDate, parseTime } from "../dates.ts";
import type { Options } from "../options.ts";

export function date(run: Run): number {
  const options = run.options(
    "ud:s:R:I:r:D:",
    { utc: "u", date: "d", "iso-8601": "I", reference: "r" },
    run.args.map((arg) => (arg === "-R" ? "-Rx" : arg === "-I" ? "-Idate" : arg)),
  );
  const at = instantOf(run, options);
  if (options.has("s")) run.fail("can't set date: Operation not permitted");
  const format = options.operands.find((operand) => operand.startsWith("+"))?.slice(1);
  if (format === undefined && options.operands.length > 0) run.fail(`invalid date '${options.operands[0]}'`);
  run.print(`${formatDate(at, format ?? standardFormat(options))}\n`);
  return 0;
}

function instantOf(run: Run, options: Options): number {
  const now = run.process.machine.now();
  const given = options.value("d");
  if (given !== undefined) return parseTime(given, now) ?? run.fail(`invalid date '${given}'`);
  const reference = options.value("r");
  return reference === undefined ? now : run.files.stat(run.path(reference)).modifiedAt;
}

function standardFormat(options: Options): string {
  if (options.has("R")) return "%a, %d %b %Y %H:%M:%S +0000";
  const iso = options.value("I");
  if (iso === undefined) return "%a %b %e %H:%M:%S UTC %Y";
  return iso.startsWith("s") ? "%Y-%m-%dT%H:%M:%S+00:00" : "%Y-%m-%d";
}
