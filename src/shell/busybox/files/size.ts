// Sizes as people write them: 10k, 1.5M.

export function parseSize(text: string): number {
  const match = /^(\d+)([kKMGbc]?)B?$/.exec(text);
  if (match === null) return Number.NaN;
  return (
    Number(match[1]) * ({ "": 1, c: 1, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] ?? ""] ?? 1)
  );
}

export function humanSize(bytes: number): string {
  let value = bytes;
  for (const unit of ["", "K", "M", "G", "T"]) {
    if (value < 1024 || unit === "T") return unit === "" ? String(Math.round(value)) : `${value.toFixed(1)}${unit}`;
    value /= 1024;
  }
  return String(bytes);
}
