// Stands for the validation of a pod spec, in Kubernetes' order of checks. The parts have their own files.

import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from "../../../../api/names.ts";
import type { PodSpec } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateLabels } from "../labels.ts";
import { inRange } from "../names.ts";
import { validateAffinity } from "./affinity.ts";
import { validateContainers, validateInitContainers } from "./containers.ts";
import { validateDNSConfig, validateHostAliases } from "./dns.ts";
import { validateEphemeralContainers } from "./ephemeral-containers.ts";
import { validateHostProcess, validateOS } from "./operating-system.ts";
import { validateResources } from "./resources.ts";
import { validatePodSecurityContext } from "./security-context.ts";
import { validateTolerations } from "./tolerations.ts";
import { validateTopologySpread } from "./topology-spread.ts";
import { validateVolumes } from "./volumes.ts";

export interface PodSpecOptions {
  /** The pod's name; absent for a template. */
  readonly podName?: string;
  /** Volumes that a StatefulSet adds from its claim templates. */
  readonly extraVolumes?: readonly string[];
}

export const INT32_MAX = 2147483647;

export function validatePodSpec(spec: PodSpec, field: string, options: PodSpecOptions = {}): FieldError[] {
  const { volumes, errors } = validateVolumes(spec.volumes ?? [], `${field}.volumes`, options.podName);
  const context = { volumes, spec };
  return [
    ...errors,
    ...validateContainers(spec.containers ?? [], `${field}.containers`, context),
    ...validateInitContainers(spec.initContainers ?? [], `${field}.initContainers`, context),
    ...validateEphemeralContainers(spec, `${field}.ephemeralContainers`, context),
    ...hostPortErrors(spec, field, options),
    ...restartPolicyErrors(spec, field),
    ...dnsPolicyErrors(spec, field),
    ...validateLabels(spec.nodeSelector as Readonly<Record<string, string>> | undefined, `${field}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${field}.securityContext`),
    ...validateAffinity(spec.affinity, `${field}.affinity`),
    ...validateDNSConfig(spec, `${field}.dnsConfig`),
    ...gateErrors(spec, field),
    ...validateTopologySpread(spec.topologySpreadConstraints ?? [], `${field}.topologySpreadConstraints`),
    ...validateHostProcess(spec, field),
    ...hostUsersErrors(spec, field),
    ...nameErrors(spec, field),
    ...deadlineErrors(spec, field),
    ...hostnameErrors(spec, field),
    ...validateTolerations(spec.tolerations ?? [], `${field}.tolerations`),
    ...validateHostAliases(spec, `${field}.hostAliases`),
    ...classErrors(spec, field),
  ];
}

function hostPortErrors(spec: PodSpec, field: string, { podName }: PodSpecOptions): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap((container, c) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, containerPort = 0 }, p) => {
      if (hostPort === containerPort || (podName === undefined && hostPort === 0)) return [];
      const text = "must match `containerPort` when `hostNetwork` is true";
      return [invalid(`${field}.containers[${c}].ports[${p}].hostPort`, hostPort, text)];
    }),
  );
}

function restartPolicyErrors({ restartPolicy = "" }: PodSpec, field: string): FieldError[] {
  const policies = ["Always", "OnFailure", "Never"];
  if (policies.includes(restartPolicy)) return [];
  const path = `${field}.restartPolicy`;
  return [restartPolicy === "" ? required(path) : notSupported(path, restartPolicy, policies)];
}

function dnsPolicyErrors({ dnsPolicy = "" }: PodSpec, field: string): FieldError[] {
  const policies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
  if (policies.includes(dnsPolicy)) return [];
  const path = `${field}.dnsPolicy`;
  return [dnsPolicy === "" ? required(path) : notSupported(path, dnsPolicy, policies)];
}

function gateErrors(spec: PodSpec, field: string): FieldError[] {
  const errors = (spec.readinessGates ?? []).flatMap(({ conditionType = "" }, i) =>
    invalidEach(`${field}.readinessGates[${i}].conditionType`, conditionType, qualifiedNameErrors(conditionType)),
  );
  const seen = new Set<string>();
  for (const [i, { name = "" }] of (spec.schedulingGates ?? []).entries()) {
    const path = `${field}.schedulingGates[${i}]`;
    errors.push(...invalidEach(path, name, qualifiedNameErrors(name)));
    if (seen.has(name)) errors.push(duplicate(path, name));
    seen.add(name);
  }
  return errors;
}

function hostUsersErrors(spec: PodSpec, field: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const shared = [
    { name: "hostNetwork", set: spec.hostNetwork },
    { name: "HostPID", set: spec.hostPID },
    { name: "HostIPC", set: spec.hostIPC },
  ];
  return shared
    .filter(({ set }) => set === true)
    .map(({ name }) => forbidden(`${field}.${name}`, "when `pod.Spec.HostUsers` is false"));
}

function nameErrors({ serviceAccountName = "", nodeName = "" }: PodSpec, field: string): FieldError[] {
  return [
    ...subdomainErrors(serviceAccountName, `${field}.serviceAccountName`),
    ...subdomainErrors(nodeName, `${field}.nodeName`),
  ];
}

function subdomainErrors(name: string, field: string): FieldError[] {
  return name === "" ? [] : invalidEach(field, name, dns1123SubdomainErrors(name));
}

function deadlineErrors({ activeDeadlineSeconds: seconds }: PodSpec, field: string): FieldError[] {
  if (seconds === undefined || (seconds >= 1 && seconds <= INT32_MAX)) return [];
  return [invalid(`${field}.activeDeadlineSeconds`, seconds, inRange(1, INT32_MAX))];
}

function hostnameErrors({ hostname = "", subdomain = "" }: PodSpec, field: string): FieldError[] {
  return [
    ...(hostname === "" ? [] : invalidEach(`${field}.hostname`, hostname, dns1123LabelErrors(hostname))),
    ...(subdomain === "" ? [] : invalidEach(`${field}.subdomain`, subdomain, dns1123LabelErrors(subdomain))),
  ];
}

function classErrors(spec: PodSpec, field: string): FieldError[] {
  const errors = [
    ...subdomainErrors(spec.priorityClassName ?? "", `${field}.priorityClassName`),
    ...subdomainErrors(spec.runtimeClassName ?? "", `${field}.runtimeClassName`),
  ];
  const policies = ["PreemptLowerPriority", "Never"];
  if (spec.preemptionPolicy !== undefined && !policies.includes(spec.preemptionPolicy)) {
    errors.push(notSupported(`${field}.preemptionPolicy`, spec.preemptionPolicy, policies));
  }
  if (spec.overhead !== undefined) {
    errors.push(...validateResources({ limits: spec.overhead }, `${field}.overhead`));
  }
  return [...errors, ...validateOS(spec, field)];
}
