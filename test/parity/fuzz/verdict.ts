// What must never come out of kubectl, whatever goes in.

import type { Ran } from "./laptop.ts";

// What the JavaScript engine says, in the words of its messages, and what it makes of values that were not meant to be shown.
const traces: readonly RegExp[] = [
  /\bundefined\b/,
  /\[object \w+\]/,
  /\b(Type|Reference|Range|Syntax|Internal|Eval|URI|Assertion)Error\b/,
  /^\s+at .*[(:]\d+:\d+\)?$/m,
  /\bCannot (read|set|destructure|convert|mix|assign|add|define|delete|redefine|access)\b.*\b(propert|object|undefined|null|BigInt|of|before)/,
  /\bis not (a function|iterable|a constructor|extensible)\b|\bis not defined\b/,
  /\bMaximum call stack\b|\bheap out of memory\b/,
  /\bUnexpected token\b|\bin JSON at position\b|\bUnexpected end of JSON\b|\bafter JSON at\b/,
  /\bInvalid (array|string|typed array) length\b|\bInvalid (time|count) value\b|\bInvalid code point\b|\bInvalid regular expression\b|\bInvalid flags\b/,
  /\bURI malformed\b|\bInvalid URL\b|\bReduce of empty array\b|\bConverting circular structure\b|\bserialize a BigInt\b/,
  /\bto a BigInt\b|\bcannot be converted to a BigInt\b|\bargument must be between\b|\bmust be between 2 and 36\b/,
  /\bNaN\b|\b(?<!\+|-)Infinity\b/,
  /\bfunction \w*\(|=> \{/,
  /\bcannot pick from an empty list\b/,
];

/** kubectl's own exit codes; 130 is Ctrl-C's. What a program in a container ends with is its own affair. */
const usualExitCodes = [0, 1];

const longestMs = 5000;

/** Why a run is a fault of ours; undefined when all is well. `given` is what went in, which may come out again. */
export function faultOf(ran: Ran, given: string): string | undefined {
  const { stdout, stderr, exitCode, failures, wallMs, interrupted } = ran;
  if (failures.length > 0) return `the server fails: ${failures[0]}`;
  if (exitCode === undefined) return "it does not end";
  if (wallMs > longestMs) return `it takes ${Math.round(wallMs)} ms`;
  if (!usualExitCodes.includes(exitCode) && !(interrupted && exitCode === 130) && !isSpecial(given, exitCode))
    return `exit code ${exitCode}`;
  if (exitCode !== 0 && stdout === "" && stderr === "" && !interrupted && !/ "?(wait|diff|can-i|exec|-q)/.test(given))
    return "a failure without a word";
  const said = `${stdout}\n${stderr}`;
  const trace = traces.find((pattern) => pattern.test(said) && !pattern.test(given));
  return trace === undefined ? undefined : `says ${trace.exec(said)?.[0]}`;
}

/** diff fails with more than 1; exec, run, attach and debug hand on what the program ended with. */
function isSpecial(given: string, exitCode: number): boolean {
  if (/\bdiff\b/.test(given)) return exitCode === 2;
  return /\b(exec|run|attach|debug)\b/.test(given) && exitCode > 0 && exitCode < 256;
}
