// A request that does not get through, or gets through where it should not: the Service, its ports, its Pods, the policies before them.

import type { AnyObject } from "../../api/types.ts";
import type { HttpSpec } from "../checks/http.ts";
import { containerPorts, findService, openLink, podsBehind, portsOf } from "./endpoints.ts";
import { type Finding, firstOf, slip } from "./finding.ts";
import { stateOfPod } from "./pod-life.ts";
import { policyMiss } from "./policy.ts";
import { nameOf, type Scene } from "./scene.ts";

export interface Destination {
  readonly kind: "pod" | "service";
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
}

/** Whom a check asks; undefined for who listens outside of Pods, or where the request starts. */
export function destinationOf({ to, url }: HttpSpec): Destination | undefined {
  const [, kind, name = "", port = "80"] = /^(pod|service)\/([^:]+)(?::(\d+))?$/.exec(to ?? "") ?? [];
  if (kind === "pod" || kind === "service") return { kind, name, port: Number(port) };
  const [, host = "", urlPort = "80"] = /^http:\/\/([a-z0-9.-]+)(?::(\d+))?(?:\/|$)/.exec(url ?? "") ?? [];
  if (host === "" || /^[\d.]+$/.test(host) || host === "localhost") return undefined;
  const [service = "", namespace] = host.split(".");
  const place = namespace === undefined ? {} : { namespace };
  return { kind: "service", name: service, port: Number(urlPort), ...place };
}

export async function blockedRequest(http: HttpSpec, scene: Scene): Promise<Finding | undefined> {
  const to = destinationOf(http);
  if (to === undefined) return undefined;
  const service = to.kind === "service" ? await findService(to.name, to.namespace, scene) : undefined;
  const pods = service === undefined ? await podNamed(to, scene) : await podsBehind(service, scene);
  if (http.expect?.error !== undefined) return policyMiss({ http, pods, isBlocked: true }, scene);
  if (service === undefined)
    return (await stateOfFirst(pods, scene)) ?? policyMiss({ http, pods, port: to.port, isBlocked: false }, scene);
  return (
    (await openLink(service, scene)) ??
    (await firstOf([otherPort, otherTarget], service, pods, to.port)) ??
    policyMiss({ http, pods, port: targetOf(service, to.port), isBlocked: false }, scene)
  );
}

/** The Pods' port, where it is told by its number. */
function targetOf(service: AnyObject, port: number): number | undefined {
  const used = portsOf(service).find((one) => one.port === port);
  const target = used?.targetPort ?? used?.port;
  return typeof target === "number" ? target : undefined;
}

async function podNamed({ kind, name }: Destination, scene: Scene): Promise<readonly AnyObject[]> {
  if (kind !== "pod") return [];
  return (await scene.living("Pod", scene.world.namespace)).filter(({ metadata }) => metadata.name === name);
}

async function stateOfFirst([pod]: readonly AnyObject[], scene: Scene): Promise<Finding | undefined> {
  return pod === undefined ? undefined : stateOfPod(pod, scene);
}

/** The Service has no such port. */
function otherPort(service: AnyObject, _: readonly AnyObject[], port: number): Finding | undefined {
  const ports = portsOf(service);
  const [first] = ports;
  if (first === undefined || ports.some((one) => one.port === port)) return undefined;
  const id = `service-port ${service.metadata.name}`;
  const swapped = ports.find(({ targetPort }) => targetPort === port);
  if (swapped !== undefined)
    return slip(id, (says) => says.portsSwapped(nameOf(service), String(swapped.port), String(port)));
  const others = ports.map((one) => one.port).join(", ");
  return slip(id, (says) => says.otherPort(nameOf(service), others, port));
}

/** It sends to a port that its Pods do not tell of. */
function otherTarget(service: AnyObject, pods: readonly AnyObject[], port: number): Finding | undefined {
  const used = portsOf(service).find((one) => one.port === port);
  const target = used?.targetPort ?? used?.port;
  const told = [...new Set(pods.flatMap(containerPorts).map(({ containerPort }) => containerPort))];
  if (typeof target !== "number" || told.length === 0 || told.includes(target)) return undefined;
  return slip(`target-port ${service.metadata.name}`, (says) =>
    says.otherTarget(nameOf(service), target, told.join(", ")),
  );
}
