// Numbers as Go's YAML library writes them.

import { goFloat, goNumber } from "../../api/go-values.ts";

/** What fits into 64 bits as an integer. */
export function formatYamlFloat(value: number): string {
  return withoutNumber(value) ?? goNumber(value);
}

/** A number as a key of JSON: with no more digits than 32 bits hold, unless it is a whole number. */
export function formatYamlKey(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  return withoutNumber(value) ?? goFloat(shortestOf32Bits(value));
}

function withoutNumber(value: number): string | undefined {
  if (Number.isNaN(value)) return ".nan";
  if (Number.isFinite(value)) return undefined;
  return value < 0 ? "-.inf" : ".inf";
}

function shortestOf32Bits(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === single) return candidate;
  }
  return value;
}
