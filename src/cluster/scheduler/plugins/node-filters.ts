// The filters that look at one node and one pod only.

import { matchesNodeAffinity } from "../../../api/node-affinity.ts";
import { podRequests } from "../../../api/pod-requests.ts";
import { isTolerated, untoleratedTaint } from "../../../api/tolerations.ts";
import type { Container, Pod } from "../../../api/types.ts";
import type { NodeInfo } from "../node-info.ts";
import { curable, cureless, type FilterPlugin } from "./plugin.ts";

export const nodeUnschedulable: FilterPlugin = {
  name: "NodeUnschedulable",
  prepare: (pod) => {
    const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };
    if (isTolerated(taint, pod.spec.tolerations)) return undefined;
    return ({ node }) => (node.spec.unschedulable === true ? cureless("node(s) were unschedulable") : undefined);
  },
};

export const nodeName: FilterPlugin = {
  name: "NodeName",
  prepare: (pod) => {
    const wanted = pod.spec.nodeName ?? "";
    if (wanted === "") return undefined;
    return ({ node }) =>
      node.metadata.name === wanted ? undefined : cureless("node(s) didn't match the requested node name");
  },
};

export const taintToleration: FilterPlugin = {
  name: "TaintToleration",
  prepare: (pod) => (info) => {
    const taint = untoleratedTaint(info.node.spec.taints, pod.spec.tolerations, ["NoSchedule", "NoExecute"]);
    return taint && cureless(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ""}}`);
  },
};

export const nodeAffinity: FilterPlugin = {
  name: "NodeAffinity",
  prepare: (pod) => {
    const { nodeSelector, affinity } = pod.spec;
    if (
      nodeSelector === undefined &&
      affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution === undefined
    ) {
      return undefined;
    }
    return ({ node }) =>
      matchesNodeAffinity(pod, node) ? undefined : cureless("node(s) didn't match Pod's node affinity/selector");
  },
};

interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

export const nodePorts: FilterPlugin = {
  name: "NodePorts",
  prepare: (pod) => {
    const wanted = hostPorts(pod);
    if (wanted.length === 0) return undefined;
    return (info) => {
      const taken = info.pods.flatMap(hostPorts);
      const clashes = wanted.some((port) => taken.some((other) => sharePort(port, other)));
      return clashes ? curable("node(s) didn't have free ports for the requested pod ports") : undefined;
    };
  },
};

function hostPorts(pod: Pod): HostPort[] {
  const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === "Always");
  const ports = [...pod.spec.containers, ...sidecars].flatMap((container: Container) => container.ports ?? []);
  return ports.flatMap(({ hostPort = 0, protocol = "TCP", hostIP = "0.0.0.0" }) =>
    hostPort === 0 ? [] : [{ ip: hostIP === "" ? "0.0.0.0" : hostIP, protocol, port: hostPort }],
  );
}

function sharePort(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === "0.0.0.0" || b.ip === "0.0.0.0";
}

export const nodeResourcesFit: FilterPlugin = {
  name: "NodeResourcesFit",
  prepare: (pod) => {
    const requests = [...podRequests(pod)].filter(([, amount]) => amount > 0);
    return (info) => {
      const short = shortages(requests, info);
      return short.length === 0 ? undefined : curable(...short);
    };
  },
};

/** Fixed resources first, in the order of the real messages; extended ones by name. */
const RESOURCE_ORDER = ["cpu", "memory", "ephemeral-storage"];

function shortages(requests: readonly (readonly [string, number])[], info: NodeInfo): string[] {
  const reasons: string[] = [];
  if (info.pods.length + 1 > (info.allocatable.get("pods") ?? 0)) reasons.push("Too many pods");
  const rank = (name: string) => (RESOURCE_ORDER.includes(name) ? RESOURCE_ORDER.indexOf(name) : RESOURCE_ORDER.length);
  const ordered = [...requests].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const [name, amount] of ordered) {
    const free = (info.allocatable.get(name) ?? 0) - (info.requested.get(name) ?? 0);
    if (amount > free) reasons.push(`Insufficient ${name}`);
  }
  return reasons;
}
