// The checks of the Pod Security Standards: what each level forbids a pod, and how it is said.

import type { Container, PodSpec } from "../../../api/types.ts";

export type Level = "privileged" | "baseline" | "restricted";

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

type Check = (spec: PodSpec, containers: readonly Container[], annotations: Annotations) => Violation | undefined;

type Annotations = Readonly<Record<string, string>>;

/** The violations of a level, in the order in which Kubernetes lists them. */
export function violations(level: Level, spec: PodSpec, annotations: Annotations = {}): readonly Violation[] {
  if (level === "privileged") return [];
  const containers = [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ];
  const checks = level === "baseline" ? BASELINE : RESTRICTED;
  return checks.flatMap((check) => check(spec, containers, annotations) ?? []);
}

const quote = (text: string): string => JSON.stringify(text);
const list = (names: readonly string[]): string => names.map(quote).join(", ");
const plural = (noun: string, names: readonly string[]): string =>
  `${noun}${names.length === 1 ? "" : "s"} ${list(names)}`;

function namesWhere(containers: readonly Container[], isBad: (container: Container) => boolean): string[] {
  return containers.filter(isBad).map(({ name }) => name);
}

function containersThat(reason: string, must: string, isBad: (container: Container) => boolean): Check {
  return (_, containers) => {
    const names = namesWhere(containers, isBad);
    return names.length === 0 ? undefined : { reason, detail: `${plural("container", names)} ${must}` };
  };
}

const hostNamespaces: Check = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, value]) => value === true);
  return used.length === 0
    ? undefined
    : { reason: "host namespaces", detail: used.map(([name]) => `${name}=true`).join(", ") };
};

const hostPath: Check = ({ volumes = [] }) => {
  const names = volumes.filter((volume) => volume.hostPath !== undefined).map(({ name }) => name);
  return names.length === 0 ? undefined : { reason: "hostPath volumes", detail: plural("volume", names) };
};

const hostPorts: Check = (_, containers) => {
  const portsOf = (container: Container): number[] =>
    (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [hostPort] : []));
  const names = namesWhere(containers, (container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = [...new Set(containers.flatMap(portsOf))].sort((a, b) => a - b);
  const verb = names.length === 1 ? "uses" : "use";
  return {
    reason: "hostPort",
    detail: `${plural("container", names)} ${verb} hostPort${ports.length === 1 ? "" : "s"} ${ports.join(", ")}`,
  };
};

const privileged = containersThat(
  "privileged",
  "must not set securityContext.privileged=true",
  (each) => each.securityContext?.privileged === true,
);

const procMount = containersThat(
  "procMount",
  'must not set securityContext.procMount to "Unmasked"',
  (each) => (each.securityContext?.procMount ?? "Default") !== "Default",
);

const DEFAULT_CAPABILITIES = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);

function addedCapabilities(container: Container, allowed: (name: string) => boolean): string[] {
  return (container.securityContext?.capabilities?.add ?? []).filter((name) => !allowed(name));
}

function mustNotAdd(containers: readonly Container[], allowed: (name: string) => boolean): string | undefined {
  const names = namesWhere(containers, (each) => addedCapabilities(each, allowed).length > 0);
  if (names.length === 0) return undefined;
  const capabilities = [...new Set(containers.flatMap((each) => addedCapabilities(each, allowed)))].sort();
  return `${plural("container", names)} must not include ${list(capabilities)} in securityContext.capabilities.add`;
}

const baselineCapabilities: Check = (_, containers) => {
  const detail = mustNotAdd(containers, (name) => DEFAULT_CAPABILITIES.has(name));
  return detail === undefined ? undefined : { reason: "non-default capabilities", detail };
};

const SAFE_SYSCTLS = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
]);

const sysctls: Check = ({ securityContext }) => {
  const unsafe = (securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !SAFE_SYSCTLS.has(name));
  return unsafe.length === 0 ? undefined : { reason: "forbidden sysctls", detail: unsafe.join(", ") };
};

const baselineSeccomp: Check = ({ securityContext }, containers) => {
  const isBad = (type: string | undefined): boolean => type === "Unconfined";
  const setters = [
    ...(isBad(securityContext?.seccompProfile?.type) ? ["pod"] : []),
    ...withNames(namesWhere(containers, (each) => isBad(each.securityContext?.seccompProfile?.type))),
  ];
  if (setters.length === 0) return undefined;
  return {
    reason: "seccompProfile",
    detail: `${setters.join(" and ")} must not set securityContext.seccompProfile.type to "Unconfined"`,
  };
};

function withNames(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [plural("container", names)];
}

const allowPrivilegeEscalation = containersThat(
  "allowPrivilegeEscalation != false",
  "must set securityContext.allowPrivilegeEscalation=false",
  (each) => each.securityContext?.allowPrivilegeEscalation !== false,
);

const restrictedCapabilities: Check = (_, containers) => {
  const keeping = namesWhere(containers, (each) => !(each.securityContext?.capabilities?.drop ?? []).includes("ALL"));
  const adding = mustNotAdd(containers, (name) => name === "NET_BIND_SERVICE");
  const details = [
    ...(keeping.length === 0
      ? []
      : [`${plural("container", keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding === undefined ? [] : [adding]),
  ];
  return details.length === 0 ? undefined : { reason: "unrestricted capabilities", detail: details.join("; ") };
};

const SAFE_VOLUMES = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

const restrictedVolumes: Check = ({ volumes = [] }) => {
  const typeOf = (volume: object): string => Object.keys(volume).find((key) => key !== "name") ?? "emptyDir";
  const bad = volumes.filter((volume) => !SAFE_VOLUMES.has(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const types = [...new Set(bad.map(typeOf))].sort();
  const verb = bad.length === 1 ? "uses" : "use";
  const names = bad.map(({ name }) => name);
  return {
    reason: "restricted volume types",
    detail: `${plural("volume", names)} ${verb} restricted volume type${types.length === 1 ? "" : "s"} ${list(types)}`,
  };
};

const runAsNonRoot: Check = ({ securityContext }, containers) => {
  const podValue = securityContext?.runAsNonRoot;
  const bad = namesWhere(containers, (each) => each.securityContext?.runAsNonRoot === false);
  const reason = "runAsNonRoot != true";
  if (podValue === false || bad.length > 0) {
    const setters = [...(podValue === false ? ["pod"] : []), ...withNames(bad)];
    return { reason, detail: `${setters.join(" and ")} must not set securityContext.runAsNonRoot=false` };
  }
  const open =
    podValue === true ? [] : namesWhere(containers, (each) => each.securityContext?.runAsNonRoot === undefined);
  return open.length === 0
    ? undefined
    : { reason, detail: `pod or ${plural("container", open)} must set securityContext.runAsNonRoot=true` };
};

const runAsUser: Check = ({ securityContext }, containers) => {
  const bad = namesWhere(containers, (each) => each.securityContext?.runAsUser === 0);
  const setters = [...(securityContext?.runAsUser === 0 ? ["pod"] : []), ...withNames(bad)];
  return setters.length === 0
    ? undefined
    : { reason: "runAsUser=0", detail: `${setters.join(" and ")} must not set runAsUser=0` };
};

const restrictedSeccomp: Check = ({ securityContext }, containers) => {
  const isGood = (type: string | undefined): boolean => type === "RuntimeDefault" || type === "Localhost";
  const podType = securityContext?.seccompProfile?.type;
  const isWrong = (type: string | undefined): boolean => type !== undefined && !isGood(type);
  const wrong = namesWhere(containers, (each) => isWrong(each.securityContext?.seccompProfile?.type));
  const reason = "seccompProfile";
  if (isWrong(podType) || wrong.length > 0) {
    const setters = [...(isWrong(podType) ? ["pod"] : []), ...withNames(wrong)];
    return {
      reason,
      detail: `${setters.join(" and ")} must not set securityContext.seccompProfile.type to "Unconfined"`,
    };
  }
  const open = isGood(podType)
    ? []
    : namesWhere(containers, (each) => each.securityContext?.seccompProfile?.type === undefined);
  if (open.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${plural("container", open)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
};

const APP_ARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

const appArmor: Check = ({ securityContext }, containers, annotations) => {
  const isBad = (type: string | undefined): boolean =>
    type !== undefined && type !== "RuntimeDefault" && type !== "Localhost";
  const podType = securityContext?.appArmorProfile?.type;
  const typeOf = (container: Container) => container.securityContext?.appArmorProfile?.type;
  const bad = containers.filter((each) => isBad(typeOf(each)));
  const types = [podType, ...bad.map(typeOf)].filter((type) => type !== undefined && isBad(type)) as string[];
  const marks = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR_ANNOTATION) && !/^$|^runtime\/default$|^localhost\//.test(value))
    .map(([key, value]) => `${key}=${quote(value)}`)
    .sort();
  const setters = [
    ...(isBad(podType) ? ["pod"] : []),
    ...withNames(bad.map(({ name }) => name)),
    ...(marks.length === 0 ? [] : [`annotation${marks.length === 1 ? "" : "s"}`]),
  ];
  if (setters.length === 0) return undefined;
  const values = [...[...new Set(types)].sort(), ...marks];
  return {
    reason: `forbidden AppArmor profile${values.length === 1 ? "" : "s"}`,
    detail: `${setters.join(" and ")} must not set AppArmor profile type to ${list(values)}`,
  };
};

const SELINUX_TYPES = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

type SELinuxOptions = NonNullable<NonNullable<Container["securityContext"]>["seLinuxOptions"]>;

const seLinux: Check = ({ securityContext }, containers) => {
  const isBad = ({ type = "", user = "", role = "" }: SELinuxOptions = {}): boolean =>
    !SELINUX_TYPES.includes(type) || user !== "" || role !== "";
  const podOptions = securityContext?.seLinuxOptions;
  const bad = containers.filter((each) => isBad(each.securityContext?.seLinuxOptions));
  const setters = [...(isBad(podOptions) ? ["pod"] : []), ...withNames(bad.map(({ name }) => name))];
  if (setters.length === 0) return undefined;
  const all = [podOptions, ...bad.map((each) => each.securityContext?.seLinuxOptions)];
  const types = [...new Set(all.map((each) => each?.type ?? ""))]
    .filter((type) => !SELINUX_TYPES.includes(type))
    .sort();
  const data = [
    ...(types.length === 0 ? [] : [plural("type", types)]),
    ...(all.some((each) => each?.user) ? ["user may not be set"] : []),
    ...(all.some((each) => each?.role) ? ["role may not be set"] : []),
  ];
  return {
    reason: "seLinuxOptions",
    detail: `${setters.join(" and ")} set forbidden securityContext.seLinuxOptions: ${data.join("; ")}`,
  };
};

const hostProcess: Check = ({ securityContext }, containers) => {
  const bad = namesWhere(containers, (each) => each.securityContext?.windowsOptions?.hostProcess === true);
  const setters = [...(securityContext?.windowsOptions?.hostProcess === true ? ["pod"] : []), ...withNames(bad)];
  return setters.length === 0
    ? undefined
    : {
        reason: "hostProcess",
        detail: `${setters.join(" and ")} must not set securityContext.windowsOptions.hostProcess=true`,
      };
};

const BASELINE: readonly Check[] = [
  appArmor,
  baselineCapabilities,
  hostNamespaces,
  hostPath,
  hostPorts,
  privileged,
  procMount,
  seLinux,
  baselineSeccomp,
  sysctls,
  hostProcess,
];
const RESTRICTED: readonly Check[] = [
  appArmor,
  hostNamespaces,
  hostPorts,
  privileged,
  procMount,
  seLinux,
  sysctls,
  hostProcess,
  allowPrivilegeEscalation,
  restrictedCapabilities,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  restrictedSeccomp,
];
