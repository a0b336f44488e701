// A Service that finds fewer Pods than it should: which link of the chain selector, labels, readiness, port is open.

import type { AnyObject, Pod } from "../../api/types.ts";
import { nearlySoLabelled } from "./absent-labels.ts";
import { closestTo } from "./closeness.ts";
import { containersOf } from "./demand.ts";
import { type Finding, firstOf, type Say, slip } from "./finding.ts";
import { isSelected, type Labels, missOf, selectorText } from "./labels.ts";
import { stateOfPod } from "./pod-life.ts";
import { nameOf, namespaceOf, type Scene } from "./scene.ts";

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

export async function findService(
  name: string,
  namespace: string | undefined,
  scene: Scene,
): Promise<AnyObject | undefined> {
  const place = namespaceOf(namespace === undefined ? {} : { namespace }, scene);
  return (await scene.living("Service", place)).find(({ metadata }) => metadata.name === name);
}

export function openLink(service: AnyObject, scene: Scene): Promise<Finding | undefined> {
  return firstOf([selectorMiss, unready, portName], service, scene);
}

export function selectorOf({ spec }: AnyObject): Labels | undefined {
  const { selector } = (spec ?? {}) as { selector?: Labels };
  return selector === undefined || Object.keys(selector).length === 0 ? undefined : selector;
}

/** The Pods that a Service selects. */
export async function podsBehind(service: AnyObject, scene: Scene): Promise<readonly AnyObject[]> {
  const terms = selectorOf(service);
  const pods = await scene.living("Pod", service.metadata.namespace ?? "");
  return terms === undefined ? [] : pods.filter(({ metadata }) => isSelected(metadata.labels, terms));
}

async function selectorMiss(service: AnyObject, scene: Scene): Promise<Finding | undefined> {
  const terms = selectorOf(service);
  if (terms === undefined || (await podsBehind(service, scene)).length > 0) return undefined;
  const namespace = service.metadata.namespace ?? "";
  const start: Say = (says) => says.selectsNone(nameOf(service), selectorText(terms));
  for (const close of await scene.living("Pod", namespace)) {
    const miss = missOf(close.metadata.labels, terms);
    if (miss !== undefined)
      return slip(
        `selector ${service.metadata.name}`,
        (says) => `${start(says)} ${says.hasWhich(nameOf(close), miss(says))}`,
      );
  }
  const finding = await nearlySoLabelled({ kind: "Pod", selector: selectorText(terms), namespace }, scene);
  return (
    finding && {
      ...finding,
      id: `selector ${finding.id}`,
      say: (says) => `${start(says)} ${finding.say(says)}`,
    }
  );
}

async function unready(service: AnyObject, scene: Scene): Promise<Finding | undefined> {
  for (const pod of await podsBehind(service, scene)) {
    const state = await stateOfPod(pod, scene);
    if (state === undefined) continue;
    const say: Say = (says) => `${says.readyOnly(nameOf(service))} ${state.say(says)}`;
    return { ...state, id: `endpoints ${state.id}`, say };
  }
  return undefined;
}

/** A target port by a name that no container has. */
async function portName(service: AnyObject, scene: Scene): Promise<Finding | undefined> {
  for (const { targetPort } of portsOf(service)) {
    if (typeof targetPort !== "string") continue;
    const names = (await podsBehind(service, scene)).flatMap(containerPorts).flatMap(({ name }) => name ?? []);
    if (names.includes(targetPort)) continue;
    const close = closestTo(targetPort, names)?.word ?? names[0];
    return slip(`port-name ${service.metadata.name}`, (says) => says.portName(nameOf(service), targetPort, close));
  }
  return undefined;
}

export function portsOf({ spec }: AnyObject): readonly ServicePort[] {
  return (spec as { ports?: readonly ServicePort[] } | undefined)?.ports ?? [];
}

type ContainerPort = NonNullable<Pod["spec"]["containers"][number]["ports"]>[number];

export function containerPorts(pod: AnyObject): readonly ContainerPort[] {
  return containersOf(pod).flatMap(({ ports }) => (ports ?? []) as readonly ContainerPort[]);
}
