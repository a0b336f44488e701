// Stands for sort.

import type { Doing } from "../../reading.ts";
import { linesOf, type Run } from "../applet.ts";
import type { Options } from "../options.ts";
import { keyOf, leadingNumber, parseKey } from "./sort-key.ts";

type Compare = (a: string, b: string) => number;

export function* sort(run: Run): Doing<number> {
  const options = run.options("nrufbhVk:t:o:cs");
  const { text, status } = yield* run.readOperands(options.operands);
  const byKeys = compareKeys(options);
  const lastResort: Compare = (a, b) =>
    options.has("s") || options.has("u") ? 0 : compareText(a, b) * (options.has("r") ? -1 : 1);
  const sorted = linesOf(text).sort((a, b) => byKeys(a, b) || lastResort(a, b));
  const kept = options.has("u")
    ? sorted.filter((line, index) => index === 0 || byKeys(sorted[index - 1] ?? "", line) !== 0)
    : sorted;
  const out = kept.map((line) => `${line}\n`).join("");
  const target = options.value("o");
  if (target === undefined) run.print(out);
  else run.files.write(run.path(target), out);
  return status;
}

function compareKeys(options: Options): Compare {
  const numeric = options.has("n") || options.has("h");
  const reverse = options.has("r");
  const given = options.values("k").map((spec) => parseKey(spec, numeric, reverse));
  const keys = given.length > 0 ? given : [{ from: 0, to: Number.POSITIVE_INFINITY, numeric, reverse }];
  const separator = options.value("t");
  const fold = (value: string) => (options.has("f") ? value.toUpperCase() : value);
  return (a, b) => {
    for (const key of keys) {
      const [left, right] = [fold(keyOf(a, key, separator)), fold(keyOf(b, key, separator))];
      const order = compareBy(left, right, key.numeric, options.has("V"));
      if (order !== 0) return key.reverse ? -order : order;
    }
    return 0;
  };
}

function compareBy(a: string, b: string, numeric: boolean, version: boolean): number {
  if (version) return compareVersions(a, b);
  return numeric ? leadingNumber(a) - leadingNumber(b) : compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const [x = "", y = ""] = [left?.[at], right?.[at]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
