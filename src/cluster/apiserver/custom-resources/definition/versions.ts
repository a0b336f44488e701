// How versions rank: v2 before v1 before v1beta2 before v1alpha1, and all others behind, by name.

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** Negative where `a` ranks before `b`. */
export function compareVersions(a: string, b: string): number {
  const left = rankOf(a);
  const right = rankOf(b);
  if (left === undefined || right === undefined) {
    if (left === undefined && right === undefined) return a < b ? -1 : a > b ? 1 : 0;
    return left === undefined ? 1 : -1;
  }
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

function rankOf(version: string): readonly [stability: number, major: number, minor: number] | undefined {
  const [, major, stability, minor = "0"] = VERSION.exec(version) ?? [];
  if (major === undefined) return undefined;
  return [stability === undefined ? 2 : stability === "beta" ? 1 : 0, Number(major), Number(minor)];
}
