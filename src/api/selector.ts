// Label and field selectors: which objects a list, a watch, a Service or a controller means.

import { type LabelRequirement, parseLabelRequirements } from "./selector/parse-labels.ts";
import { ApiError, badRequest } from "./status.ts";

export type { LabelRequirement } from "./selector/parse-labels.ts";

type Labels = Readonly<Record<string, string>> | undefined;

/** The object form, as in `spec.selector` of a Deployment. */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "!=";
  readonly value: string;
}

/** Parses `app=web,tier in (a, b),!canary`; throws BadRequest with the API's words. */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  return parseLabelRequirements(text);
}

export function matchesLabels(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every((requirement) => meets(requirement, labels ?? {}));
}

/** An absent selector object matches nothing; an empty one matches everything. */
export function matchesSelector(selector: LabelSelectorObject | undefined | null, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  let requirements = KNOWN.get(selector);
  if (requirements === undefined) {
    requirements = requirementsOf(selector);
    KNOWN.set(selector, requirements);
  }
  return matchesLabels(requirements, labels);
}

// Controllers ask about every pod with the selector of one stored object, which never changes.
const KNOWN = new WeakMap<LabelSelectorObject, readonly LabelRequirement[]>();

/** As `spec.selector` of a Service: every pair must be there. An empty one matches nothing. */
export function matchesPairs(pairs: Labels, labels: Labels): boolean {
  const entries = Object.entries(pairs ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value);
}

export function requirementsOf(selector: LabelSelectorObject): LabelRequirement[] {
  const pairs = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): LabelRequirement => ({ key, operator: "=", values: [value] }),
  );
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }): LabelRequirement => {
    if (operator === "Exists") return { key, operator: "exists", values: [] };
    if (operator === "DoesNotExist") return { key, operator: "!", values: [] };
    return { key, operator: operator === "NotIn" ? "notin" : "in", values };
  });
  return [...pairs, ...expressions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** The text form as Kubernetes prints it: `a=b,c in (d,e),!f`. `<none>` for an empty selector is up to the caller. */
export function formatLabelSelector(selector: LabelSelectorObject | undefined | null): string {
  return requirementsOf(selector ?? {})
    .map(formatRequirement)
    .join(",");
}

export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const inOrder = [...values].sort();
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${inOrder.join(",")})`;
    case ">":
    case "<":
    case "=":
    case "==":
    case "!=":
      return `${key}${operator}${values[0] ?? ""}`;
  }
}

function meets({ key, operator, values }: LabelRequirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case "=":
    case "==":
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
    case "notin":
      return value === undefined || !values.includes(value);
    case ">":
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) > Number(values[0]);
    case "<":
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) < Number(values[0]);
  }
}

/** Parses `status.phase!=Running,spec.nodeName=worker-1`. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return splitTerms(text)
    .filter((term) => term !== "")
    .map((term) => {
      const match = /^((?:[^=!\\]|\\.)*?)(!=|==|=)((?:[^\\]|\\.)*)$/s.exec(term);
      const [, field = "", operator, value = ""] = match ?? [];
      if (match === null || /[^\\]=|^=/.test(value)) {
        throw new ApiError(badRequest(`invalid selector: '${text}'; can't understand '${term}'`));
      }
      return { field, operator: operator === "!=" ? "!=" : "=", value: value.replace(/\\([\\,=])/g, "$1") };
    });
}

/** Splits at commas that no backslash escapes. */
function splitTerms(text: string): string[] {
  return text.match(/(?:[^,\\]|\\.)+/gs) ?? [];
}

export function matchesFields(requirements: readonly FieldRequirement[], read: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (read(field) === value) === (operator === "="));
}
