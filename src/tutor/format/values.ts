// Durations, quantities and addresses as lessons write them.

import { SUFFIX_FACTORS } from "../../api/quantity.ts";
import { kindNamed, knownKinds } from "../kinds.ts";
import { runawayOf } from "./regular-expression.ts";
import { mapped, oneOf, type Shape, text, word } from "./shape.ts";
import { isOneSlipApart } from "./slip.ts";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of `90s`, `1m30s`, `250ms`; undefined when it is no duration. */
function parseDuration(value: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    sum += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return sum;
}

/** `4 s`, `2 min`: for people. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** The number that `250m` or `64Mi` stands for; NaN when it is no quantity. */
export function parseQuantity(value: string): number {
  const match = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]{0,2})$/.exec(value.trim());
  const factor = SUFFIX_FACTORS[match?.[2] ?? ""];
  return match === null || factor === undefined ? Number.NaN : Number(match[1]) * factor;
}

/** Every virtual second costs real work. */
const LONGEST_MS = 2 * UNIT_MS.h;

export function duration(): Shape<number> {
  return mapped(text("a duration such as `30s` or `2m`"), (value) => {
    const ms = parseDuration(value);
    if (ms === undefined) {
      const remedy = /^\d+(\.\d+)?$/.test(value) ? ` A number alone has no unit: write \`${value}s\` for seconds.` : "";
      throw new Error(`Expected a duration such as \`30s\` or \`2m\`, found \`${value}\`.${remedy}`);
    }
    if (ms > LONGEST_MS) throw new Error(`\`${value}\` is longer than a lesson may let pass at once. At most \`2h\`.`);
    return ms;
  });
}

/** A kind by its exact name. */
export function kindName(): Shape<string> {
  return mapped(text("a kind such as `Pod`"), asKind);
}

export interface KindAndName {
  readonly kind: string;
  readonly name: string;
}

/** `Pod/web`. */
export function kindAndName(): Shape<KindAndName> {
  return mapped(word(/^[A-Za-z]+\/[a-z0-9.-]+$/, "`Kind/name` such as `Pod/web`"), (value) => {
    const [kind = "", name = ""] = value.split("/");
    return { kind: asKind(kind), name };
  });
}

function asKind(value: string): string {
  if (kindNamed(value) !== undefined) return value;
  const wanted = value.toLowerCase();
  const close = knownKinds().find(
    ({ kind, resource }) =>
      kind.toLowerCase() === wanted || resource === wanted || isOneSlipApart(kind.toLowerCase(), wanted),
  );
  const remedy = close === undefined ? "Write it as in a manifest's `kind:`." : `Did you mean \`${close.kind}\`?`;
  throw new Error(`\`${value}\` is not a kind that lessons know. ${remedy}`);
}

export function regularExpression(): Shape<RegExp> {
  return mapped(text("a regular expression"), (value) => {
    const expression = compiled(value);
    const runaway = runawayOf(value);
    if (runaway !== undefined) throw new Error(`\`${value.slice(0, 60)}\` could take for ever: ${runaway}.`);
    return expression;
  });
}

function compiled(value: string): RegExp {
  try {
    return new RegExp(value, "iu");
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(": ").at(-1) ?? "") : "";
    throw new Error(
      `\`${value}\` is not a regular expression (${reason.toLowerCase()}). Escape special characters with a backslash.`,
    );
  }
}

/** A lesson's, step's or question's id. */
export function identifier(): Shape<string> {
  return word(/^[a-z0-9]+(-[a-z0-9]+)*$/, "an id in kebab-case such as `first-pod`");
}

export function since(): Shape<"step" | "lesson"> {
  return oneOf("step", "lesson");
}
