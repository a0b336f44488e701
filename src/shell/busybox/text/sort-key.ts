// The part of a line that sort looks at: its -k and -t.

export interface SortKey {
  readonly from: number;
  readonly to: number;
  readonly numeric: boolean;
  readonly reverse: boolean;
}

export function parseKey(spec: string, numeric: boolean, reverse: boolean): SortKey {
  const [first = "1", second] = spec.split(",");
  const flags = spec.replace(/[\d.,]/g, "");
  return {
    from: Number.parseInt(first, 10) - 1,
    to: second === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(second, 10),
    numeric: numeric || /[nh]/.test(flags),
    reverse: reverse || flags.includes("r"),
  };
}

export function keyOf(line: string, key: SortKey, separator: string | undefined): string {
  if (key.from === 0 && key.to === Number.POSITIVE_INFINITY) return line;
  const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
  return fields
    .slice(key.from, key.to)
    .join(separator ?? "")
    .trimStart();
}

const suffixes: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

export function leadingNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([KMGT]?)/.exec(text);
  return match === null ? 0 : Number(match[1]) * (suffixes[match[2] ?? ""] ?? 1);
}
