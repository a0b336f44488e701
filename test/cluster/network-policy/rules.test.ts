import { describe, expect, it } from "vitest";
import type { Namespace, NetworkPolicy, Pod } from "../../../src/api/types.ts";
import type { Traffic } from "../../../src/cluster/container-runtime/network/network.ts";
import { mayPass } from "../../../src/cluster/network-policy/rules.ts";

const NAMESPACES: Record<string, Record<string, string>> = { shop: { team: "shop" }, press: { team: "press" } };
const PODS: Record<string, Record<string, string>> = {
  "shop/front": { app: "front" },
  "shop/api": { app: "api" },
  "shop/db": { app: "db" },
  "press/front": { app: "front" },
};

function pod(namespace: string, name: string): Pod | undefined {
  const labels = PODS[`${namespace}/${name}`];
  const containers = [{ name: "c", ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }] }];
  return labels === undefined
    ? undefined
    : ({ metadata: { name, namespace, labels }, spec: { containers } } as unknown as Pod);
}

function passes(
  specs: readonly object[],
  from: string,
  to: string,
  port = 8080,
  protocol: "TCP" | "UDP" = "TCP",
): boolean {
  const peerOf = (text: string): Traffic["from"] => {
    const [namespace = "", name] = text.split("/");
    return name === undefined ? { kind: "host", name: text } : { kind: "pod", namespace, name };
  };
  const addressOf = (text: string) => (text.includes("/") ? "10.244.1.7" : text);
  const traffic: Traffic = {
    from: peerOf(from),
    fromAddress: addressOf(from),
    to: peerOf(to),
    toAddress: addressOf(to),
    port,
    protocol,
  };
  const policies = specs.map((spec) => ({
    metadata: { name: "p", namespace: "shop" },
    spec,
  })) as unknown as NetworkPolicy[];
  return mayPass(traffic, {
    policies: (namespace) => (namespace === "shop" ? policies : []),
    pod,
    namespace: (name) => ({ metadata: { name, labels: NAMESPACES[name] } }) as unknown as Namespace,
  });
}

const api = { podSelector: { matchLabels: { app: "api" } } };
const front = { podSelector: { matchLabels: { app: "front" } } };
const press = { namespaceSelector: { matchLabels: { team: "press" } } };
const denyAll = { podSelector: {}, policyTypes: ["Ingress"] };
const fromFront = { ...api, policyTypes: ["Ingress"], ingress: [{ from: [front] }] };

describe("a NetworkPolicy", () => {
  it.each([
    ["lets everything pass where none selects the pod", [fromFront], "shop/api", "shop/db", true],
    ["that allows nothing denies everything", [denyAll], "shop/front", "shop/api", false],
    ["lets in whom it names", [fromFront], "shop/front", "shop/api", true],
    ["keeps out whom it does not name", [fromFront], "shop/db", "shop/api", false],
    ["means pods of its own namespace where it names none", [fromFront], "press/front", "shop/api", false],
    ["adds up with others", [denyAll, fromFront], "shop/front", "shop/api", true],
    [
      "with both selectors in one item wants both",
      [{ ...fromFront, ingress: [{ from: [{ ...front, ...press }] }] }],
      "shop/front",
      "shop/api",
      false,
    ],
    [
      "with both selectors in one item lets in who has both",
      [{ ...fromFront, ingress: [{ from: [{ ...front, ...press }] }] }],
      "press/front",
      "shop/api",
      true,
    ],
    [
      "with the selectors in two items wants either",
      [{ ...fromFront, ingress: [{ from: [front, press] }] }],
      "shop/front",
      "shop/api",
      true,
    ],
    ["with an empty rule lets everybody in", [{ ...fromFront, ingress: [{}] }], "press/front", "shop/api", true],
    ["with an empty list of rules lets nobody in", [{ ...fromFront, ingress: [] }], "shop/front", "shop/api", false],
    [
      "names addresses, too",
      [{ ...fromFront, ingress: [{ from: [{ ipBlock: { cidr: "172.18.0.0/16" } }] }] }],
      "172.18.0.1",
      "shop/api",
      true,
    ],
    [
      "excepts addresses",
      [{ ...fromFront, ingress: [{ from: [{ ipBlock: { cidr: "172.18.0.0/16", except: ["172.18.0.0/24"] } }] }] }],
      "172.18.0.1",
      "shop/api",
      false,
    ],
    [
      "on egress denies what it does not name",
      [{ ...api, policyTypes: ["Egress"], egress: [{ to: [front] }] }],
      "shop/api",
      "shop/db",
      false,
    ],
    ["on egress says nothing about ingress", [{ ...api, policyTypes: ["Egress"] }], "shop/front", "shop/api", true],
    ["on egress holds for addresses outside", [{ ...api, policyTypes: ["Egress"] }], "shop/api", "203.0.113.9", false],
  ] as const)("%s", (_what, specs, from, to, expected) => {
    expect(passes(specs, from, to)).toBe(expected);
  });

  it.each([
    ["a number", [{ port: 8080 }], 8080, "TCP", true],
    ["another number", [{ port: 8080 }], 80, "TCP", false],
    ["a name", [{ port: "http" }], 8080, "TCP", true],
    ["an unknown name", [{ port: "https" }], 8080, "TCP", false],
    ["a range", [{ port: 8000, endPort: 8100 }], 8080, "TCP", true],
    ["another protocol", [{ port: 8080, protocol: "UDP" }], 8080, "TCP", false],
    ["a protocol alone", [{ protocol: "UDP" }], 53, "UDP", true],
  ] as const)("that names a port by %s", (_what, ports, port, protocol, expected) => {
    const spec = { ...api, policyTypes: ["Ingress"], ingress: [{ ports }] };
    expect(passes([spec], "shop/front", "shop/api", port, protocol)).toBe(expected);
  });
});
