// What both kinds of endpoints are made from: a Service's pods, and the ports at which they answer.

import { deepEqual } from "../../../api/equality.ts";
import { matchesPairs } from "../../../api/selector.ts";
import type { Pod, Service, ServicePort } from "../../../api/types.ts";
import type { ControllerContext } from "../controller.ts";
import { isReady, isTerminal, isTerminating } from "../pod-state.ts";

export const LAST_CHANGE = "endpoints.kubernetes.io/last-change-trigger-time";
export const HEADLESS = "service.kubernetes.io/headless";

export interface EndpointPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

/** The pods that the selector means, in the order in which they became known. */
export function podsOf({ pods }: ControllerContext, service: Service): Pod[] {
  const pair = Object.entries(service.spec.selector ?? {})[0];
  if (pair === undefined) return [];
  const candidates = pods.byLabel.get(`${service.metadata.namespace}/${pair[0]}=${pair[1]}`);
  return candidates.filter((pod) => matchesPairs(service.spec.selector, pod.metadata.labels));
}

/** Has an address and has not finished. */
export function canServe(pod: Pod): boolean {
  return (pod.status.podIP ?? "") !== "" && !isTerminal(pod);
}

/** The service's ports as this pod offers them; a named port that the pod does not have is left out. */
export function portsFor(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = targetPort(servicePort, pod);
    if (port === undefined) return [];
    const { name = "", protocol = "TCP", appProtocol } = servicePort;
    return [{ name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function targetPort({ targetPort: target, port, protocol = "TCP" }: ServicePort, pod: Pod): number | undefined {
  if (target === undefined || target === 0 || target === "") return port;
  if (typeof target === "number") return target;
  const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === "Always");
  const ports = [...pod.spec.containers, ...sidecars].flatMap((container) => container.ports ?? []);
  return ports.find((each) => each.name === target && (each.protocol ?? "TCP") === protocol)?.containerPort;
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === "None";
}

/** The host name that DNS gives the pod under this service, if any. */
export function hostnameFor(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname !== undefined && hostname !== "" && subdomain === service.metadata.name ? hostname : undefined;
}

export function targetReference(pod: Pod) {
  const { name, namespace = "", uid } = pod.metadata;
  return { kind: "Pod", name, namespace, uid };
}

/** When what the endpoints say was last brought about: the service came, or a pod's readiness turned. */
export function lastTrigger(service: Service, pods: readonly Pod[]): string {
  const turns = pods.flatMap(
    (pod) => pod.status.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime ?? [],
  );
  return [service.metadata.creationTimestamp, ...turns].sort().at(-1) ?? service.metadata.creationTimestamp;
}

/** Whether a pod has changed in what endpoints are made from. */
export function changesEndpoints(a: Pod, b: Pod): boolean {
  const facts = (pod: Pod) => [
    pod.metadata.labels,
    pod.status?.podIP,
    pod.spec.nodeName,
    pod.status && isReady(pod),
    pod.status && isTerminal(pod),
    isTerminating(pod),
  ];
  return !deepEqual(facts(a), facts(b));
}
