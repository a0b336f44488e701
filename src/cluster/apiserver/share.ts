// Comparing and sharing: unchanged parts of a new version are the very parts of the old one, so that later comparisons are cheap.

type Fields = Readonly<Record<string, unknown>>;

/** `next` with every part that equals the same part of `previous` replaced by it; `previous` itself when all is equal. */
export function share<T>(previous: unknown, next: T): T {
  if (previous === next || typeof next !== "object" || next === null) return next;
  if (typeof previous !== "object" || previous === null) return next;
  if (Array.isArray(next)) return (Array.isArray(previous) ? shareList(previous, next) : next) as T;
  return (Array.isArray(previous) ? next : shareFields(previous as Fields, next as Fields)) as T;
}

export function isEqual(a: unknown, b: unknown): boolean {
  return a === b || share(a, b) === a;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let same = previous.length === next.length;
  const out = next.map((value, index) => {
    const shared = share(previous[index], value);
    if (shared !== previous[index]) same = false;
    return shared;
  });
  return same ? previous : out;
}

function shareFields(previous: Fields, next: Fields): Fields {
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  const out: Record<string, unknown> = {};
  for (const key of keys) {
    const shared = share(previous[key], next[key]);
    if (shared !== previous[key] || (shared === undefined && !Object.hasOwn(previous, key))) same = false;
    out[key] = shared;
  }
  return same ? previous : out;
}
