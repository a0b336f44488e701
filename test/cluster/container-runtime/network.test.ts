import { expect, test } from "vitest";
import type { EndpointSlice, Service } from "../../../src/api/types.ts";
import { answerInZone } from "../../../src/cluster/coredns/records.ts";
import { rulesFor } from "../../../src/cluster/kube-proxy/service-table.ts";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

const service = (name: string, spec: object): Service =>
  ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec,
    status: {},
  }) as unknown as Service;
const slice = (name: string, addresses: readonly string[], port: number, hostname?: string): EndpointSlice =>
  ({
    metadata: { name: `${name}-x`, namespace: "default", labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    ports: [{ port, protocol: "TCP" }],
    endpoints: addresses.map((address) => ({
      addresses: [address],
      conditions: { ready: true, serving: true, terminating: false },
      ...(hostname === undefined ? {} : { hostname }),
    })),
  }) as unknown as EndpointSlice;

const worker = { name: "worker-1", zone: () => undefined };

function twoPods() {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "c", image: "nginx:1.27" }] });
  cluster.create("client", {
    containers: [
      { name: "c", image: "busybox:1.36", command: ["sleep", "36000"] },
      { name: "curl", image: "curlimages/curl:8.5.0", command: ["sleep", "36000"] },
    ],
  });
  cluster.advance(4);
  return { cluster, ip: cluster.get("web").status.podIP ?? "" };
}

test("pods reach each other; refused, unreachable and timed out are three things", () => {
  const { cluster, ip } = twoPods();
  expect(cluster.exec("client", "c", "wget", "-qO-", `http://${ip}`)).toContain("<h1>Welcome to nginx!</h1>");
  expect(
    cluster.exec("client", "curl", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", `http://${ip}/nope`),
  ).toBe("404[0]");
  expect(cluster.exec("client", "c", "wget", "-qO-", `http://${ip}:81`)).toContain("Connection refused");
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://10.244.1.250")).toMatch(/unreachable|No route/i);
  const [first] = cluster.network.requests();
  expect(first).toMatchObject({
    from: { kind: "pod", name: "client", container: "c" },
    servedBy: { name: "web" },
    method: "GET",
    path: "/",
    status: 200,
  });
  expect(cluster.logs("web", "c")).toMatch(/ "GET \/ HTTP\/1\.1" 200 615 "-" "Wget" "-"\n/);
});

test("a service address leads to its endpoints, and to a refusal when there are none", () => {
  const { cluster, ip } = twoPods();
  const rules = cluster.network.rulesOf("worker-1");
  const web = service("web", { clusterIP: "10.96.0.50", ports: [{ port: 8080, targetPort: 80, nodePort: 30080 }] });
  const empty = service("empty", { clusterIP: "10.96.0.51", ports: [{ port: 80 }] });
  rules.replace([...rulesFor(web, [slice("web", [ip], 80)], worker), ...rulesFor(empty, [], worker)]);
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://10.96.0.50:8080")).toContain("Welcome");
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://10.96.0.51")).toContain("Connection refused");
  expect(cluster.exec("client", "c", "wget", "-T", "2", "-qO-", "http://10.96.0.50:9")).toContain("timed out");
  expect(cluster.network.requests().find(({ service: to }) => to?.name === "web")).toMatchObject({
    status: 200,
    servedBy: { name: "web" },
  });
});

test("from the laptop: node ports yes, pods no", () => {
  const { cluster, ip } = twoPods();
  const web = service("web", { clusterIP: "10.96.0.50", ports: [{ port: 80, nodePort: 30080 }] });
  cluster.network.rulesOf("worker-1").replace(rulesFor(web, [slice("web", [ip], 80)], worker));
  const attempts = {
    node: cluster.laptop.connect("172.18.0.3", 30080),
    closed: cluster.laptop.connect("172.18.0.3", 30081),
    pod: cluster.laptop.connect(ip, 80),
  };
  cluster.advance(10);
  expect(attempts.node.socket).toBeDefined();
  expect(attempts.closed.failure).toBe("refused");
  expect([attempts.pod.socket, attempts.pod.failure]).toEqual([undefined, undefined]);
});

test("a service may claim a node's address for its port, and node ports stay", () => {
  const { cluster, ip } = twoPods();
  const spec = { clusterIP: "10.96.0.50", externalIPs: ["172.18.0.3"], ports: [{ port: 80, nodePort: 30080 }] };
  cluster.network.rulesOf("worker-1").replace(rulesFor(service("web", spec), [slice("web", [ip], 80)], worker));
  const claimed = cluster.laptop.connect("172.18.0.3", 80);
  cluster.advance(1);
  expect(claimed.socket).toBeDefined();
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://172.18.0.3")).toContain("Welcome");
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://172.18.0.3:30080")).toContain("Welcome");
  expect(cluster.exec("client", "c", "wget", "-qO-", "http://172.18.0.3:81")).toContain("Connection refused");
});

test("containers of a pod share loopback and ports", () => {
  const cluster = nodeUnderTest();
  cluster.create("pair", {
    containers: [
      { name: "a", image: "nginx:1.27" },
      { name: "b", image: "nginx:1.27" },
      { name: "c", image: "busybox:1.36", command: ["sleep", "3600"] },
    ],
  });
  cluster.advance(6);
  expect(cluster.exec("pair", "c", "wget", "-qO-", "http://localhost")).toContain("Welcome");
  expect(cluster.get("pair").status.containerStatuses?.map(({ restartCount }) => restartCount > 0)).toEqual([
    false,
    true,
    false,
  ]);
  expect(cluster.logs("pair", "b", true)).toContain("bind() to 0.0.0.0:80 failed (98: Address already in use)");
});

test("the network remembers who looked up which name, and what came of it", () => {
  const { network, advance } = nodeUnderTest();
  const pod = (name: string) => ({ kind: "pod", namespace: "default", name }) as const;
  network.attachPod(pod("dns"), "10.244.1.53", "worker-1").listen(53, "coredns", {});
  network.setNameService((name) =>
    name.startsWith("web.")
      ? { outcome: "found", records: [{ name, type: "A", data: "10.96.0.50" }] }
      : { outcome: "nxdomain", records: [] },
  );
  const stack = network.attachPod(pod("client"), "10.244.1.54", "worker-1");
  const ask = (server: string, more = {}) =>
    network.view(stack, { program: () => "nslookup", resolvConf: () => `nameserver ${server}\n`, ...more });
  ask("10.244.1.53").resolve("web.shop.svc.cluster.local.", "A");
  ask("10.244.1.53").resolve("web.shop.svc.cluster.local", "SRV");
  ask("10.244.1.53").resolve("cart", "A");
  ask("10.244.1.53", { isSilent: true }).resolve("probed", "A");
  ask("10.244.1.99").resolve("web.lost", "A");
  advance(1);
  expect(network.questions().map(({ from, name, outcome, addresses }) => [from, name, outcome, addresses])).toEqual([
    [pod("client"), "web.lost", "timeout", []],
    [pod("client"), "web.shop.svc.cluster.local", "found", ["10.96.0.50"]],
    [pod("client"), "cart", "nxdomain", []],
  ]);
});

test("CoreDNS answers for services, headless services and pods", () => {
  const services = [
    service("web", { clusterIP: "10.96.0.50", ports: [{ name: "http", port: 80 }] }),
    service("db", { clusterIP: "None", ports: [{ port: 5432 }] }),
    service("out", { type: "ExternalName", externalName: "example.org" }),
  ];
  const zone = {
    domain: "cluster.local",
    findNamespace: (name: string) => name === "default",
    findService: (_: string, name: string) => services.find(({ metadata }) => metadata.name === name),
    slicesOf: (_: string, name: string) => (name === "db" ? [slice("db", ["10.244.1.9"], 5432, "db-0")] : []),
    serviceAt: (address: string) => services.find(({ spec }) => spec.clusterIP === address),
    endpointAt: () => undefined,
  };
  const ask = (name: string, type: "A" | "SRV" | "PTR" = "A") => {
    const answer = answerInZone(zone, name, type);
    return answer === undefined
      ? "elsewhere"
      : answer.outcome === "nxdomain"
        ? "nxdomain"
        : answer.records.map(({ data }) => data).join(" ");
  };
  expect(ask("web.default.svc.cluster.local")).toBe("10.96.0.50");
  expect(ask("db.default.svc.cluster.local")).toBe("10.244.1.9");
  expect(ask("db-0.db.default.svc.cluster.local")).toBe("10.244.1.9");
  expect(ask("db-1.db.default.svc.cluster.local")).toBe("nxdomain");
  expect(ask("nope.default.svc.cluster.local")).toBe("nxdomain");
  expect(ask("out.default.svc.cluster.local")).toBe("example.org");
  expect(ask("_http._tcp.web.default.svc.cluster.local", "SRV")).toBe("0 100 80 web.default.svc.cluster.local");
  expect(ask("50.0.96.10.in-addr.arpa", "PTR")).toBe("web.default.svc.cluster.local");
  expect(ask("10-244-1-7.default.pod.cluster.local")).toBe("10.244.1.7");
  expect(ask("example.org")).toBe("elsewhere");
});
