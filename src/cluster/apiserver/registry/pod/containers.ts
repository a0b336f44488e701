// The containers and init containers of a pod.

import { dns1123LabelErrors, portNameErrors } from "../../../../api/names.ts";
import type { Container, PodSpec } from "../../../../api/types.ts";
import { duplicate, forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { portNumberErrors } from "../names.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { validateVolumeDevices, validateVolumeMounts } from "./mounts.ts";
import { validateContainerProbes, validateLifecycle } from "./probes.ts";
import { validateResizePolicy, validateResources } from "./resources.ts";
import { validateSecurityContext } from "./security-context.ts";
import type { Volumes } from "./volumes.ts";

/** What a container is seen in. */
export interface PodContext {
  readonly volumes: Volumes;
  readonly spec: PodSpec;
}

export const PROTOCOLS = ["SCTP", "TCP", "UDP"];

export function validateContainers(list: readonly Container[], field: string, context: PodContext): FieldError[] {
  if (list.length === 0) return [required(field)];
  const names = new Set<string>();
  const errors = list.flatMap((container, i) => {
    const path = `${field}[${i}]`;
    const own = validateContainerCommon(container, path, context);
    if (names.has(container.name)) own.push(duplicate(`${path}.name`, container.name));
    names.add(container.name);
    own.push(...validateLifecycle(container.lifecycle, `${path}.lifecycle`, context.spec));
    own.push(...validateContainerProbes(container, path));
    if (container.restartPolicy !== undefined) {
      own.push(forbidden(`${path}.restartPolicy`, "may not be set for non-init containers"));
    }
    return own;
  });
  return [...errors, ...hostPortConflicts(list, field)];
}

export function validateInitContainers(list: readonly Container[], field: string, context: PodContext): FieldError[] {
  const names = new Set((context.spec.containers ?? []).map((container) => container.name));
  return list.flatMap((container, i) => {
    const path = `${field}[${i}]`;
    const errors = validateContainerCommon(container, path, context);
    const policy = container.restartPolicy;
    if (policy !== undefined && policy !== "Always") {
      errors.push(notSupported(`${path}.restartPolicy`, policy, ["Always"]));
    }
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    else if ((container.name ?? "") !== "") names.add(container.name);
    errors.push(...hostPortConflicts([container], field));
    if (policy !== "Always") return [...errors, ...runToCompletionErrors(container, path)];
    errors.push(...validateLifecycle(container.lifecycle, `${path}.lifecycle`, context.spec));
    return [...errors, ...validateContainerProbes(container, path)];
  });
}

// A container that runs to its end before the next one starts is never probed.
function runToCompletionErrors(container: Container, field: string): FieldError[] {
  return (["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const)
    .filter((name) => container[name] !== undefined)
    .map((name) => forbidden(`${field}.${name}`, "may not be set for init containers without restartPolicy=Always"));
}

/** What holds for containers of every sort. */
export function validateContainerCommon(container: Container, field: string, context: PodContext): FieldError[] {
  const { name = "", image = "" } = container;
  const errors =
    name === "" ? [required(`${field}.name`)] : invalidEach(`${field}.name`, name, dns1123LabelErrors(name));
  if (image === "") errors.push(required(`${field}.image`));
  return [
    ...errors,
    ...messagePolicyErrors(container, `${field}.terminationMessagePolicy`),
    ...portErrors(container, `${field}.ports`),
    ...validateEnv(container.env ?? [], `${field}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${field}.envFrom`),
    ...validateVolumeMounts(container, context.volumes, `${field}.volumeMounts`),
    ...validateVolumeDevices(container, context.volumes, `${field}.volumeDevices`),
    ...pullPolicyErrors(container, `${field}.imagePullPolicy`),
    ...validateResources(container.resources ?? {}, `${field}.resources`, context.spec),
    ...validateResizePolicy(container, `${field}.resizePolicy`, context.spec),
    ...validateSecurityContext(container.securityContext, `${field}.securityContext`, context.spec),
  ];
}

function messagePolicyErrors({ terminationMessagePolicy: policy = "" }: Container, field: string): FieldError[] {
  const policies = ["File", "FallbackToLogsOnError"];
  if (policies.includes(policy)) return [];
  return [policy === "" ? required(field) : notSupported(field, policy, policies)];
}

function pullPolicyErrors({ imagePullPolicy: policy = "" }: Container, field: string): FieldError[] {
  const policies = ["Always", "IfNotPresent", "Never"];
  if (policies.includes(policy)) return [];
  return [policy === "" ? required(field) : notSupported(field, policy, policies)];
}

function portErrors({ ports = [] }: Container, field: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const path = `${field}[${i}]`;
    const { containerPort = 0, hostPort = 0, protocol = "" } = port;
    const errors = portNameFaults(port.name ?? "", names, `${path}.name`);
    if (containerPort === 0) errors.push(required(`${path}.containerPort`));
    else errors.push(...invalidEach(`${path}.containerPort`, containerPort, portNumberErrors(containerPort)));
    if (hostPort !== 0) errors.push(...invalidEach(`${path}.hostPort`, hostPort, portNumberErrors(hostPort)));
    if (protocol === "") errors.push(required(`${path}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
    return errors;
  });
}

function portNameFaults(name: string, seen: Set<string>, field: string): FieldError[] {
  if (name === "") return [];
  const faults = portNameErrors(name);
  if (faults.length > 0) return invalidEach(field, name, faults);
  if (seen.has(name)) return [duplicate(field, name)];
  seen.add(name);
  return [];
}

function hostPortConflicts(containers: readonly Container[], field: string): FieldError[] {
  const seen = new Set<string>();
  return containers.flatMap((container, c) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, hostIP = "", protocol = "" }, p) => {
      if (hostPort === 0) return [];
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (seen.has(key)) return [duplicate(`${field}[${c}].ports[${p}].hostPort`, key)];
      seen.add(key);
      return [];
    }),
  );
}

/** What is asked of the containers of a pod, and not of those in a template. */
export function validateImagesOfPod(containers: readonly Container[], field: string): FieldError[] {
  return containers.flatMap(({ image = "" }, i) => {
    if (image === image.trim()) return [];
    return [invalid(`${field}[${i}].image`, image, "must not have leading or trailing whitespace")];
  });
}
