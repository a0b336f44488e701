// Labels that a selector almost matches.

import { slipBetween } from "./closeness.ts";
import type { Say } from "./finding.ts";

export type Labels = Readonly<Record<string, string>>;

/** The equalities of a selector; undefined when it says anything else. */
export function termsOf(selector: string): Labels | undefined {
  const terms = selector.split(",").map((term) => term.trim().split(/==?/));
  if (terms.some(([key = "", value]) => value === undefined || /[!\s()]/.test(key))) return undefined;
  return Object.fromEntries(terms.map(([key = "", value = ""]) => [key, value]));
}

export function isSelected(labels: Labels | undefined, terms: Labels): boolean {
  return Object.entries(terms).every(([key, value]) => labels?.[key] === value);
}

export function selectorText(terms: Labels): string {
  return Object.entries(terms)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** How the labels miss the selector by one slip, as in "`app=shpo` where the selector says `app=shop`: one letter away"; undefined
 * when they match, or come nowhere near. */
export function missOf(labels: Labels | undefined, terms: Labels): Say | undefined {
  const open = Object.entries(terms).filter(([key, value]) => labels?.[key] !== value);
  const [only, ...more] = open;
  if (only === undefined || labels === undefined) return undefined;
  const [key, value] = only;
  return more.length > 0 ? undefined : termMiss(labels, key, value, Object.keys(terms).length > 1);
}

function termMiss(labels: Labels, key: string, value: string, othersFit: boolean): Say | undefined {
  const term = `${key}=${value}`;
  const own = labels[key];
  if (own !== undefined) {
    const how = slipBetween(own, value);
    if (how !== undefined) return (says) => says.labelSlip(`${key}=${own}`, term, says.slips[how]);
    return othersFit ? (says) => says.labelWhere(`${key}=${own}`, term) : undefined;
  }
  for (const [found, there] of Object.entries(labels)) {
    if (found === "pod-template-hash") continue;
    const how = slipBetween(found, key);
    if (how !== undefined && (there === value || slipBetween(there, value) !== undefined))
      return (says) => says.labelKeySlip(`${found}=${there}`, term, says.slips[how]);
    if (there === value) return (says) => says.labelOtherKey(`${found}=${there}`, term);
  }
  return othersFit ? (says) => says.noLabel(key, term) : undefined;
}
