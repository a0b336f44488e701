// Parts of CEL expressions that are so simple that there are words for what they say of an object.

import { type Expression, readable } from "./cel.ts";

/** A field and what it is compared with: a literal, another field of the object, or one that it had as the step began. */
export interface Comparison {
  readonly kind: "compares";
  readonly path: string;
  readonly operator: "==" | ">=" | "<=";
  readonly wanted: { readonly literal: string } | { readonly path: string; readonly of: "object" | "before" };
}

export type Claim =
  | Comparison
  | { readonly kind: "has" | "has not"; readonly path: string }
  | { readonly kind: "ready" | "never restarted" | "not restarted" };

/** The parts of the expression for which there are no words: where one of them fails, it is shown as it was written. */
export function wordlessParts({ conjuncts }: Expression): readonly string[] {
  return conjuncts.filter((part) => claimOf(part) === undefined).map(readable);
}

const CALLS: Readonly<Record<string, Claim>> = {
  "ready(obj)": { kind: "ready" },
  "restarts(obj) == 0": { kind: "never restarted" },
  "restarts(obj) == restarts(before(obj))": { kind: "not restarted" },
};

/** What a part says; undefined where there are no words for it. */
export function claimOf(part: string): Claim | undefined {
  const source = readable(part);
  return CALLS[source] ?? presenceIn(source) ?? comparisonIn(source);
}

const STEPS = String.raw`((?:\.\w+|\[\d+\]|\["[^"]+"\])+)`;

function presenceIn(source: string): Claim | undefined {
  const [, not, path] = new RegExp(`^(!?)has\\(obj${STEPS}\\)$`).exec(source) ?? [];
  return path === undefined ? undefined : { kind: not === "" ? "has" : "has not", path };
}

function comparisonIn(source: string): Comparison | undefined {
  const wanted = String.raw`(?:("[^"]*"|[\d.]+|true|false)|obj${STEPS}|before\(obj\)${STEPS})`;
  const found = new RegExp(`^obj${STEPS} (==|>=|<=) ${wanted}$`).exec(source);
  const [, path = "", sign, literal, own, former = ""] = found ?? [];
  if (found === null) return undefined;
  const operator = sign === ">=" || sign === "<=" ? sign : "==";
  const compared = { kind: "compares", path, operator } as const;
  if (literal !== undefined) return { ...compared, wanted: { literal: literal.replace(/^"|"$/g, "") } };
  return { ...compared, wanted: own === undefined ? { path: former, of: "before" } : { path: own, of: "object" } };
}
