// What a node says of itself: capacity, conditions, addresses. Pure.

import type { Node } from "../../api/types.ts";
import { timestamp } from "../client/event-recorder.ts";
import type { ImageStore } from "../container-runtime/images/store.ts";

/** What a profile says of a node. */
export interface NodeDescription {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly internalIP: string;
  readonly podCIDR: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly containerRuntimeVersion: string;
}

type ConditionText = readonly [type: string, status: "True" | "False", reason: string, message: string];

const UNDER_PRESSURE: Readonly<Record<string, ConditionText>> = {
  MemoryPressure: [
    "MemoryPressure",
    "True",
    "KubeletHasInsufficientMemory",
    "kubelet has insufficient memory available",
  ],
  DiskPressure: ["DiskPressure", "True", "KubeletHasDiskPressure", "kubelet has disk pressure"],
};

const HEALTHY: readonly ConditionText[] = [
  ["MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
  ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
];

/** The labels that a kubelet gives its node, besides those of the profile. */
export function nodeLabels({ name, controlPlane, labels }: NodeDescription): Readonly<Record<string, string>> {
  const role = controlPlane
    ? { "node-role.kubernetes.io/control-plane": "", "node.kubernetes.io/exclude-from-external-load-balancers": "" }
    : {};
  return {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
    ...role,
    ...labels,
  };
}

export interface NodeIdentity {
  readonly machineID: string;
  readonly systemUUID: string;
  readonly bootID: string;
}

export function nodeStatus(
  node: NodeDescription,
  identity: NodeIdentity,
  images: ImageStore,
  previous: Node["status"] | undefined,
  nowMs: number,
  pressures: readonly string[] = [],
): Node["status"] {
  const now = timestamp(nowMs);
  const conditions = HEALTHY.map((healthy) => {
    const [type, status, reason, message] =
      (pressures.includes(healthy[0]) ? UNDER_PRESSURE[healthy[0]] : undefined) ?? healthy;
    const before = previous?.conditions?.find((condition) => condition.type === type);
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? now) : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
  });
  return {
    addresses: [
      { type: "InternalIP", address: node.internalIP },
      { type: "Hostname", address: node.name },
    ],
    allocatable: node.allocatable,
    capacity: node.capacity,
    conditions,
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } as unknown as NonNullable<Node["status"]["daemonEndpoints"]>,
    images: images
      .list()
      .slice(0, 50)
      .map(({ names, sizeBytes }) => ({ names, sizeBytes })),
    nodeInfo: {
      ...identity,
      architecture: "amd64",
      containerRuntimeVersion: node.containerRuntimeVersion,
      kernelVersion: node.kernelVersion,
      kubeProxyVersion: "",
      kubeletVersion: "v1.33.5",
      operatingSystem: "linux",
      osImage: node.osImage,
    },
    runtimeHandlers: [{ name: "", features: { recursiveReadOnlyMounts: false, userNamespaces: false } }],
  };
}
