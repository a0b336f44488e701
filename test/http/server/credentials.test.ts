import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CertificateAuthority } from "../../../src/http/certificates/authority.ts";
import type { RawClient } from "../raw-client.ts";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

const now = Date.now();
const hourMs = 3600_000;
let wall = now;
let served: ServedCluster;
let client: RawClient;

beforeAll(async () => {
  served = await serveCluster({ wall: () => wall });
  client = served.client;
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const role = {
    metadata: { name: "read-pods" },
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }],
  };
  served.ask("POST", `${rbac}/namespaces/default/roles`, role);
  for (const name of ["reader", "gone"]) {
    served.ask("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name } });
    served.ask("POST", `${rbac}/namespaces/default/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "read-pods" },
      subjects: [{ kind: "ServiceAccount", name }],
    });
  }
});
afterAll(() => served.close());
beforeEach(() => {
  served.log.length = 0;
});

const PODS = "/api/v1/namespaces/default/pods";

function token(account: string, expirationSeconds = 3600): string {
  const path = `/api/v1/namespaces/default/serviceaccounts/${account}/token`;
  return served.ask<{ status: { token: string } }>("POST", path, { spec: { expirationSeconds } }).status.token;
}

async function whoami(who: RawClient, headers: Record<string, string | string[]> = {}) {
  const review = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" };
  const { text } = await who.ask("/apis/authentication.k8s.io/v1/selfsubjectreviews", review);
  return JSON.parse(text).status.userInfo as { username: string; groups: string[]; extra?: Record<string, string[]> };
}

describe("whoever shows nothing", () => {
  it("is anonymous: may see the version and the health, and nothing else", async () => {
    const nobody = client.as({});
    for (const path of ["/version", "/healthz", "/livez", "/readyz"]) expect((await nobody.ask(path)).status).toBe(200);
    expect(served.log).toEqual([]);
    const { status, refusal } = await nobody.ask(PODS);
    expect(status).toBe(403);
    expect(refusal.message).toBe(
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    expect(served.log).toEqual([`refused GET "${PODS}" from 127.0.0.1: it shows no credentials (403)`]);
    expect((await nobody.ask("/metrics")).status).toBe(403);
    expect((await nobody.send("POST", PODS, {})).status).toBe(403);
  });
});

describe("a bearer token", () => {
  it.each([
    ["another", { token: "not-the-token" }],
    ["an empty one", { token: "" }],
    ["one of another cluster's service account", { token: "e30.e30.e30" }],
    ["no token at all", { token: "a b" }],
  ])("that is nobody's is refused: %s", async (_name, identity) => {
    const { status, refusal } = await client.as(identity).ask(PODS);
    expect(status).toBe(401);
    expect(refusal).toMatchObject({ kind: "Status", reason: "Unauthorized", message: "Unauthorized", code: 401 });
    expect(served.log).toEqual([`refused GET "${PODS}" from 127.0.0.1: its credentials are nobody's (401)`]);
  });

  it.each(["Basic YWRtaW46YWRtaW4=", "Bearer", "Token x"])("is not this: %s", async (authorization) => {
    expect((await client.as({}).ask(PODS, { headers: { authorization } })).status).toBe(401);
    expect(served.log).toHaveLength(1);
  });

  it("of a service account may do what its role says, and no more", async () => {
    const reader = client.as({ token: token("reader") });
    expect((await whoami(reader)).username).toBe("system:serviceaccount:default:reader");
    expect((await reader.ask(PODS)).status).toBe(200);
    const others = [
      "/api/v1/pods",
      "/api/v1/namespaces/kube-system/pods",
      "/api/v1/namespaces/default/secrets",
      "/api/v1/nodes",
    ];
    for (const path of others) expect((await reader.ask(path)).status).toBe(403);
    expect((await reader.send("POST", PODS, { metadata: { name: "x" } })).status).toBe(403);
    expect((await reader.ask(`${PODS}/x/log`)).status).toBe(403);
  });

  it("is refused when its time is over, or when its account is deleted", async () => {
    const short = client.as({ token: token("reader", 600) });
    const orphan = client.as({ token: token("gone") });
    expect((await short.ask(PODS)).status).toBe(200);
    expect((await orphan.ask(PODS)).status).toBe(200);
    served.ask("DELETE", "/api/v1/namespaces/default/serviceaccounts/gone");
    expect((await orphan.ask(PODS)).status).toBe(401);
    wall += 601_000;
    // The cluster lives through that time in turns.
    while (served.cluster.clock.now() < wall) {
      served.ask("GET", "/version");
      await new Promise(setImmediate);
    }
    expect((await short.ask(PODS)).status).toBe(401);
  });

  it("may hide among the subprotocols of a WebSocket, alone or beside others", async () => {
    const hidden = `base64url.bearer.authorization.k8s.io.${Buffer.from(served.adminToken).toString("base64url")}`;
    const upgrade = (protocols: string): Promise<string> =>
      client
        .as({})
        .raw(
          client
            .as({})
            .head(
              `GET ${PODS}?watch=true HTTP/1.1`,
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              `Sec-WebSocket-Protocol: ${protocols}`,
            ),
          /\r\n\r\n/,
        );
    const answer = await upgrade(`binary.k8s.io, ${hidden}`);
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer).not.toContain(hidden);
    const wrong = `base64url.bearer.authorization.k8s.io.${Buffer.from("wrong").toString("base64url")}`;
    expect(await upgrade(`binary.k8s.io, ${wrong}`)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await upgrade("binary.k8s.io")).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe("a client certificate", () => {
  it("makes its common name the user and its organizations the groups", async () => {
    const { certificate, key } = served.certificate({ commonName: "jane", organizations: ["dev", "night, shift"] });
    const user = await whoami(client.as({ certificate, key }));
    expect(user).toMatchObject({ username: "jane", groups: ["dev", "night, shift", "system:authenticated"] });
    expect(user.extra?.["authentication.kubernetes.io/credential-id"]?.[0]).toMatch(/^X509SHA256=[0-9a-f]{64}$/);
    const master = served.certificate({ commonName: "root", organizations: ["system:masters"] });
    expect((await client.as(master).ask("/api/v1/secrets")).status).toBe(200);
    expect((await client.as({ certificate, key }).ask("/api/v1/secrets")).status).toBe(403);
  });

  it("is refused when it is of another authority, over, not yet good, or for servers only", async () => {
    const day = { notBefore: new Date(Date.now() - hourMs), notAfter: new Date(Date.now() + hourMs) };
    const root = { commonName: "root", organizations: ["system:masters"] };
    const stranger = CertificateAuthority.create("kubernetes", day);
    const past = { notBefore: new Date(Date.now() - 2 * hourMs), notAfter: new Date(Date.now() - hourMs) };
    const future = { notBefore: new Date(Date.now() + hourMs), notAfter: new Date(Date.now() + 2 * hourMs) };
    const refused = [
      stranger.issue({ subject: root, usages: ["client"], ...day }),
      served.certificate(root, past),
      served.certificate(root, future),
      served.authority.issue({ subject: root, usages: ["server"], ...day }),
    ];
    for (const identity of refused) expect((await client.as(identity).ask("/version")).status).toBe(401);
    expect(served.log).toHaveLength(refused.length);
    for (const line of served.log) expect(line).toMatch(/its client certificate is not valid \([A-Z_ a-z]+\) \(401\)$/);
  });

  it("that names nobody is nobody's", async () => {
    expect((await client.as(served.certificate({ commonName: "" })).ask("/version")).status).toBe(401);
  });

  it("is refused on a connection that outlives it", async () => {
    const end = Math.floor(Date.now() / 1000 + 2) * 1000;
    const short = { notBefore: new Date(end - hourMs), notAfter: new Date(end) };
    const brief = client.as(served.certificate({ commonName: "brief", organizations: ["system:masters"] }, short));
    expect((await brief.ask("/api/v1/nodes")).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, end + 20 - Date.now()));
    expect((await brief.ask("/api/v1/nodes")).status).toBe(401);
    brief.close();
  });
});

describe("impersonation", () => {
  it("is for who may: the administrator becomes anybody, a reader nobody", async () => {
    const jane = { "impersonate-user": "jane", "impersonate-group": ["dev", "a, b"], "impersonate-uid": "7" };
    expect(await whoami(client, jane)).toMatchObject({
      username: "jane",
      groups: ["dev", "a, b", "system:authenticated"],
    });
    expect((await client.ask("/api/v1/secrets", { headers: jane })).status).toBe(403);
    const reader = client.as({ token: token("reader") });
    for (const headers of [
      { "impersonate-user": "kubernetes-admin" },
      { "impersonate-user": "x", "impersonate-group": "system:masters" },
      { "impersonate-user": "system:serviceaccount:default:reader", "impersonate-group": "system:masters" },
    ]) {
      const { status, refusal } = await reader.ask(PODS, { headers });
      expect(status).toBe(403);
      expect(refusal.message).toMatch(/cannot impersonate resource/);
    }
  });

  it("needs the right for each thing that it borrows", async () => {
    served.ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", {
      metadata: { name: "become-jane" },
      rules: [{ apiGroups: [""], resources: ["users"], verbs: ["impersonate"], resourceNames: ["jane"] }],
    });
    served.ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
      metadata: { name: "become-jane" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "become-jane" },
      subjects: [{ kind: "ServiceAccount", name: "reader", namespace: "default" }],
    });
    const reader = client.as({ token: token("reader") });
    expect((await whoami(reader, { "impersonate-user": "jane" })).username).toBe("jane");
    for (const more of [
      { "impersonate-group": "system:masters" },
      { "impersonate-uid": "1" },
      { "impersonate-extra-scopes": "all" },
    ]) {
      expect((await reader.ask(PODS, { headers: { "impersonate-user": "jane", ...more } })).status).toBe(403);
    }
    expect((await reader.ask(PODS, { headers: { "impersonate-user": "joe" } })).status).toBe(403);
  });

  it("of groups without a user is refused", async () => {
    const { status } = await client.ask(PODS, { headers: { "impersonate-group": "system:masters" } });
    expect(status).toBe(400);
    expect(served.log).toHaveLength(1);
  });

  it("is not believed in the words of a proxy", async () => {
    const headers = {
      "x-remote-user": "kubernetes-admin",
      "x-remote-group": "system:masters",
      "x-forwarded-user": "admin",
    };
    expect((await client.as({}).ask("/api/v1/nodes", { headers })).status).toBe(403);
  });
});
