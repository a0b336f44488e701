// Affinity of pods to nodes and to each other.

import { dns1123LabelErrors, dns1123SubdomainErrors, labelValueErrors } from "../../../../api/names.ts";
import type { NodeSelectorTerm, PodSpec } from "../../../../api/types.ts";
import { forbidden, invalid, invalidEach, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateLabelName, validateLabelSelector } from "../labels.ts";

type Affinity = NonNullable<PodSpec["affinity"]>;
type NodeAffinity = NonNullable<Affinity["nodeAffinity"]>;
type PodAffinity = NonNullable<Affinity["podAffinity"]>;
type PodTerm = NonNullable<PodAffinity["requiredDuringSchedulingIgnoredDuringExecution"]>[number];
type NodeSelector = NonNullable<NodeAffinity["requiredDuringSchedulingIgnoredDuringExecution"]>;
type NodeRequirement = NonNullable<NodeSelectorTerm["matchExpressions"]>[number];

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

export function validateAffinity(affinity: Affinity | undefined, field: string): FieldError[] {
  if (affinity === undefined) return [];
  return [
    ...nodeAffinityErrors(affinity.nodeAffinity, `${field}.nodeAffinity`),
    ...podAffinityErrors(affinity.podAffinity, `${field}.podAffinity`),
    ...podAffinityErrors(affinity.podAntiAffinity, `${field}.podAntiAffinity`),
  ];
}

function nodeAffinityErrors(affinity: NodeAffinity | undefined, field: string): FieldError[] {
  const hard = affinity?.[REQUIRED];
  const soft = affinity?.[PREFERRED] ?? [];
  return [
    ...(hard === undefined ? [] : validateNodeSelector(hard, `${field}.${REQUIRED}`)),
    ...soft.flatMap(({ weight, preference }, i) => [
      ...weightErrors(weight, `${field}.${PREFERRED}[${i}].weight`),
      ...termErrors(preference ?? {}, `${field}.${PREFERRED}[${i}].preference`, false),
    ]),
  ];
}

/** Also the node affinity of a persistent volume. */
export function validateNodeSelector({ nodeSelectorTerms = [] }: NodeSelector, field: string): FieldError[] {
  const path = `${field}.nodeSelectorTerms`;
  if (nodeSelectorTerms.length === 0) return [required(path, "must have at least one node selector term")];
  return nodeSelectorTerms.flatMap((term, i) => termErrors(term, `${path}[${i}]`, true));
}

function termErrors(term: NodeSelectorTerm, field: string, checkValues: boolean): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((each, i) =>
      expressionErrors(each, `${field}.matchExpressions[${i}]`, checkValues),
    ),
    ...(term.matchFields ?? []).flatMap((each, i) => fieldErrors(each, `${field}.matchFields[${i}]`)),
  ];
}

function expressionErrors(requirement: NodeRequirement, field: string, checkValues: boolean): FieldError[] {
  const { key = "", operator = "", values = [] } = requirement;
  const errors = [...operatorErrors(operator, values, field), ...validateLabelName(key, `${field}.key`)];
  if (!checkValues) return errors;
  return [
    ...errors,
    ...values.flatMap((each, i) => invalidEach(`${field}.values[${i}]`, each, labelValueErrors(each))),
  ];
}

function operatorErrors(operator: string, values: readonly string[], field: string): FieldError[] {
  const path = `${field}.values`;
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0 ? [] : [required(path, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist": {
      const text = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values.length === 0 ? [] : [forbidden(path, text)];
    }
    case "Gt":
    case "Lt":
      return values.length === 1
        ? []
        : [required(path, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${field}.operator`, operator, "not a valid selector operator")];
  }
}

function fieldErrors({ key = "", operator = "", values = [] }: NodeRequirement, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn") {
    errors.push(invalid(`${field}.operator`, operator, "not a valid selector operator"));
  } else if (values.length !== 1) {
    const text = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(`${field}.values`, text));
  }
  if (key !== "metadata.name") {
    return [...errors, invalid(`${field}.key`, key, "not a valid field selector key")];
  }
  const names = values.flatMap((each, i) => invalidEach(`${field}.values[${i}]`, each, dns1123SubdomainErrors(each)));
  return [...errors, ...names];
}

function weightErrors(weight: number | undefined, field: string): FieldError[] {
  const value = weight ?? 0;
  return value >= 1 && value <= 100 ? [] : [invalid(field, value, "must be in the range 1-100")];
}

function podAffinityErrors(affinity: PodAffinity | undefined, field: string): FieldError[] {
  const hard = affinity?.[REQUIRED] ?? [];
  const soft = affinity?.[PREFERRED] ?? [];
  return [
    ...hard.flatMap((term, i) => podTermErrors(term, `${field}.${REQUIRED}[${i}]`)),
    ...soft.flatMap(({ weight, podAffinityTerm }, i) => [
      ...weightErrors(weight, `${field}.${PREFERRED}[${i}].weight`),
      ...podTermErrors(podAffinityTerm ?? {}, `${field}.${PREFERRED}[${i}].podAffinityTerm`),
    ]),
  ];
}

function podTermErrors(term: Partial<PodTerm>, field: string): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = "" } = term;
  const errors = [
    ...validateLabelSelector(labelSelector, `${field}.labelSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
    ...namespaces.flatMap((name) => invalidEach(`${field}.namespace`, name, dns1123LabelErrors(name))),
    ...labelKeyErrors(term, field),
  ];
  if (topologyKey === "") errors.push(required(`${field}.topologyKey`, "can not be empty"));
  return [...errors, ...validateLabelName(topologyKey, `${field}.topologyKey`)];
}

function labelKeyErrors(term: Partial<PodTerm>, field: string): FieldError[] {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  const lists = { matchLabelKeys, mismatchLabelKeys };
  const errors = Object.entries(lists).flatMap(([name, keys]) => {
    if (keys.length === 0) return [];
    if (labelSelector === undefined) {
      return [forbidden(`${field}.${name}`, "must not be specified when labelSelector is not set")];
    }
    return keys.flatMap((key, i) => validateLabelName(key, `${field}.${name}[${i}]`));
  });
  const both = matchLabelKeys.flatMap((key, i) => {
    const text = "exists in both matchLabelKeys and mismatchLabelKeys";
    return mismatchLabelKeys.includes(key) ? [invalid(`${field}.matchLabelKeys[${i}]`, key, text)] : [];
  });
  return [...errors, ...both];
}
