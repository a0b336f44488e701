import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RawClient } from "../raw-client.ts";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

let served: ServedCluster;
let client: RawClient;
/** A service account that may do everything in the namespace `default`, and nothing elsewhere. */
let tenant: RawClient;

beforeAll(async () => {
  served = await serveCluster();
  client = served.client;
  const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
  const everything = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
  served.ask("POST", `${rbac}/roles`, { metadata: { name: "all" }, rules: everything });
  served.ask("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name: "tenant" } });
  served.ask("POST", `${rbac}/rolebindings`, {
    metadata: { name: "all" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "all" },
    subjects: [{ kind: "ServiceAccount", name: "tenant" }],
  });
  const path = "/api/v1/namespaces/default/serviceaccounts/tenant/token";
  const { status } = served.ask<{ status: { token: string } }>("POST", path, { spec: {} });
  tenant = client.as({ token: status.token });
});
afterAll(() => served.close());
beforeEach(() => {
  served.log.length = 0;
});

/** The status with which the bytes of this request line are answered. */
async function statusOf(who: RawClient, line: string, ...headers: string[]): Promise<number> {
  const text = await who.raw(who.head(line, "Connection: close", ...headers));
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}

describe("a path with a trick", () => {
  it.each([
    ["/api/v1/../../etc/passwd", 400],
    ["/api/v1/%2e%2e/secrets", 400],
    ["/api/v1/%2E./secrets", 400],
    ["/api/v1/./pods", 400],
    ["/api/v1/..%2f..%2fsecrets", 400],
    ["/api/v1/..\\..\\secrets", 400],
    ["/api/v1/%5c..%5csecrets", 400],
    ["/api/v1/pods%00.json", 400],
    ["/api/v1/pods%0d%0aX-Injected:%20yes", 400],
    ["/api/v1/%zz", 400],
    ["/api/v1/%", 400],
    ["/api/v1/%c3%28", 400],
    ["//api/v1/pods", 404],
    ["/api/v1//pods", 404],
    ["/api//v1/pods", 404],
    ["//evil.example/api/v1/pods", 404],
    ["https://evil.example/api/v1/pods", 400],
    ["*", 400],
  ])("is refused and noted: %s", async (path, status) => {
    expect(await statusOf(client, `GET ${path} HTTP/1.1`)).toBe(status);
    expect(served.log).toHaveLength(1);
    expect(served.log[0]).toContain(`refused GET ${JSON.stringify(path)} from 127.0.0.1: `);
  });

  it("or one that is merely odd leads nowhere", async () => {
    const long = `/api/v1/namespaces/default/pods/${"x".repeat(100_000)}`;
    for (const path of [
      long,
      "/",
      "/API/V1/PODS",
      "/api/v1/pods;a=b",
      "/api/v2/pods",
      "/%61pi/v1/nope",
      "/favicon.ico",
    ]) {
      expect(await statusOf(tenant, `GET ${path} HTTP/1.1`)).toBeGreaterThanOrEqual(403);
    }
    expect((await client.ask(long)).status).toBe(404);
    expect((await client.ask("/api/v1/n%61mespaces/default")).status).toBe(200);
  });
});

describe("rights", () => {
  it("cannot be had by writing a path in another way", async () => {
    served.ask("POST", "/api/v1/namespaces/kube-system/secrets", { metadata: { name: "crown" } });
    const secret = "kube-system/secrets/crown";
    const tricks = [
      `/api/v1/namespaces/default/secrets/../../${secret}`,
      `/api/v1/namespaces/default/..%2f${secret}`,
      "/api/v1/namespaces/default%2f..%2fkube-system/secrets/crown",
      "/api/v1/namespaces/kube-system%2fsecrets/crown",
      "/api/v1/namespaces/kube%2dsystem/secrets/crown",
      "/api/v1/namespaces/kube-system/s%65crets/crown",
      "/api/v1/namespaces/default/secrets/%2e%2e%2f%2e%2e%2fkube-system%2fsecrets%2fcrown",
      "/api/v1/secrets/kube-system%2Fcrown",
      "/api/v1/secrets?fieldSelector=metadata.namespace%3Ddefault",
      "/api/v1/watch/secrets",
      "/api/v1/namespaces/default/secrets%3f/../../x",
      "/api/v1/namespaces//secrets",
    ];
    for (const path of tricks) {
      expect([path, await statusOf(tenant, `GET ${path} HTTP/1.1`)]).toEqual([path, expect.toSatisfy((n) => n >= 400)]);
    }
    expect((await tenant.ask("/api/v1/namespaces/default/secrets")).status).toBe(200);
  });

  it("in a namespace reach nothing that has none", async () => {
    const inDefault = (group: string, resource: string): string => `${group}/namespaces/default/${resource}`;
    const rbac = "/apis/rbac.authorization.k8s.io/v1";
    for (const path of [
      inDefault("/api/v1", "nodes"),
      inDefault("/api/v1", "persistentvolumes"),
      inDefault("/api/v1", "namespaces"),
      inDefault("/api/v1", "namespaces/kube-system"),
      inDefault(rbac, "clusterroles"),
      inDefault(rbac, "clusterroles/cluster-admin"),
    ]) {
      expect([path, (await tenant.ask(path)).status]).toEqual([path, 404]);
    }
    const crown = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "crown" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "tenant", namespace: "default" }],
    };
    for (const path of [inDefault(rbac, "clusterrolebindings"), `${rbac}/clusterrolebindings`]) {
      expect((await tenant.send("POST", path, crown)).status).toBeGreaterThanOrEqual(403);
    }
    expect((await tenant.ask("/api/v1/nodes")).status).toBe(403);
  });

  it("to a subresource are asked for however it is written", async () => {
    const reader = {
      metadata: { name: "just-pods" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
    };
    served.ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", reader);
    served.ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
      metadata: { name: "just-pods" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "just-pods" },
      subjects: [{ kind: "User", name: "joe" }],
    });
    const joe = client.as(served.certificate({ commonName: "joe" }));
    const [pod] = served.ask<{ items: { metadata: { name: string } }[] }>(
      "GET",
      "/api/v1/namespaces/kube-system/pods",
    ).items;
    const path = `/api/v1/namespaces/kube-system/pods/${pod?.metadata.name}`;
    expect((await joe.ask(path)).status).toBe(200);
    for (const log of ["/log", "%2Flog", "/l%6fg", "/%6c%6f%67"]) expect((await joe.ask(path + log)).status).toBe(403);
    const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
    for (const exec of ["/exec", "%2Fexec", "/%65xec"]) {
      const lines = joe.head(`GET ${path}${exec}?command=id&stdout=true HTTP/1.1`, "Connection: Upgrade", ...upgrade);
      expect(await joe.raw(lines, /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 403 /);
    }
  });
});

describe("a method", () => {
  it.each(["TRACE", "OPTIONS", "CONNECT", "PROPFIND", "LINK"])(
    "that no resource has is refused: %s",
    async (method) => {
      expect(await statusOf(client, `${method} /api/v1/pods HTTP/1.1`)).toBe(405);
      expect(served.log).toEqual([expect.stringContaining(`refused ${method} "/api/v1/pods" from 127.0.0.1: `)]);
    },
  );

  it("that is none at all is no HTTP", async () => {
    expect(await statusOf(client, "FETCH /api/v1/pods HTTP/1.1")).toBe(400);
    expect(served.log).toHaveLength(1);
  });

  it("cannot be changed on the way", async () => {
    const headers = { "x-http-method-override": "DELETE", "x-method-override": "DELETE" };
    expect((await client.ask("/api/v1/namespaces/default?_method=DELETE", { headers })).status).toBe(200);
    expect((await client.ask("/api/v1/namespaces/default")).status).toBe(200);
  });
});
