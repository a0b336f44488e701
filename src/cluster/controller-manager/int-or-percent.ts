// Numbers that may be a share of a total: `3`, `"25%"`.

export type IntOrPercent = number | string;

export function resolvePercent(value: IntOrPercent, total: number, rounding: "up" | "down"): number {
  if (typeof value === "number") return value;
  const share = (Number.parseInt(value, 10) * total) / 100;
  return rounding === "up" ? Math.ceil(share) : Math.floor(share);
}
