// Stands for Go's `%#v` of typed values: error texts of the API print offending values as Go source would write them.

import { goQuote, goSyntax } from "../../../api/go-values.ts";
import type { LabelSelector } from "../../../api/types.ts";

/** A value whose Go text is made already. */
export interface GoText {
  readonly goText: string;
}

export function goText(text: string): GoText {
  return { goText: text };
}

/** What an error shows of a value without a type of its own. */
export function untyped(value: unknown): unknown {
  return typeof value === "object" && value !== null ? goText(goSyntax(value)) : value;
}

export function isGoText(value: unknown): value is GoText {
  return typeof value === "object" && value !== null && "goText" in value;
}

/** `map[string]string{"a":"b"}`, keys sorted as Go's fmt does. */
export function goStringMap(map: Readonly<Record<string, string>> | undefined): string {
  if (map === undefined) return "map[string]string(nil)";
  const entries = Object.keys(map)
    .sort()
    .map((key) => `${goQuote(key)}:${goQuote(map[key] ?? "")}`);
  return `map[string]string{${entries.join(", ")}}`;
}

/** `[]string{"a", "b"}`, or of a named type. */
export function goStringList(list: readonly string[] | undefined, type = "string"): string {
  if (list === undefined) return `[]${type}(nil)`;
  return `[]${type}{${list.map(goQuote).join(", ")}}`;
}

export function goLabelSelector(selector: LabelSelector | undefined): string {
  const expressions = selector?.matchExpressions;
  const labels = selector?.matchLabels as Readonly<Record<string, string>> | undefined;
  const list =
    expressions === undefined
      ? "[]v1.LabelSelectorRequirement(nil)"
      : `[]v1.LabelSelectorRequirement{${expressions.map(goRequirement).join(", ")}}`;
  return `v1.LabelSelector{MatchLabels:${goStringMap(labels)}, MatchExpressions:${list}}`;
}

function goRequirement(requirement: { key: string; operator: string; values?: readonly string[] }): string {
  const { key, operator, values } = requirement;
  return `v1.LabelSelectorRequirement{Key:${goQuote(key)}, Operator:${goQuote(operator)}, Values:${goStringList(values)}}`;
}

/** A number or a text, as ports and maxSurge are. */
export function goIntOrString(value: unknown): string {
  if (typeof value === "string") return `intstr.IntOrString{Type:1, IntVal:0, StrVal:${goQuote(value)}}`;
  return `intstr.IntOrString{Type:0, IntVal:${Number(value ?? 0)}, StrVal:""}`;
}

// Simplified: Go prints a pointer as its address; here it is one address in every run, so that a session replays to the same bytes.
export const GO_POINTER = "0xc000a1b2c8";

/** `(*bool)(nil)` or `(*bool)(0xc…)`. */
export function goPointer(type: string, value: unknown): string {
  return `(*${type})(${value === undefined || value === null ? "nil" : GO_POINTER})`;
}
