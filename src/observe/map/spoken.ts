// The map in sentences, one a line, for those who listen to it.

import { counted } from "../paper.ts";
import type { MapContainer, MapModel, MapNode, MapPod, MapService } from "./model.ts";
import { addressText, nobody } from "./service-lines.ts";

export function spokenMap(model: MapModel): string[] {
  const { nodes, unscheduled, services, namespace } = model;
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, unscheduled.length);
  const where = namespace === undefined ? "all namespaces" : `namespace ${namespace}`;
  const isWhole = namespace === undefined;
  return [
    `Map of ${where}: ${counted(nodes.length, "node")}, ${counted(pods, "pod")}, ${counted(services.length, "service")}.`,
    ...nodes.flatMap((node) => spokenNode(node, isWhole)),
    ...(unscheduled.length === 0 ? [] : [`On no node: ${counted(unscheduled.length, "pod")}.`]),
    ...unscheduled.map((pod) => spokenPod(pod, isWhole)),
    ...services.map((service) => spokenService(service, isWhole)),
  ];
}

function spokenNode({ name, roles, status, pods }: MapNode, isWhole: boolean): string[] {
  const titles = roles.length === 0 ? "" : `, ${roles.join(" and ")}`;
  const count = pods.length === 0 ? "no pods" : counted(pods.length, "pod");
  return [`Node ${name}${titles}, ${status}: ${count}.`, ...pods.map((pod) => spokenPod(pod, isWhole))];
}

function spokenPod({ namespace, name, owners, health, status, containers, why }: MapPod, isWhole: boolean): string {
  const outermost = owners[0]?.replace("/", " ");
  const whose = outermost === undefined ? "" : ` of ${outermost}`;
  const where = isWhole ? ` in ${namespace}` : "";
  const readiness = status === "Running" ? (health === "ready" ? ", ready" : ", not ready") : "";
  const reason = why === undefined ? "" : ` ${why}${/[.!?]$/.test(why) ? "" : "."}`;
  return `  Pod ${name}${whose}${where}: ${status}${readiness}.${reason} ${containers.map(spokenContainer).join(" ")}`.trimEnd();
}

function spokenContainer({ name, role, state, restarts }: MapContainer): string {
  const kind = role === "main" ? "Container" : `${role[0]?.toUpperCase()}${role.slice(1)} container`;
  const again = restarts === 0 ? "" : `, ${counted(restarts, "restart")}`;
  return `${kind} ${name}: ${state}${again}.`;
}

function spokenService(service: MapService, isWhole: boolean): string {
  const { namespace, name, ports, ready, notReady } = service;
  const where = isWhole ? ` in ${namespace}` : "";
  const listens = ports.length === 0 ? "" : `, port ${ports.join(" and ").replaceAll("→", "to")}`;
  const head = `Service ${name}${where}, ${addressText(service)}${listens}.`;
  if (ready.length + notReady.length === 0) return `${head} Nobody answers: ${nobody(service)}.`;
  const waiting = notReady.length === 0 ? "" : ` Not ready: ${notReady.join(", ")}.`;
  return `${head} Ready: ${ready.length === 0 ? "none" : ready.join(", ")}.${waiting}`;
}
