// What must never come out of kubectl, whatever goes in.

import type { Ran } from "./laptop.ts";

const traces: readonly RegExp[] = [
  /\bundefined\b/,
  /\[object \w+\]/,
  /\b(Type|Reference|Range|Syntax|Internal)Error\b/,
  /^\s+at .*[(:]\d+:\d+\)?$/m,
  /\bCannot read propert/,
  /\bis not (a function|iterable|a constructor|defined)\b/,
  /\bMaximum call stack\b/,
  /\bUnexpected token\b|\bin JSON at position\b/,
  /\bInvalid (array length|time value|regular expression|count value|date)\b/i,
  /\bNaN\b/,
  /\bfunction \w*\(|=> \{/,
];

/** Why a run is a fault of ours; undefined when all is well. `given` is what went in, which may come out again. */
export function faultOf({ stdout, stderr, exitCode }: Ran, given: string): string | undefined {
  if (exitCode === undefined) return "it does not end";
  if (!Number.isInteger(exitCode) || exitCode < 0 || exitCode > 255) return `exit code ${exitCode}`;
  if (exitCode !== 0 && stdout === "" && stderr === "" && exitCode !== 130 && exitCode !== 1)
    return "a failure without a word";
  const said = `${stdout}\n${stderr}`;
  const trace = traces.find((pattern) => pattern.test(said) && !pattern.test(given));
  return trace === undefined ? undefined : `says ${trace.exec(said)?.[0]}`;
}
