// Stands for awk's printf and substr.

import { textOfByte } from "../../../bytes/bytes.ts";
import { formatPrintf } from "../../print-format.ts";
import { toNumber, toText, type Value } from "./value.ts";

export function format(values: readonly Value[]): string {
  const [pattern, ...rest] = values;
  // A %d takes the integer part of any number; what is no number counts as 0.
  const kinds = [...toText(pattern).matchAll(/%%|%[-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?([a-zA-Z])/g)].filter(
    ([whole]) => whole !== "%%",
  );
  const texts = rest.map((value, index) => {
    const kind = kinds[index]?.[1] ?? "s";
    if ("dioxXu".includes(kind)) return String(BigInt(Math.trunc(toNumber(value)) || 0));
    if (kind === "c" && typeof value === "number") return textOfByte(Math.trunc(value) & 255);
    return "eEfgG".includes(kind) ? String(toNumber(value)) : toText(value);
  });
  return formatPrintf(toText(pattern).replaceAll("\\", "\\\\"), texts.slice(0, kinds.length)).text;
}

export function substring(text: string, from: number, length: number): string {
  const start = Math.round(from);
  const end = length === Number.POSITIVE_INFINITY ? text.length + 1 : start + Math.round(length);
  return text.slice(Math.max(start, 1) - 1, Math.max(end - 1, 0));
}
