// What the profiles of kubectl debug make of the debug container and of the pod that it runs in.

import type { Container, Draft, Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";

type SecurityContext = Draft<NonNullable<Container["securityContext"]>>;

/** A pod that is made for debugging: a copy of another, or one on a node. */
export interface DebugPod {
  metadata: { name: string; namespace?: string; labels?: object; annotations?: object };
  spec: Draft<Pod["spec"]>;
}

/** The rights that each profile gives the container, wherever that runs; "node" grants no more than the node's namespaces. */
export function secureContainer(container: Draft<Container>, profile: string, onNode: boolean): void {
  if (profile === "baseline" || profile === "restricted" || (profile === "general" && onNode))
    delete container.securityContext;
  if (profile === "general" && !onNode) addCapabilities(container, ["SYS_PTRACE"]);
  else if (profile === "netadmin") addCapabilities(container, ["NET_ADMIN", "NET_RAW"]);
  else if (profile === "sysadmin") securityOf(container).privileged = true;
  else if (profile === "restricted")
    container.securityContext = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    };
}

function securityOf(container: Draft<Container>): SecurityContext {
  container.securityContext ??= {};
  return container.securityContext;
}

function addCapabilities(container: Draft<Container>, names: readonly string[]): void {
  const security = securityOf(container);
  security.capabilities ??= {};
  security.capabilities.add = [...(security.capabilities.add ?? []), ...names];
}

/** What ties the original to others is taken from its copy. */
export function loosenCopy({ flags }: CommandContext, { metadata, spec }: DebugPod): void {
  if (flags.string("profile") === "legacy") {
    delete metadata.labels;
    return;
  }
  if (!flags.bool("keep-labels")) delete metadata.labels;
  if (!flags.bool("keep-annotations")) delete metadata.annotations;
  for (const container of spec.containers) {
    if (!flags.bool("keep-liveness")) delete container.livenessProbe;
    if (!flags.bool("keep-readiness")) delete container.readinessProbe;
    if (!flags.bool("keep-startup")) delete container.startupProbe;
  }
  if (!flags.bool("keep-init-containers")) delete spec.initContainers;
  spec.shareProcessNamespace ??= true;
}

/** The namespaces of the node, and its files below /host. */
export function openNode(spec: Draft<Pod["spec"]>, container: Draft<Container>, profile: string): void {
  if (["legacy", "general", "netadmin", "sysadmin"].includes(profile)) {
    spec.hostNetwork = true;
    spec.hostPID = true;
    spec.hostIPC = true;
  }
  if (!["legacy", "general", "sysadmin"].includes(profile)) return;
  spec.volumes = [{ name: "host-root", hostPath: { path: "/" } }];
  container.volumeMounts = [{ mountPath: "/host", name: "host-root" }];
}
