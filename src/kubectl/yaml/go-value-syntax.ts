// Stands for Go's `%#v` of what its YAML library reads.

import { formatGoFloat } from "./go-float.ts";

export function goValueSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goValueSyntax).join(", ")}}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return formatGoFloat(value);
  if (typeof value !== "object") return String(value);
  if (value === null) return "interface {}(nil)";
  const entries = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${goValueSyntax(inner)}`);
  return `map[interface {}]interface {}{${entries.join(", ")}}`;
}
