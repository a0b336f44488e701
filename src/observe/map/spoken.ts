// The map in sentences, one a line, for those who listen to it.

import type { Says } from "../language/english.ts";
import type { MapModel, MapNode, MapPod, MapService } from "./model.ts";
import { addressText, nobody } from "./service-lines.ts";

interface Voice {
  /** All namespaces are told of, so each is named. */
  readonly isWhole: boolean;
  readonly says: Says;
}

export function spokenMap(model: MapModel, says: Says): string[] {
  const { nodes, unscheduled, services, namespace } = model;
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, unscheduled.length);
  const where = namespace === undefined ? says.map.allNamespaces : says.map.namespace(namespace);
  const voice = { isWhole: namespace === undefined, says };
  return [
    says.spoken.head(where, nodes.length, pods, services.length),
    ...nodes.flatMap((node) => spokenNode(node, voice)),
    ...(unscheduled.length === 0 ? [] : [says.spoken.onNoNode(unscheduled.length)]),
    ...unscheduled.map((pod) => spokenPod(pod, voice)),
    ...services.map((service) => spokenService(service, voice)),
  ];
}

function spokenNode({ name, roles, status, pods }: MapNode, voice: Voice): string[] {
  const head = voice.says.spoken.node({ name, roles, status, pods: pods.length });
  return [head, ...pods.map((pod) => spokenPod(pod, voice))];
}

function spokenPod(pod: MapPod, { isWhole, says: { spoken } }: Voice): string {
  const { namespace, name, owners, health, status, containers, why } = pod;
  const head = spoken.pod(name, owners[0]?.replace("/", " "), isWhole ? namespace : undefined);
  const readiness = status === "Running" ? (health === "ready" ? spoken.isReady : spoken.isNotReady) : "";
  const reason = why === undefined ? "" : ` ${why}${/[.!?]$/.test(why) ? "" : "."}`;
  const inside = containers.map((one) => spoken.container(one.name, one.role, one.state, one.restarts));
  return `  ${head}: ${status}${readiness}.${reason} ${inside.join(" ")}`.trimEnd();
}

function spokenService(service: MapService, { isWhole, says }: Voice): string {
  const { namespace, name, ports, ready, notReady } = service;
  const { spoken } = says;
  const address = addressText(service);
  const head = spoken.service({ name, namespace: isWhole ? namespace : undefined, address, ports });
  if (ready.length + notReady.length === 0) return `${head} ${spoken.nobody(nobody(service, says.map))}`;
  return [head, spoken.ready(ready), ...(notReady.length === 0 ? [] : [spoken.notReady(notReady)])].join(" ");
}
