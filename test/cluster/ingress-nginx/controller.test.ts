import { describe, expect, it } from "vitest";
import type { AnyObject } from "../../../src/api/types.ts";
import { addonNames } from "../../../src/cluster/profile.ts";
import { bootCity, PODS, pod } from "../metrics-server/city.ts";

const INGRESSES = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
const CONTROLLER = "/apis/apps/v1/namespaces/ingress-nginx/deployments/ingress-nginx-controller";

const ingress = (name: string, ingressClassName?: string) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name },
  spec: {
    ingressClassName,
    rules: [
      {
        host: "shop.example",
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } }],
        },
      },
    ],
  },
});

function bootShop() {
  const city = bootCity({ addons: addonNames });
  city.create(PODS, pod("web", { image: "nginx:1.27" }));
  city.create("/api/v1/namespaces/default/services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  const ask = (path: string, host: string): string => {
    const connecting = city.cluster.laptopNetwork.connect("172.18.255.200", 80);
    city.wait(1);
    connecting.socket?.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    city.wait(1);
    return connecting.socket?.read() ?? "no answer";
  };
  const addresses = (name: string) =>
    ((city.get(`${INGRESSES}/${name}`).status as AnyObject).loadBalancer as AnyObject).ingress;
  return { ...city, ask, addresses };
}

describe("the add-on ingress", () => {
  it("serves Ingresses of its class at the load balancer's address, and takes the address back when it stops", () => {
    const { create, wait, ask, addresses, items, merge } = bootShop();
    create(INGRESSES, ingress("shop", "nginx"));
    create(INGRESSES, ingress("unclassed"));
    create(INGRESSES, ingress("foreign", "traefik"));
    wait(70);
    expect(addresses("shop")).toEqual([{ ip: "172.18.255.200" }]);
    expect(addresses("unclassed")).toBeUndefined();
    expect(addresses("foreign")).toBeUndefined();
    const syncs = items("/api/v1/namespaces/default/events").filter(({ reason }) => reason === "Sync");
    expect(syncs.map(({ count, message, source }) => ({ count, message, source }))).toEqual([
      { count: 2, message: "Scheduled for sync", source: { component: "nginx-ingress-controller" } },
    ]);
    expect(ask("/", "shop.example")).toMatch(/^HTTP\/1.1 200 OK[\s\S]*Welcome to nginx!/);
    expect(ask("/", "other.example")).toMatch(/^HTTP\/1.1 404 Not Found[\s\S]*<hr><center>nginx<\/center>/);
    merge("/api/v1/namespaces/default/services/web", { spec: { selector: { app: "nobody" } } });
    wait(3);
    expect(ask("/", "shop.example")).toMatch(/^HTTP\/1.1 503 Service Temporarily Unavailable/);
    merge(CONTROLLER, { spec: { replicas: 0 } });
    wait(30);
    expect(addresses("shop")).toBeUndefined();
    expect(ask("/", "shop.example")).toBe("no answer");
  });

  it("of a copy of a cluster serves that copy alone", () => {
    const { cluster, addresses, wait } = bootShop();
    const copy = cluster.fork();
    const user = { name: "admin", groups: ["system:masters"] };
    copy.handle({ method: "POST", path: INGRESSES, query: {}, user, body: ingress("shop", "nginx") });
    cluster.handle({ method: "POST", path: INGRESSES, query: {}, user, body: ingress("foreign", "traefik") });
    copy.clock.advanceTo(copy.clock.now() + 70_000);
    wait(70);
    const found = copy.handle({ method: "GET", path: `${INGRESSES}/shop`, query: {}, user });
    expect(found).toMatchObject({ body: { status: { loadBalancer: { ingress: [{ ip: "172.18.255.200" }] } } } });
    expect(addresses("foreign")).toBeUndefined();
  });
});
