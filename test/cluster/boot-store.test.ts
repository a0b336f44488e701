// A boot that is repeated from what an earlier run kept is the very same boot, at whatever instant.

import { describe, expect, it } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { Cluster } from "../../src/cluster/cluster.ts";
import type { BootStore } from "../../src/cluster/options.ts";
import { cityProfile } from "../../src/cluster/profile.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const later = Date.parse("2027-12-31T23:59:40Z");
const user = { name: "reader", groups: ["system:masters"] };

const resources = [
  ...["pods", "nodes", "events", "secrets", "configmaps", "endpoints", "serviceaccounts"].map(
    (name) => `/api/v1/${name}`,
  ),
  ...["deployments", "replicasets", "daemonsets", "controllerrevisions"].map((name) => `/apis/apps/v1/${name}`),
  ...["clusterroles", "clusterrolebindings"].map((name) => `/apis/rbac.authorization.k8s.io/v1/${name}`),
  "/apis/coordination.k8s.io/v1/leases",
  "/apis/discovery.k8s.io/v1/endpointslices",
  "/apis/metrics.k8s.io/v1beta1/pods",
];

class Shelf implements BootStore {
  readonly texts = new Map<string, string>();
  kept = 0;
  read(key: string): string | undefined {
    return this.texts.get(key);
  }
  keep(key: string, text: () => string): void {
    this.kept++;
    this.texts.set(key, text());
  }
}

// A schema of its own each time, or the process itself would remember the boot.
function boot(atMs: number, boots?: BootStore): Cluster {
  return Cluster.boot({ profile: cityProfile(), seed: 1, startMs: atMs, schema: schemaSource(), boots });
}

function everythingIn(cluster: Cluster): string {
  return JSON.stringify(resources.map((path) => cluster.handle({ method: "GET", path, query: {}, user })));
}

/** All that is there, also some time later with a new Deployment, and in a copy. */
function lifeOf(cluster: Cluster): readonly string[] {
  const atOnce = everythingIn(cluster);
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  const body = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "default" }, spec };
  cluster.handle({ method: "POST", path: "/apis/apps/v1/namespaces/default/deployments", query: {}, user, body });
  cluster.clock.advanceTo(cluster.clock.now() + 90_000);
  return [atOnce, everythingIn(cluster), everythingIn(cluster.fork()), String(cluster.clock.timersRun)];
}

describe("a boot from a store", () => {
  it("is the boot itself, at the same instant and at another one", () => {
    const shelf = new Shelf();
    const first = lifeOf(boot(startMs, shelf));
    expect(lifeOf(boot(startMs, shelf))).toEqual(first);
    expect(shelf.kept).toBe(1);
    expect(lifeOf(boot(later, shelf))).toEqual(lifeOf(boot(later)));
    expect(shelf.kept).toBe(1);
  });

  it("is worked out where what was kept is spoilt, or does not fit", () => {
    const shelf = new Shelf();
    const plain = everythingIn(boot(startMs, shelf));
    const [key = "", text = ""] = [...shelf.texts][0] ?? [];
    for (const spoilt of ["", "{}", text.slice(0, -100), text.replaceAll("/api/v1/nodes", "/api/v1/nodez")]) {
      shelf.texts.set(key, spoilt);
      expect(everythingIn(boot(startMs, shelf))).toBe(plain);
      expect(shelf.texts.get(key)).toBe(text);
    }
  });

  it("has a place of its own between two full seconds", () => {
    const shelf = new Shelf();
    boot(startMs, shelf);
    expect(everythingIn(boot(startMs + 1, shelf))).toBe(everythingIn(boot(startMs + 1)));
    expect(shelf.texts.size).toBe(2);
  });
});
