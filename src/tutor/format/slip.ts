// Slips of the finger: which names are so close that one was meant for the other.

/** True when one letter added, left out, changed or swapped with its neighbour makes one word of the other. */
export function isOneSlipApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end++;
  const left = short.slice(start, short.length - end);
  const right = long.slice(start, long.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** The known name that was meant: the same but for case and hyphens, one slip away, or the only one that begins so. */
export function closest(typed: string, known: readonly string[]): string | undefined {
  const bare = (name: string) => name.toLowerCase().replace(/[-_]/g, "");
  const wanted = bare(typed);
  const begins = known.filter(
    (name) => wanted.length >= 3 && (bare(name).startsWith(wanted) || wanted.startsWith(bare(name))),
  );
  return (
    known.find((name) => bare(name) === wanted) ??
    known.find((name) => isOneSlipApart(bare(name), wanted)) ??
    (begins.length === 1 ? begins[0] : undefined)
  );
}
