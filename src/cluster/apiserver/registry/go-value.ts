// A whole value as Go's `%#v` prints it, by the table of Go types.

import { goQuote } from "../../../api/go-values.ts";
import { GO_POINTER, goStringMap } from "./go-syntax.ts";
import { fieldOf, goFields, guessFields } from "./go-types.ts";

export function goValue(type: string, value: unknown): string {
  if (type.startsWith("*")) {
    const pointed = type.slice(1);
    return `(*${pointed})(${value === undefined || value === null ? "nil" : GO_POINTER})`;
  }
  if (type.startsWith("[]")) return goList(type.slice(2), value);
  if (type.startsWith("map[string]")) return goMap(type, type.slice(11), value);
  if (type.startsWith("apiextensions.JSONSchemaDe") && !value) return `${type}(nil)`;
  if (type === "map") return goStringMap(value as Readonly<Record<string, string>> | undefined);
  if (type === "time") return "time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)";
  if (type === "string") return goQuote(String(value ?? ""));
  if (type === "bool") return String(value ?? false);
  if (/^int\d/.test(type)) return String(value ?? 0);
  if (type === "core.ResourceList" && (value === undefined || value === null)) return "core.ResourceList(nil)";
  if (typeof value === "string") return goQuote(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const fields = goFields(type) ?? guessFields(value);
  const texts = fields.map(([name, fieldType, wire]) => `${name}:${goValue(fieldType, fieldOf(value, wire))}`);
  return `${type}{${texts.join(", ")}}`;
}

function goList(element: string, value: unknown): string {
  if (!Array.isArray(value)) return `[]${element}(nil)`;
  return `[]${element}{${value.map((each) => goValue(element, each)).join(", ")}}`;
}

function goMap(type: string, element: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return `${type}(nil)`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type}{${entries.map(([key, each]) => `${goQuote(key)}:${goValue(element, each)}`).join(", ")}}`;
}
