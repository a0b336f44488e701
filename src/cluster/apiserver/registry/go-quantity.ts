// Stands for Go's `%#v` of a resource.Quantity: rules that hand the amount itself to an error show how it is kept in memory.
// Simplified: an amount is shown as if it had been written in its canonical form; `0.5` is printed as `500m` would be.

import { goQuote } from "../../../api/go-values.ts";
import { BINARY_SUFFIXES, DECIMAL_SUFFIXES, formatQuantity, parseQuantity } from "../../../api/quantity.ts";
import { type GoText, goText } from "./go-syntax.ts";

export function goQuantity(quantity: unknown): GoText {
  const parsed = parseQuantity(String(quantity));
  if (parsed === undefined) return goText(goQuote(String(quantity)));
  const text = formatQuantity(parsed);
  const [, digits = "0", suffix = ""] = /^(-?\d+)(.*)$/.exec(text) ?? [];
  const power = BINARY_SUFFIXES.indexOf(suffix);
  const isBinary = power > 0 || (suffix === "" && parsed.format === "BinarySI");
  const value = isBinary ? BigInt(digits) * 1024n ** BigInt(Math.max(power, 0)) : BigInt(digits);
  const amount = `resource.int64Amount{value:${value}, scale:${isBinary ? 0 : scaleOf(suffix)}}`;
  // Go keeps the text beside the number where it can tell at a glance that it is canonical.
  const kept = isBinary ? BigInt(digits) % 8n !== 0n : !digits.endsWith("000");
  const fields = [`i:${amount}`, "d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}"];
  return goText(
    `resource.Quantity{${fields.join(", ")}, s:${goQuote(kept ? text : "")}, Format:${goQuote(parsed.format)}}`,
  );
}

/** The power of ten that a decimal suffix stands for. */
function scaleOf(suffix: string): number {
  if (/^e-?\d/.test(suffix)) return Number(suffix.slice(1));
  return 3 * (DECIMAL_SUFFIXES.indexOf(suffix) - DECIMAL_SUFFIXES.indexOf(""));
}
