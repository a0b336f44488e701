// What the server warns of in the rules for where a pod goes: labels of nodes that have newer names, and selectors that select nothing.

import { labelValueErrors } from "../../../../api/names.ts";
import type { NodeSelectorTerm, PodSpec } from "../../../../api/types.ts";

const BETA_NODE_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const SELECTS_NOTHING = "a null labelSelector results in matching no pod";

export function nodeLabelWarnings(spec: PodSpec, field: string): string[] {
  return [
    ...nodeSelectorWarnings(spec, field),
    ...nodeAffinityWarnings(spec, `${field}.affinity.nodeAffinity`),
    ...spreadWarnings(spec, field),
  ];
}

function nodeSelectorWarnings({ nodeSelector = {} }: PodSpec, field: string): string[] {
  return Object.keys(nodeSelector)
    .sort()
    .flatMap((key) => {
      const advice = BETA_NODE_LABELS[key];
      return advice === undefined ? [] : [`${field}.nodeSelector[${key}]: ${advice}`];
    });
}

function nodeAffinityWarnings({ affinity }: PodSpec, field: string): string[] {
  const { [REQUIRED]: hard, [PREFERRED]: soft = [] } = affinity?.nodeAffinity ?? {};
  return [
    ...(hard?.nodeSelectorTerms ?? []).flatMap((term, i) =>
      termWarnings(term, `${field}.${REQUIRED}.nodeSelectorTerms[${i}]`, false),
    ),
    ...soft.flatMap(({ preference }, i) =>
      termWarnings(preference ?? {}, `${field}.${PREFERRED}[${i}].preference`, true),
    ),
  ];
}

/** Values that no label can have are refused in what is required, and only warned of in what is preferred. */
function termWarnings({ matchExpressions = [] }: NodeSelectorTerm, field: string, checkValues: boolean): string[] {
  return matchExpressions.flatMap(({ key, values = [] }, i) => {
    const path = `${field}.matchExpressions[${i}]`;
    const advice = BETA_NODE_LABELS[key];
    const faults = checkValues ? values : [];
    return [
      ...(advice === undefined ? [] : [`${path}.key: ${key} is ${advice}`]),
      ...faults.flatMap((value, v) =>
        labelValueErrors(value).map((fault) => `${path}.values[${v}]: ${value} is invalid, ${fault}`),
      ),
    ];
  });
}

function spreadWarnings({ topologySpreadConstraints: constraints = [] }: PodSpec, field: string): string[] {
  return constraints.flatMap(({ topologyKey, labelSelector }, i) => {
    const path = `${field}.topologySpreadConstraints[${i}]`;
    const advice = BETA_NODE_LABELS[topologyKey];
    return [
      ...(advice === undefined ? [] : [`${path}.topologyKey: ${topologyKey} is ${advice}`]),
      ...(labelSelector === undefined ? [`${path}.labelSelector: ${SELECTS_NOTHING}`] : []),
    ];
  });
}

export function podTermWarnings({ affinity }: PodSpec, field: string): string[] {
  return (["podAffinity", "podAntiAffinity"] as const).flatMap((kind) => {
    const path = `${field}.affinity.${kind}`;
    const { [REQUIRED]: hard = [], [PREFERRED]: soft = [] } = affinity?.[kind] ?? {};
    const terms = [
      ...hard.map((term, i) => ({ term, at: `${path}.${REQUIRED}[${i}]` })),
      ...soft.map(({ podAffinityTerm: term }, i) => ({ term, at: `${path}.${PREFERRED}[${i}].podAffinityTerm` })),
    ];
    return terms
      .filter(({ term }) => term?.labelSelector === undefined)
      .map(({ at }) => `${at}.labelSelector: ${SELECTS_NOTHING}`);
  });
}
