// Constraints on how pods spread over zones and nodes.

import type { PodSpec } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateLabelName, validateLabelSelector } from "../labels.ts";

type Constraint = NonNullable<PodSpec["topologySpreadConstraints"]>[number];

const ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];
const POLICIES = ["Honor", "Ignore"];

export function validateTopologySpread(list: readonly Constraint[], field: string): FieldError[] {
  return list.flatMap((constraint, i) => {
    const path = `${field}[${i}]`;
    const { maxSkew = 0, topologyKey = "", whenUnsatisfiable = "" } = constraint;
    const errors = maxSkew > 0 ? [] : [invalid(`${path}.maxSkew`, maxSkew, "must be greater than zero")];
    if (topologyKey === "") errors.push(required(`${path}.topologyKey`, "can not be empty"));
    if (!ACTIONS.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, ACTIONS));
    }
    const later = list.slice(i + 1);
    if (later.some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)) {
      const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
      errors.push(duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, pair));
    }
    return [
      ...errors,
      ...minDomainsErrors(constraint, `${path}.minDomains`),
      ...policyErrors(constraint.nodeAffinityPolicy, `${path}.nodeAffinityPolicy`),
      ...policyErrors(constraint.nodeTaintsPolicy, `${path}.nodeTaintsPolicy`),
      ...labelKeyErrors(constraint, `${path}.matchLabelKeys`),
      ...validateLabelSelector(constraint.labelSelector, `${path}.labelSelector`),
    ];
  });
}

function minDomainsErrors({ minDomains, whenUnsatisfiable }: Constraint, field: string): FieldError[] {
  if (minDomains === undefined) return [];
  const errors = minDomains > 0 ? [] : [invalid(field, minDomains, "must be greater than zero")];
  if (whenUnsatisfiable === "DoNotSchedule") return errors;
  const text = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [...errors, invalid(field, minDomains, text)];
}

function policyErrors(policy: string | undefined, field: string): FieldError[] {
  return policy === undefined || POLICIES.includes(policy) ? [] : [notSupported(field, policy, POLICIES)];
}

function labelKeyErrors({ matchLabelKeys = [], labelSelector }: Constraint, field: string): FieldError[] {
  if (matchLabelKeys.length === 0) return [];
  const taken = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  const errors =
    labelSelector === undefined ? [forbidden(field, "must not be specified when labelSelector is not set")] : [];
  const keys = matchLabelKeys.flatMap((key, i) => {
    const text = "exists in both matchLabelKeys and labelSelector";
    return [
      ...validateLabelName(key, `${field}[${i}]`),
      ...(taken.has(key) ? [invalid(`${field}[${i}]`, key, text)] : []),
    ];
  });
  return [...errors, ...keys];
}
