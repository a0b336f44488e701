// JSON as Go writes it.

/** JSON with its keys sorted, as Go writes maps. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${escapeHtml(JSON.stringify(key))}:${goJson(value[key])}`).join(",")}}`;
  }
  if (typeof value === "bigint") return String(value);
  return value === undefined ? "null" : escapeHtml(JSON.stringify(value));
}

/** JSON with its keys as they stand, as Go writes structs whose fields stand in that order. */
export function goStructJson(value: unknown): string {
  return escapeHtml(JSON.stringify(value));
}

// Go's encoder writes <, > and & so that JSON can stand in HTML.
function escapeHtml(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
