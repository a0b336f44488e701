// Values as Go prints them.

import { formatGoFloat } from "../yaml/go-float.ts";

/** As `%v`: `map[a:1 b:2]`, `[x y]`, `<nil>`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (typeof value === "object") {
    const map = value as Record<string, unknown>;
    return `map[${Object.keys(map)
      .sort()
      .map((key) => `${key}:${goValue(map[key])}`)
      .join(" ")}]`;
  }
  return typeof value === "number" ? formatGoFloat(value) : String(value);
}

/** As `%#v`. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (typeof value === "object") {
    const map = value as Record<string, unknown>;
    const entries = Object.keys(map)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${goSyntax(map[key])}`);
    return `map[string]interface {}{${entries.join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : goValue(value);
}
