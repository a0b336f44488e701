// A value without a type of its own as Go's `%#v` prints it: `map[string]interface {}{"name":"a"}`.

import { goQuote } from "../registry/go-syntax.ts";

export function goInterface(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (typeof value === "string") return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goInterface).join(", ")}}`;
  if (typeof value !== "object") return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  const texts = Object.keys(fields)
    .sort()
    .map((key) => `${goQuote(key)}:${goInterface(fields[key])}`);
  return `map[string]interface {}{${texts.join(", ")}}`;
}
