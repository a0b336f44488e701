// What a container's main process may do besides what its user may: the kernel's capabilities, as containerd grants them.

import type { Container, Pod } from "../../api/types.ts";
import type { Privileges } from "../../shell/process.ts";

/** In the kernel's order: each is the bit of its place. */
const NAMES =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE";
const GRANTED =
  "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE";

export function privilegesOf(pod: Pod, { securityContext = {} }: Container): Privileges {
  const { privileged, capabilities = {}, allowPrivilegeEscalation } = securityContext;
  const { type = "Unconfined" } = securityContext.seccompProfile ?? pod.spec.securityContext?.seccompProfile ?? {};
  return {
    capabilities:
      privileged === true ? maskOf(NAMES.split(" ")) : granted(capabilities.add ?? [], capabilities.drop ?? []),
    hasNoNewPrivileges: allowPrivilegeEscalation === false && privileged !== true,
    hasSeccomp: type !== "Unconfined" && privileged !== true,
  };
}

/** ALL comes first; what is named itself counts more. */
function granted(add: readonly string[], drop: readonly string[]): bigint {
  const isAll = (name: string): boolean => name.toUpperCase() === "ALL";
  let names = GRANTED.split(" ");
  if (add.some(isAll)) names = NAMES.split(" ");
  if (drop.some(isAll)) names = [];
  const added = add.filter((name) => !isAll(name)).map(bare);
  const dropped = drop.filter((name) => !isAll(name)).map(bare);
  return maskOf([...names, ...added].filter((name) => !dropped.includes(name)));
}

function bare(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, "");
}

function maskOf(names: readonly string[]): bigint {
  return NAMES.split(" ").reduce((mask, name, bit) => (names.includes(name) ? mask | (1n << BigInt(bit)) : mask), 0n);
}
