// Semantic versions: `1.2.3-rc.1`.

import { fail, noOverload, Opaque } from "../values.ts";
import type { Implementations } from "./implementation.ts";

const KIND = "kubernetes.Semver";
const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

interface Semver {
  readonly numbers: readonly number[];
  readonly prerelease: readonly string[];
}

/** @param lenient takes `v1.2` for 1.2.0. */
function parse(text: string, lenient: boolean): Semver | undefined {
  const [core = "", ...rest] = (lenient ? text.replace(/^v/, "") : text).split(/(?=[-+])/);
  const parts = lenient ? core.split(".").map((part) => part.replace(/^0+(?=\d)/, "")) : core.split(".");
  while (lenient && parts.length < 3) parts.push("0");
  const found = SEMVER.exec(parts.join(".") + rest.join(""));
  if (found === null) return undefined;
  return { numbers: found.slice(1, 4).map(Number), prerelease: found[4]?.split(".") ?? [] };
}

function semver(value: unknown): Semver {
  return value instanceof Opaque && value.kind === KIND ? (value.value as Semver) : noOverload();
}

function compare(a: Semver, b: Semver): number {
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  for (const [index, part] of a.prerelease.entries()) {
    const other = b.prerelease[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return a.prerelease.length - b.prerelease.length;
}

function compareParts(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

export const semverFunctions: Implementations = {
  semver: (value, lenient) => {
    const parsed = parse(String(value), lenient === true);
    if (parsed === undefined) return fail("No Major.Minor.Patch elements found");
    return new Opaque(KIND, parsed, `${parsed.numbers.join(".")}-${parsed.prerelease.join(".")}`);
  },
  isSemver: (value, lenient) => parse(String(value), lenient === true) !== undefined,
  major: (value) => BigInt(semver(value).numbers[0] ?? 0),
  minor: (value) => BigInt(semver(value).numbers[1] ?? 0),
  patch: (value) => BigInt(semver(value).numbers[2] ?? 0),
  // Undefined where the two are no versions.
  "@compare": (a, b) =>
    a instanceof Opaque && a.kind === KIND && b instanceof Opaque && b.kind === KIND
      ? compare(semver(a), semver(b))
      : undefined,
};
