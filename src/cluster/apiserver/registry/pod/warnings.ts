// What the server warns of in a pod or a template: it is accepted, but hardly meant.

import type { Container, Pod, PodSpec, PodTemplateSpec, Volume } from "../../../../api/types.ts";
import { deepEqual } from "../field-error.ts";
import { compare } from "../quantities.ts";
import { overlapWarnings } from "./projected-paths.ts";

type Annotations = Readonly<Record<string, string>> | undefined;

export function podWarnings(pod: Pod, previous: Pod | undefined): string[] {
  // Kubelets write pods all the time; only who creates one is warned.
  if (previous !== undefined) return [];
  return specWarnings(pod.spec, "spec", pod.metadata.annotations, true);
}

/** An unchanged template was warned of when it was written. */
export function templateWarnings(
  template: PodTemplateSpec | undefined,
  previous: PodTemplateSpec | undefined,
  field: string,
): string[] {
  if (template?.spec === undefined || (previous !== undefined && deepEqual(template, previous))) return [];
  return specWarnings(template.spec, `${field}.spec`, template.metadata?.annotations as Annotations, false);
}

const BETA_NODE_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

function specWarnings(spec: PodSpec, field: string, annotations: Annotations, isPod: boolean): string[] {
  return [
    ...nodeSelectorWarnings(spec, field),
    ...volumeWarnings(spec.volumes ?? [], field),
    ...aliasWarnings(spec, field),
    ...annotationWarnings(annotations, isPod ? "metadata" : field.replace(/spec$/, "metadata")),
    ...containerWarnings(spec, field),
    ...graceWarnings(spec, field),
    ...spreadWarnings(spec, field),
    ...portWarnings(spec, field),
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

function volumeWarnings(volumes: readonly Volume[], field: string): string[] {
  const own = volumes.flatMap((volume, i) => {
    const path = `${field}.volumes[${i}]`;
    if (volume.gitRepo !== undefined)
      return [`${path}.gitRepo: deprecated in v1.11, and disabled by default in v1.33+`];
    if (volume.cephfs !== undefined) return [`${path}.cephfs: deprecated in v1.28, non-functional in v1.31+`];
    if (volume.rbd !== undefined) return [`${path}.rbd: deprecated in v1.28, non-functional in v1.31+`];
    if (volume.glusterfs !== undefined) return [`${path}.glusterfs: deprecated in v1.25, non-functional in v1.26+`];
    return [];
  });
  return [...own, ...volumes.flatMap(overlapWarnings)];
}

function aliasWarnings({ hostAliases = [] }: PodSpec, field: string): string[] {
  const seen = new Set<string>();
  return hostAliases.flatMap(({ ip }, i) => {
    if (seen.has(ip)) return [`${field}.hostAliases[${i}].ip: duplicate ip "${ip}"`];
    seen.add(ip);
    return [];
  });
}

function annotationWarnings(annotations: Annotations, field: string): string[] {
  return Object.keys(annotations ?? {})
    .sort()
    .flatMap((key) => {
      const path = `${field}.annotations[${key}]`;
      if (key.startsWith("seccomp.security.alpha.kubernetes.io/") || key.startsWith("container.seccomp.")) {
        return [`${path}: non-functional in v1.27+; use the "seccompProfile" field instead`];
      }
      if (key.startsWith("container.apparmor.security.beta.kubernetes.io/")) {
        return [`${path}: deprecated since v1.30; use the "appArmorProfile" field instead`];
      }
      return [];
    });
}

function containerWarnings(spec: PodSpec, field: string): string[] {
  const each = (list: readonly Container[], name: string) =>
    list.flatMap((container, i) => [
      ...fractionalBytes(container, `${field}.${name}[${i}].resources`),
      ...duplicateEnv(container, `${field}.${name}[${i}]`),
    ]);
  return [...each(spec.initContainers ?? [], "initContainers"), ...each(spec.containers ?? [], "containers")];
}

// 100m of memory is a tenth of a byte; whoever writes it means 100M or 100Mi.
function fractionalBytes({ resources = {} }: Container, field: string): string[] {
  return (["limits", "requests"] as const).flatMap((list) =>
    ["memory", "ephemeral-storage"].flatMap((name) => {
      const quantity = resources[list]?.[name];
      if (quantity === undefined || !/[mun]$/.test(quantity) || compare(quantity, "0") === 0) return [];
      return [`${field}.${list}[${name}]: fractional byte value "${quantity}" is invalid, must be an integer`];
    }),
  );
}

function duplicateEnv({ env = [] }: Container, field: string): string[] {
  const first = new Map<string, string | undefined>();
  return env.flatMap(({ name, value }, i) => {
    if (!first.has(name)) {
      first.set(name, value);
      return [];
    }
    // PATH may extend an earlier PATH: then the repetition is meant.
    if (value?.includes(`$(${name})`)) return [];
    return [`${field}.env[${i}]: hides previous definition of "${name}", which may be dropped when using apply`];
  });
}

function graceWarnings({ terminationGracePeriodSeconds: seconds }: PodSpec, field: string): string[] {
  if (seconds === undefined || seconds >= 0) return [];
  return [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}

function spreadWarnings(spec: PodSpec, field: string): string[] {
  const constraints = (spec.topologySpreadConstraints ?? []).map(({ labelSelector }, i) => ({
    labelSelector,
    path: `${field}.topologySpreadConstraints[${i}]`,
  }));
  const terms = (["podAffinity", "podAntiAffinity"] as const).flatMap((kind) => affinityTerms(spec, kind, field));
  return [...constraints, ...terms]
    .filter(({ labelSelector }) => labelSelector === undefined)
    .map(({ path }) => `${path}.labelSelector: a null labelSelector results in matching no pod`);
}

function affinityTerms({ affinity }: PodSpec, kind: "podAffinity" | "podAntiAffinity", field: string) {
  const hard = affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const soft = affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const path = `${field}.affinity.${kind}`;
  return [
    ...hard.map(({ labelSelector }, i) => ({
      labelSelector,
      path: `${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`,
    })),
    ...soft.map(({ podAffinityTerm }, i) => ({
      labelSelector: podAffinityTerm?.labelSelector,
      path: `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm`,
    })),
  ];
}

function portWarnings(spec: PodSpec, field: string): string[] {
  const seen = new Map<string, string>();
  return (spec.containers ?? []).flatMap(({ ports = [] }, c) =>
    ports.flatMap(({ containerPort, protocol = "TCP" }, p) => {
      const path = `${field}.containers[${c}].ports[${p}]`;
      const key = `${containerPort}/${protocol}`;
      const other = seen.get(key);
      seen.set(key, other ?? path);
      if (other === undefined) return [];
      return [`${path}: duplicate port definition with ${other}`];
    }),
  );
}
