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

/** The type that Go has for a value of JSON; a whole number may as well be one that the template names. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "object") return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  return "string";
}
