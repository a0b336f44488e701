import { describe, expect, it } from "vitest";
import type { Service } from "../../../src/api/types.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { createLoadBalancer } from "../../../src/cluster/controller-manager/load-balancer.ts";
import { Random } from "../../../src/sim/random.ts";
import { clusterUnderTest } from "../cluster-under-test.ts";

function withBalancer(addresses: readonly string[]) {
  const cluster = clusterUnderTest({ kubelet: false });
  createLoadBalancer(cluster.handle, cluster.clock, new Random("lb"), { addresses }).start();
  const key = (name: string) => ({ namespace: "default", name });
  const find = (name: string) => cluster.client.find<Service>(resources.services, key(name));
  return {
    ...cluster,
    key,
    find,
    balanced: (name: string, spec: object = {}) =>
      cluster.client.create<Service>(resources.services, {
        apiVersion: "v1",
        kind: "Service",
        metadata: key(name),
        spec: { type: "LoadBalancer", ports: [{ port: 80 }], ...spec },
      }),
    address: (name: string) => find(name)?.status?.loadBalancer?.ingress?.[0]?.ip,
    news: (name: string) =>
      cluster.client
        .list<{ reason: string; involvedObject: { name: string } } & Service>(resources.events, "default")
        .items.filter(({ involvedObject }) => involvedObject.name === name)
        .map(({ reason }) => reason),
    wait: (seconds: number) => cluster.clock.advanceTo(cluster.clock.now() + seconds * 1000),
  };
}

describe("the load balancer", () => {
  it("gives addresses, in order or as asked, while there are some", () => {
    const { balanced, address, news, wait, client, key } = withBalancer(["10.0.0.1", "10.0.0.2"]);
    balanced("second", { loadBalancerIP: "10.0.0.2" });
    balanced("first");
    balanced("third");
    balanced("foreign", { loadBalancerClass: "example.com/own" });
    expect(address("first")).toBeUndefined();
    wait(3);
    expect(["first", "second", "third", "foreign"].map(address)).toEqual([
      "10.0.0.1",
      "10.0.0.2",
      undefined,
      undefined,
    ]);
    expect(news("first")).toEqual(["EnsuringLoadBalancer", "EnsuredLoadBalancer"]);
    expect(news("third")).toContain("SyncLoadBalancerFailed");
    expect(news("foreign")).toEqual([]);
    client.delete(resources.services, key("first"));
    wait(20);
    expect(address("third")).toBe("10.0.0.1");
  });

  it("takes its address back before the Service goes, or becomes another one", () => {
    const { balanced, find, address, news, wait, client, key } = withBalancer(["10.0.0.1", "10.0.0.2"]);
    balanced("leaving");
    balanced("turning");
    wait(3);
    expect(find("leaving")?.metadata.finalizers).toEqual(["service.kubernetes.io/load-balancer-cleanup"]);
    client.delete(resources.services, key("leaving"));
    expect(find("leaving")?.metadata.deletionTimestamp).toBeDefined();
    client.patch(resources.services, key("turning"), { spec: { type: "ClusterIP" } });
    wait(3);
    expect(find("leaving")).toBeUndefined();
    expect([address("turning"), find("turning")?.metadata.finalizers]).toEqual([undefined, undefined]);
    expect(news("turning").slice(2)).toEqual(["Type", "DeletingLoadBalancer", "DeletedLoadBalancer"]);
  });
});
