import { describe, expect, it } from "vitest";
import type { EndpointSlice, Service } from "../../../src/api/types.ts";
import { ServiceRules } from "../../../src/cluster/container-runtime/network/service-rules.ts";
import { rulesFor } from "../../../src/cluster/kube-proxy/service-table.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";

const [CLUSTER_IP, BALANCER, LAPTOP] = ["10.96.0.50", "172.18.255.200", "192.168.1.20"];

type Sample = readonly [
  address: string,
  nodeName: string,
  state?: "terminating" | "unready" | undefined,
  zone?: string,
];

function rulesOn(node: string, spec: object, endpoints: readonly Sample[]): ServiceRules {
  const service = {
    metadata: { name: "web", namespace: "default" },
    spec: { clusterIP: CLUSTER_IP, type: "LoadBalancer", ports: [{ port: 80, nodePort: 30080 }], ...spec },
    status: { loadBalancer: { ingress: [{ ip: BALANCER }] } },
  } as unknown as Service;
  const slice = {
    ports: [{ name: "", port: 8080 }],
    endpoints: endpoints.map(([address, nodeName, state, zone]) => ({
      addresses: [address],
      nodeName,
      conditions: { ready: state === undefined, serving: state !== "unready", terminating: state === "terminating" },
      ...(zone === undefined ? {} : { hints: { forZones: [{ name: zone }] } }),
    })),
  } as unknown as EndpointSlice;
  const rules = new ServiceRules(new VirtualClock(0), new Random("test"));
  rules.replace(rulesFor(service, [slice], { name: node, zone: () => (node === "one" ? "north" : "south") }));
  return rules;
}

const local = { externalTrafficPolicy: "Local" };
const inside = { internalTrafficPolicy: "Local" };
const close = { trafficDistribution: "PreferClose" };
const onTwo: readonly Sample[] = [["b", "two"]];
const both: readonly Sample[] = [
  ["a", "one"],
  ["b", "two"],
];
const zoned: readonly Sample[] = [
  ["a", "one", undefined, "north"],
  ["b", "two", undefined, "south"],
];

describe("the rules of node one send", () => {
  it.each<[string, object, readonly Sample[], "inside" | "laptop" | "node port", string]>([
    ["a pod anywhere", {}, onTwo, "inside", "b"],
    ["nobody to what is not ready", {}, [["a", "one", "unready"]], "inside", "no endpoints"],
    ["to what terminates when nothing else is left", {}, [["a", "one", "terminating"]], "inside", "a"],
    [
      "not to what terminates while something is ready",
      {},
      [
        ["a", "one", "terminating"],
        ["b", "two"],
      ],
      "inside",
      "b",
    ],
    ["pods to their own node's endpoints by policy", inside, both, "inside", "a"],
    ["pods nowhere rather than to another node", inside, onTwo, "inside", "dropped"],
    ["strangers anywhere all the same", inside, onTwo, "laptop", "b"],
    ["strangers to their own node's endpoints by policy", local, both, "laptop", "a"],
    ["strangers nowhere rather than to another node", local, onTwo, "node port", "dropped"],
    ["pods anywhere all the same", local, onTwo, "inside", "b"],
    ["strangers a refusal when nobody has an endpoint", local, [], "node port", "no endpoints"],
    ["to endpoints meant for its zone", close, zoned, "inside", "a"],
    ["to all when one says nothing about zones", close, [...onTwo], "inside", "b"],
    ["to all when none is meant for its zone", close, [["b", "two", undefined, "south"]], "inside", "b"],
    ["strangers of the allowed ranges on", { loadBalancerSourceRanges: ["192.168.0.0/16"] }, onTwo, "laptop", "b"],
    ["other strangers nowhere", { loadBalancerSourceRanges: ["10.0.0.0/8"] }, onTwo, "laptop", "dropped"],
  ])("%s", (_, spec, endpoints, from, expected) => {
    const rules = rulesOn("one", spec, endpoints);
    const routing = {
      inside: () => rules.route("10.244.1.9", CLUSTER_IP, 80),
      laptop: () => rules.route(LAPTOP, BALANCER, 80, true),
      "node port": () => rules.routeNodePort(LAPTOP, 30080, true),
    }[from]();
    expect(routing.kind === "endpoint" ? routing.endpoint.address : routing.kind).toBe(expected);
  });
});
