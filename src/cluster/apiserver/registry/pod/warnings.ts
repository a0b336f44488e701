// What the server warns of in a pod or a template, in Kubernetes' order: it is accepted, but hardly meant.

import { dns1123LabelErrors } from "../../../../api/names.ts";
import type { Pod, PodSpec, PodTemplateSpec, Volume } from "../../../../api/types.ts";
import { deepEqual } from "../field-error.ts";
import { ipWarnings } from "../ip-warnings.ts";
import { annotationWarnings, podSeccompWarnings, type StringMap } from "./annotation-warnings.ts";
import { containerWarnings, overheadWarnings } from "./container-warnings.ts";
import { nodeLabelWarnings, podTermWarnings } from "./placement-warnings.ts";
import { portWarnings } from "./port-warnings.ts";
import { overlapWarnings } from "./projected-paths.ts";

export function podWarnings(pod: Pod, previous: Pod | undefined): string[] {
  // Kubelets write pods all the time; only who creates one is warned.
  if (previous !== undefined) return [];
  return [
    ...hostNameWarnings(pod.metadata.name, "the Pod's hostname"),
    ...specWarnings(pod.spec, "", pod.metadata.annotations),
  ];
}

/**
 * Warnings of a workload, of the template at `field`. They are given again with every change of the spec.
 * @param before the spec as it was.
 */
export function templateWarnings(
  template: PodTemplateSpec | undefined,
  spec: object,
  before: object | undefined,
  field: string,
): string[] {
  if (template?.spec === undefined || (before !== undefined && deepEqual(spec, before))) return [];
  return specWarnings(template.spec, `${field}.`, template.metadata?.annotations as StringMap);
}

/** Names that can be no host name still make pods, with a warning. */
export function hostNameWarnings(name: string, use: string): string[] {
  const faults = dns1123LabelErrors(name);
  if (faults.length === 0) return [];
  const text = `this is used in ${use}, which can result in surprising behavior; a DNS label is recommended`;
  return [`metadata.name: ${text}: [${faults.join(" ")}]`];
}

/** Of a workload that is being made. */
export function podNameWarnings(name: string, previous: unknown): string[] {
  return previous === undefined ? hostNameWarnings(name, "Pod names and hostnames") : [];
}

/** @param prefix of the template, as `spec.template.`. */
function specWarnings(spec: PodSpec, prefix: string, annotations: StringMap): string[] {
  const field = `${prefix}spec`;
  const metadata = `${prefix}metadata`;
  return [
    ...nodeLabelWarnings(spec, field),
    ...annotationWarnings(annotations, metadata),
    ...volumeWarnings(spec.volumes ?? [], field),
    ...aliasWarnings(spec, field),
    ...pullSecretWarnings(spec, field),
    ...overheadWarnings(spec, field),
    ...podSeccompWarnings(spec, annotations, metadata),
    ...containerWarnings(spec, field, annotations, metadata),
    ...portWarnings(spec, field),
    ...graceWarnings(spec, field),
    ...podTermWarnings(spec, field),
    ...addressWarnings(spec, field),
  ];
}

const OLD_VOLUMES: readonly (readonly [keyof Volume, string, string?])[] = [
  ["photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"],
  ["scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["flocker", "deprecated in v1.22, non-functional in v1.25+"],
  ["storageos", "deprecated in v1.22, non-functional in v1.25+", "storageOS"],
  ["quobyte", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["rbd", "deprecated in v1.28, non-functional in v1.31+"],
];

function volumeWarnings(volumes: readonly Volume[], field: string): string[] {
  const old = volumes.flatMap((volume, i) =>
    OLD_VOLUMES.filter(([source]) => volume[source] !== undefined).map(
      ([source, text, shown = source]) => `${field}.volumes[${i}].${shown}: ${text}`,
    ),
  );
  return [...old, ...volumes.flatMap(overlapWarnings)];
}

function aliasWarnings({ hostAliases = [] }: PodSpec, field: string): string[] {
  return repeated(hostAliases.map(({ ip }) => ip)).map(
    ({ value, index }) => `${field}.hostAliases[${index}].ip: duplicate ip "${value}"`,
  );
}

function pullSecretWarnings({ imagePullSecrets = [] }: PodSpec, field: string): string[] {
  const names = imagePullSecrets.map(({ name = "" }) => name);
  const path = (index: number) => `${field}.imagePullSecrets[${index}].name`;
  return [
    ...repeated(names).map(({ value, index }) => `${path(index)}: duplicate name "${value}"`),
    ...names.flatMap((name, index) => (name === "" ? [`${path(index)}: invalid empty name ""`] : [])),
  ];
}

function repeated(values: readonly string[]): { value: string; index: number }[] {
  return values.map((value, index) => ({ value, index })).filter(({ value, index }) => values.indexOf(value) < index);
}

function graceWarnings({ terminationGracePeriodSeconds: seconds }: PodSpec, field: string): string[] {
  if (seconds === undefined || seconds >= 0) return [];
  return [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}

function addressWarnings({ dnsConfig, hostAliases = [] }: PodSpec, field: string): string[] {
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((ip, i) => ipWarnings(ip, `${field}.dnsConfig.nameservers[${i}]`)),
    ...hostAliases.flatMap(({ ip }, i) => ipWarnings(ip, `${field}.hostAliases[${i}].ip`)),
  ];
}
