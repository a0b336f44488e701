// Go's `%+v` of a decoded JSON value: `map[spec:map[replicas:abc]]`.

export function goValueText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goValueText).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  const pairs = Object.keys(fields)
    .sort()
    .map((key) => `${key}:${goValueText(fields[key])}`);
  return `map[${pairs.join(" ")}]`;
}
