// What a journey means: hop by hop, with the objects that decided at each. Pure; the request has been sent by then.

import type { Pod } from "../../api/types.ts";
import { failed, type Hop, passed, type RequestTrace } from "./hop.ts";
import type { Journey } from "./journey.ts";
import { nameHop } from "./name-hop.ts";
import { droppedHop, policiesOn, policyHop } from "./policies.ts";
import { type Endpoint, type Entry, endpointsOf, entryAt, noEndpointHop, serviceHop } from "./service-hop.ts";
import { isReady, kubectl, type Surroundings } from "./surroundings.ts";

export function explain(url: string, journey: Journey, around: Surroundings): RequestTrace {
  const hops = hopsOf(journey, around);
  return { url, hops, isAnswered: hops.every(({ isFailed }) => !isFailed) };
}

function hopsOf(journey: Journey, around: Surroundings): Hop[] {
  const { address, target } = journey;
  const name = nameHop(journey, around);
  const begun = [clientHop(journey, around), ...(name === undefined ? [] : [name])];
  if (address === undefined) return begun;
  const entry = entryAt(address, target.port, around);
  if (entry === undefined) return [...begun, ...directHops(journey, address, around)];
  const service = serviceHop(entry, target.port, around);
  if (service.isFailed) return [...begun, service];
  return [...begun, service, ...behind(journey, entry, around)];
}

function clientHop({ from, clientAddress }: Journey, around: Surroundings): Hop {
  const { says } = around;
  if (from.kind === "laptop") return passed("client", says.laptop);
  const node = podNamed(from.namespace, from.name, around)?.spec.nodeName;
  return passed("client", says.pod(from.name, from.namespace, node, clientAddress));
}

function podNamed(namespace: string | undefined, name: string, { pods }: Surroundings): Pod | undefined {
  return pods.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
}

function clientOf({ from }: Journey, around: Surroundings): Pod | undefined {
  return from.kind === "pod" ? podNamed(from.namespace, from.name, around) : undefined;
}

/** Through a Service: kube-proxy has chosen an endpoint. */
function behind(journey: Journey, entry: Entry, around: Surroundings): Hop[] {
  const { connecting } = journey;
  const endpoints = endpointsOf(entry, around);
  const ready = endpoints.filter((endpoint) => endpoint.isReady);
  const isCut = journey.from.kind === "laptop" && entry.by === "cluster IP";
  if (isCut) {
    const { name, namespace } = entry.service.metadata;
    return [
      failed(
        "endpoint",
        around.says.clusterIpOutside,
        kubectl(`port-forward service/${name} 8080:${entry.port?.port}`, namespace, around),
      ),
    ];
  }
  if (connecting?.kind !== "connected" && ready.length === 0) return [noEndpointHop(entry, endpoints, around)];
  const picked =
    connecting?.kind === "connected"
      ? endpoints.find(({ address, port }) => address === connecting.address && port === connecting.port)
      : ready.length === 1
        ? ready[0]
        : undefined;
  const { namespace } = entry.service.metadata;
  const pods = (picked === undefined ? ready : [picked]).flatMap(
    ({ pod }) => podNamed(namespace, pod ?? "", around) ?? [],
  );
  return [pickHop(journey, picked, ready, around), ...arrival(journey, pods, ready[0]?.port, { entry, around })];
}

function pickHop(
  journey: Journey,
  picked: Endpoint | undefined,
  ready: readonly Endpoint[],
  around: Surroundings,
): Hop {
  const node = clientOf(journey, around)?.spec.nodeName;
  const { says } = around;
  const proxy = node === undefined ? "kube-proxy" : says.proxyOn(node);
  const where = picked === undefined ? undefined : `${picked.address}:${picked.port}`;
  return passed("endpoint", says.chose(proxy, ready.length, where));
}

/** To an address that is no Service's: a pod's, as DNS gives it for a headless Service, or anything else. */
function directHops(journey: Journey, address: string, around: Surroundings): Hop[] {
  const pod = around.pods.find(({ spec, status }) => status?.podIP === address && spec.hostNetwork !== true);
  return arrival(journey, pod === undefined ? [] : [pod], journey.target.port, { around });
}

interface Way {
  readonly entry?: Entry;
  readonly around: Surroundings;
}

/** What happens where the packets arrive. @param pods those that may be meant, where it is not known which one is */
function arrival(journey: Journey, pods: readonly Pod[], port: number | undefined, { entry, around }: Way): Hop[] {
  const { connecting, answer } = journey;
  const policies = policiesOn(clientOf(journey, around), pods, around);
  const allowed = policies.length === 0 ? [] : [policyHop(policies, around)];
  const [pod] = pods;
  if (connecting === undefined) return [];
  switch (connecting.kind) {
    case "timeout":
      return policies.length > 0
        ? [droppedHop(policies, connecting.afterMs, around)]
        : [lostHop(journey, pods, connecting.afterMs, around)];
    case "unreachable":
      return [...allowed, unreachableHop(journey, pod, around)];
    case "refused":
      return [
        ...allowed,
        ...podHops(pods, around),
        refusedHop(pods, port ?? journey.target.port, { around, ...(entry && { entry }) }),
      ];
    case "connected":
      return [
        ...allowed,
        ...podHops(pods, around),
        ...(pod === undefined ? [] : [passed("container", listenerText(pod, connecting.port, around))]),
        ...(answer === undefined ? [] : [answerHop(answer, pod, around)]),
      ];
  }
}

function podHops(pods: readonly Pod[], { says }: Surroundings): Hop[] {
  const [pod] = pods;
  if (pod === undefined) return [];
  if (pods.length > 1) return [passed("pod", says.oneOf(pods.map(({ metadata }) => metadata.name)))];
  const { metadata, spec } = pod;
  return [passed("pod", says.podOn(metadata.name, spec.nodeName, pod.status?.phase, isReady(pod)))];
}

/** Which container it is follows from the declared ports, or from there being only one. */
function listenerText({ spec }: Pod, port: number, { says }: Surroundings): string {
  const [only, ...others] = spec.containers;
  const declared = spec.containers.find(({ ports }) => ports?.some(({ containerPort }) => containerPort === port));
  const container = declared ?? (others.length === 0 ? only : undefined);
  return says.listens(container?.name, port);
}

function refusedHop(pods: readonly Pod[], port: number, { entry, around }: Way): Hop {
  const { says } = around;
  const [pod] = pods;
  if (pod === undefined) return failed("container", says.nothingListens(port), "kubectl get services -A");
  const declared = pod.spec.containers.flatMap(({ name, ports = [] }) =>
    ports.map(({ containerPort }) => `${name}: ${containerPort}`),
  );
  const { name, namespace } = pod.metadata;
  const said = [says.refused(port), says.declare(declared)];
  const service = entry?.service.metadata;
  const look = service === undefined ? [] : [kubectl(`get service ${service.name} -o yaml`, service.namespace, around)];
  return failed("container", said, ...look, kubectl(`logs ${name}`, namespace, around));
}

function lostHop({ address, from }: Journey, pods: readonly Pod[], afterMs: number, around: Surroundings): Hop {
  const { says } = around;
  const silence = says.silence(afterMs / 1000);
  const [pod] = pods;
  if (pod === undefined) return failed("endpoint", `${silence}: ${says.nothingHas(address ?? "")}`);
  const { name, namespace } = pod.metadata;
  if (from.kind === "laptop") {
    const said = `${silence}: ${says.podAddressOutside}`;
    return failed("pod", said, kubectl(`port-forward ${name} 8080:80`, namespace, around));
  }
  const said = `${silence}: ${says.nodeMayBeDown(name)}`;
  return failed("pod", said, "kubectl get nodes", kubectl("get pods -o wide", namespace, around));
}

function unreachableHop({ address }: Journey, pod: Pod | undefined, around: Surroundings): Hop {
  const namespace = pod?.metadata.namespace;
  return failed(
    "pod",
    around.says.noRoute(address),
    kubectl("get pods -o wide", namespace, around),
    "kubectl get nodes",
  );
}

function answerHop(answer: NonNullable<Journey["answer"]>, pod: Pod | undefined, around: Surroundings): Hop {
  const { says } = around;
  const look = pod === undefined ? [] : [kubectl(`logs ${pod.metadata.name}`, pod.metadata.namespace, around)];
  if (answer.kind === "status") {
    const status = `${answer.status} ${answer.reason}`.trim();
    if (answer.status < 400) return passed("answer", says.bytes(status, answer.bytes));
    return failed("answer", says.programSaid(status), ...look);
  }
  return failed("answer", says.stands[answer.kind], ...look);
}
