// Security contexts of pods and containers.

import type { Container, PodSpec } from "../../../../api/types.ts";
import { duplicate, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { goPointer, goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { userIdErrors } from "../names.ts";
import { validateRelativePath } from "./paths.ts";

type SecurityContext = NonNullable<Container["securityContext"]>;
type PodSecurityContext = NonNullable<PodSpec["securityContext"]>;
type Seccomp = NonNullable<SecurityContext["seccompProfile"]>;
type AppArmor = NonNullable<SecurityContext["appArmorProfile"]>;

export function validatePodSecurityContext(spec: PodSpec, field: string): FieldError[] {
  const context = spec.securityContext;
  if (context === undefined) return [];
  const errors = [
    ...idErrors(context.fsGroup, `${field}.fsGroup`),
    ...idErrors(context.runAsUser, `${field}.runAsUser`),
    ...idErrors(context.runAsGroup, `${field}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((id, i) => idErrors(id, `${field}.supplementalGroups[${i}]`)),
  ];
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const text = "ShareProcessNamespace and HostPID cannot both be enabled";
    errors.push(invalid(`${field}.shareProcessNamespace`, true, text));
  }
  return [
    ...errors,
    ...sysctlErrors(context, spec, `${field}.sysctls`),
    ...oneOf(context.fsGroupChangePolicy, ["Always", "OnRootMismatch"], `${field}.fsGroupChangePolicy`),
    ...seccompErrors(context.seccompProfile, `${field}.seccompProfile`),
    ...appArmorErrors(context.appArmorProfile, `${field}.appArmorProfile`),
    ...oneOf(context.supplementalGroupsPolicy, ["Merge", "Strict"], `${field}.supplementalGroupsPolicy`),
    ...oneOf(context.seLinuxChangePolicy, ["MountOption", "Recursive"], `${field}.seLinuxChangePolicy`),
  ];
}

export function validateSecurityContext(
  context: SecurityContext | undefined,
  field: string,
  spec: PodSpec,
): FieldError[] {
  if (context === undefined) return [];
  return [
    ...idErrors(context.runAsUser, `${field}.runAsUser`),
    ...idErrors(context.runAsGroup, `${field}.runAsGroup`),
    ...oneOf(context.procMount, ["Default", "Unmasked"], `${field}.procMount`),
    ...unmaskedErrors(context, field, spec),
    ...seccompErrors(context.seccompProfile, `${field}.seccompProfile`),
    ...escalationErrors(context, field),
    ...appArmorErrors(context.appArmorProfile, `${field}.appArmorProfile`),
  ];
}

function idErrors(id: number | undefined, field: string): FieldError[] {
  return id === undefined ? [] : invalidEach(field, id, userIdErrors(id));
}

function oneOf(value: string | undefined, allowed: readonly string[], field: string): FieldError[] {
  return value === undefined || allowed.includes(value) ? [] : [notSupported(field, value, allowed)];
}

function unmaskedErrors({ procMount }: SecurityContext, field: string, spec: PodSpec): FieldError[] {
  if (procMount !== "Unmasked" || spec.hostUsers === false) return [];
  return [invalid(`${field}.procMount`, procMount, "`hostUsers` must be false to use `Unmasked`")];
}

function escalationErrors(context: SecurityContext, field: string): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const refuse = (what: string) =>
    invalid(field, goText(goSecurityContext(context)), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
  const errors = context.privileged === true ? [refuse("`privileged` to true")] : [];
  const admin = (context.capabilities?.add ?? []).includes("CAP_SYS_ADMIN");
  return admin ? [...errors, refuse("`capabilities.Add` CAP_SYS_ADMIN")] : errors;
}

function goSecurityContext(context: SecurityContext): string {
  const fields = [
    ["Capabilities", "core.Capabilities", context.capabilities],
    ["Privileged", "bool", context.privileged],
    ["SELinuxOptions", "core.SELinuxOptions", context.seLinuxOptions],
    ["WindowsOptions", "core.WindowsSecurityContextOptions", context.windowsOptions],
    ["RunAsUser", "int64", context.runAsUser],
    ["RunAsGroup", "int64", context.runAsGroup],
    ["RunAsNonRoot", "bool", context.runAsNonRoot],
    ["ReadOnlyRootFilesystem", "bool", context.readOnlyRootFilesystem],
    ["AllowPrivilegeEscalation", "bool", context.allowPrivilegeEscalation],
    ["ProcMount", "core.ProcMountType", context.procMount],
    ["SeccompProfile", "core.SeccompProfile", context.seccompProfile],
    ["AppArmorProfile", "core.AppArmorProfile", context.appArmorProfile],
  ] as const;
  const texts = fields.map(([name, type, value]) => `${name}:${goPointer(type, value)}`);
  return `core.SecurityContext{${texts.join(", ")}}`;
}

const SYSCTL = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

function sysctlErrors({ sysctls = [] }: PodSecurityContext, spec: PodSpec, field: string): FieldError[] {
  const seen = new Set<string>();
  return sysctls.flatMap(({ name = "" }, i) => {
    const path = `${field}[${i}].name`;
    const errors = sysctlNameErrors(name, seen, path);
    seen.add(name);
    return [...errors, ...hostSysctlErrors(name, spec, path)];
  });
}

function sysctlNameErrors(name: string, seen: ReadonlySet<string>, field: string): FieldError[] {
  if (name === "") return [required(field)];
  if (name.length > 253 || !new RegExp(SYSCTL).test(name)) {
    return [invalid(field, name, `must have at most 253 characters and match regex ${SYSCTL}`)];
  }
  return seen.has(name) ? [duplicate(field, name)] : [];
}

// A pod in a namespace of the host would set the host's.
function hostSysctlErrors(name: string, spec: PodSpec, field: string): FieldError[] {
  const dotted = name.replaceAll("/", ".");
  const shared = [
    { flag: "hostNetwork", isSet: spec.hostNetwork, names: /^net\./ },
    { flag: "hostIPC", isSet: spec.hostIPC, names: /^(kernel\.(sem$|shm|msg)|fs\.mqueue\.)/ },
  ];
  return shared
    .filter(({ isSet, names }) => isSet === true && names.test(dotted))
    .map(({ flag }) => invalid(field, name, `may not be specified when '${flag}' is true`));
}

const PROFILE_TYPES = ["Localhost", "RuntimeDefault", "Unconfined"];

function seccompErrors(profile: Seccomp | undefined, field: string): FieldError[] {
  if (profile === undefined) return [];
  const { type = "", localhostProfile } = profile;
  const errors: FieldError[] = [];
  if (type === "") errors.push(required(`${field}.type`, "type is required when seccompProfile is set"));
  else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(`${field}.type`, type, PROFILE_TYPES));
  const path = `${field}.localhostProfile`;
  if (type === "Localhost") {
    if (localhostProfile === undefined)
      return [...errors, required(path, "must be set when seccomp type is Localhost")];
    return [...errors, ...validateRelativePath(localhostProfile, path)];
  }
  if (localhostProfile === undefined) return errors;
  const shown = goText(
    `core.SeccompProfile{Type:"${type}", LocalhostProfile:${goPointer("string", localhostProfile)}}`,
  );
  return [...errors, invalid(path, shown, "can only be set when seccomp type is Localhost")];
}

function appArmorErrors(profile: AppArmor | undefined, field: string): FieldError[] {
  if (profile === undefined) return [];
  const { type = "", localhostProfile } = profile;
  const path = `${field}.localhostProfile`;
  if (type === "") return [required(`${field}.type`, "type is required when appArmorProfile is set")];
  if (!PROFILE_TYPES.includes(type)) return [notSupported(`${field}.type`, type, PROFILE_TYPES)];
  if (type !== "Localhost") {
    const text = "can only be set when AppArmor type is Localhost";
    return localhostProfile === undefined ? [] : [invalid(path, localhostProfile, text)];
  }
  if ((localhostProfile ?? "") === "") return [required(path, "must be set when AppArmor type is Localhost")];
  if (localhostProfile === localhostProfile?.trim()) return [];
  return [invalid(path, localhostProfile, "must not be padded with whitespace")];
}
