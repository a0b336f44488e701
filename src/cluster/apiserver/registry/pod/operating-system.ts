// The operating system that a pod says it is for, and what it then may not ask of a node.

import type { Container, PodSpec } from "../../../../api/types.ts";
import { forbidden, invalid, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { placedContainers } from "./placed-containers.ts";

type SecurityContext = NonNullable<Container["securityContext"]>;
type PodSecurityContext = NonNullable<PodSpec["securityContext"]>;

export function validateOS(spec: PodSpec, field: string): FieldError[] {
  const { os } = spec;
  if (os === undefined) return [];
  const name = os.name ?? "";
  if (name === "") return [required(`${field}.os.name`, "cannot be empty")];
  if (name === "linux") return linuxErrors(spec, field);
  return name === "windows" ? windowsErrors(spec, field) : [notSupported(`${field}.os`, name, ["linux", "windows"])];
}

function linuxErrors(spec: PodSpec, field: string): FieldError[] {
  const text = "windows options cannot be set for a linux pod";
  const containers = placedContainers(spec, field).map(({ container, path }) => ({ ...container, path }));
  return [{ ...spec, path: field }, ...containers]
    .filter(({ securityContext }) => securityContext?.windowsOptions !== undefined)
    .map(({ path }) => forbidden(`${path}.securityContext.windowsOptions`, text));
}

const POD_FIELDS: readonly (readonly [keyof PodSpec | keyof PodSecurityContext, "spec" | "context"])[] = [
  ["appArmorProfile", "context"],
  ["seLinuxOptions", "context"],
  ["hostUsers", "spec"],
  ["hostPID", "spec"],
  ["hostIPC", "spec"],
  ["seccompProfile", "context"],
  ["fsGroup", "context"],
  ["fsGroupChangePolicy", "context"],
  ["sysctls", "context"],
  ["shareProcessNamespace", "spec"],
  ["runAsUser", "context"],
  ["runAsGroup", "context"],
  ["supplementalGroups", "context"],
  ["supplementalGroupsPolicy", "context"],
  ["seLinuxChangePolicy", "context"],
];

const CONTAINER_FIELDS: readonly (keyof SecurityContext)[] = [
  ...(["appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem"] as const),
  ...(["privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"] as const),
];

function windowsErrors(spec: PodSpec, field: string): FieldError[] {
  const text = "cannot be set for a windows pod";
  const parts = { spec, context: spec.securityContext ?? {} } as Record<string, Readonly<Record<string, unknown>>>;
  const ofPod = POD_FIELDS.filter(([name, part]) => parts[part]?.[name] !== undefined).map(([name, part]) =>
    forbidden(part === "spec" ? `${field}.${name}` : `${field}.securityContext.${name}`, text),
  );
  const ofContainers = placedContainers(spec, field).flatMap(({ container, path }) =>
    CONTAINER_FIELDS.filter((name) => container.securityContext?.[name] !== undefined).map((name) =>
      forbidden(`${path}.securityContext.${name}`, text),
    ),
  );
  return [...ofPod, ...ofContainers];
}

/** Processes of the host itself: all containers of a pod are such, or none. */
export function validateHostProcess(spec: PodSpec, field: string): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = placedContainers(spec, field).map(({ container, path }) => ({
    path: `${path}.securityContext.windowsOptions.hostProcess`,
    own: container.securityContext?.windowsOptions?.hostProcess,
  }));
  const errors = containers.flatMap(({ own, path }) => {
    if (ofPod === undefined || own === undefined || own === ofPod) return [];
    return [invalid(path, own, `pod hostProcess value must be identical if both are specified, was ${ofPod}`)];
  });
  const count = containers.filter(({ own }) => own ?? ofPod ?? false).length;
  if (count === 0) return errors;
  if (count !== containers.length) {
    const text = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
    errors.push(invalid(field, "", text));
  }
  if (spec.hostNetwork !== true) {
    const text = "hostNetwork must be true if pod contains any hostProcess containers";
    errors.push(invalid(`${field}.hostNetwork`, false, text));
  }
  return errors;
}
