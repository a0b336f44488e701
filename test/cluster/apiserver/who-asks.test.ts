// Tokens, certificates, impersonation, anonymous requests, and the questions that can be asked about all of them.
import { describe, expect, test } from "vitest";
import type { UserInfo } from "../../../src/api/request.ts";
import { certificateUser } from "../../../src/cluster/apiserver/authentication.ts";
import { admin, errorOf, jane, objectOf, pod, startServer } from "./setup.ts";

const DEFAULT = "/api/v1/namespaces/default";
const anonymous: UserInfo = { name: "system:anonymous", groups: ["system:unauthenticated"] };

function withBot() {
  const started = startServer();
  const { ask } = started;
  objectOf(ask("POST", `${DEFAULT}/serviceaccounts`, { metadata: { name: "bot" } }));
  const request = (spec: object = {}) =>
    ask("POST", `${DEFAULT}/serviceaccounts/bot/token`, {
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      spec,
    });
  const tokenOf = (spec: object = {}): string => objectOf<{ status: { token: string } }>(request(spec)).status.token;
  const claimsOf = (token: string) =>
    JSON.parse(atob(token.split(".")[1]?.replace(/-/g, "+").replace(/_/g, "/") ?? ""));
  return { ...started, request, tokenOf, claimsOf };
}

describe("a token", () => {
  test("says whose it is, for as long as it lasts", () => {
    const { clock, server, tokenOf, claimsOf } = withBot();
    const token = tokenOf({ expirationSeconds: 600 });
    const { jti, "kubernetes.io": bound, ...claims } = claimsOf(token);
    expect(claims).toMatchObject({ sub: "system:serviceaccount:default:bot", exp: claims.iat + 600 });
    expect(server.authenticateToken(token)).toEqual({
      name: "system:serviceaccount:default:bot",
      uid: bound.serviceaccount.uid,
      groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"],
      extra: { "authentication.kubernetes.io/credential-id": [`JTI=${jti}`] },
    });
    clock.advanceTo(clock.now() + 600_000);
    expect(server.authenticateToken(token)).toBeUndefined();
  });

  test("is nobody's when it is garbage, changed, of another server, or for somebody else", () => {
    const { server, tokenOf } = withBot();
    const token = tokenOf();
    const [head = "", payload = "", signature = ""] = token.split(".");
    const encode = (text: string): string => btoa(text).replace(/=+$/, "");
    const forged = encode(atob(payload).replace("default:bot", "kube-system:bot"));
    for (const garbage of [
      ...["", ".", "..", "...", "a.b.c", "%%.%%.%%", "\u{1f600}.b.c", token.slice(1), `${token}x`, `${token}.x`],
      ...[
        `${head}.${encode("null")}.${signature}`,
        `${head}.${encode("{")}.${signature}`,
        `${head}.${forged}.${signature}`,
      ],
      `${head}.${payload}.`,
      tokenOf({ audiences: ["vault"] }),
    ]) {
      expect(server.authenticateToken(garbage), garbage).toBeUndefined();
    }
    expect(startServer({ tokenKey: "another" }).server.authenticateToken(token)).toBeUndefined();
    expect(server.authenticateToken(token)).toBeDefined();
  });

  test("goes with its account, and with what it is bound to", () => {
    const { ask, server, tokenOf, claimsOf } = withBot();
    objectOf(ask("POST", `${DEFAULT}/pods`, pod("p", { serviceAccountName: "bot" })));
    objectOf(ask("POST", `${DEFAULT}/secrets`, { metadata: { name: "s" } }));
    const toPod = tokenOf({ boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "p" }, expirationSeconds: 3607 });
    const toSecret = tokenOf({ boundObjectRef: { apiVersion: "v1", kind: "Secret", name: "s" } });
    const free = tokenOf();
    // What a pod gets by itself outlives its hour, for old programs' sake.
    const { iat, exp, "kubernetes.io": bound } = claimsOf(toPod);
    expect([exp - iat, bound.warnafter - iat]).toEqual([365 * 24 * 3600, 3607]);
    expect(server.authenticateToken(toPod)?.extra).toMatchObject({ "authentication.kubernetes.io/pod-name": ["p"] });
    objectOf(ask("DELETE", `${DEFAULT}/pods/p`, { gracePeriodSeconds: 0 }));
    objectOf(ask("DELETE", `${DEFAULT}/secrets/s`));
    expect([toPod, toSecret, free].map((each) => server.authenticateToken(each) !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
    objectOf(ask("DELETE", `${DEFAULT}/serviceaccounts/bot`));
    objectOf(ask("POST", `${DEFAULT}/serviceaccounts`, { metadata: { name: "bot" } }));
    expect(server.authenticateToken(free)).toBeUndefined();
  });

  test.each([
    [
      { expirationSeconds: 10 },
      422,
      "spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes",
    ],
    [{ boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "none" } }, 404, 'pods "none" not found'],
    [
      { boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "other" } },
      400,
      "pod running with different serviceaccount name.",
    ],
    [
      { boundObjectRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" } },
      400,
      "cannot bind token to object of type apps/v1, Kind=Deployment",
    ],
  ])("is refused for %j", (spec, code, message) => {
    const { ask, request } = withBot();
    objectOf(ask("POST", `${DEFAULT}/serviceaccounts`, { metadata: { name: "default" } }));
    objectOf(ask("POST", `${DEFAULT}/pods`, pod("other")));
    const error = errorOf(request(spec));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test("can be reviewed", () => {
    const { ask, clock, tokenOf } = withBot();
    const review = (spec: object) =>
      objectOf<{ status: object }>(
        ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
          kind: "TokenReview",
          apiVersion: "authentication.k8s.io/v1",
          spec,
        }),
      ).status;
    const token = tokenOf({ audiences: ["vault"] });
    expect(review({ token, audiences: ["vault", "other"] })).toMatchObject({
      authenticated: true,
      audiences: ["vault"],
      user: { username: "system:serviceaccount:default:bot" },
    });
    expect(review({ token })).toEqual({
      user: {},
      error:
        '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]]',
    });
    expect(review({ token: "x" })).toEqual({ user: {}, error: "invalid bearer token" });
    clock.advanceTo(clock.now() + 3_600_000);
    expect(review({ token, audiences: ["vault"] })).toMatchObject({
      error: "[invalid bearer token, service account token has expired]",
    });
  });
});

test("a certificate names a user and groups", () => {
  expect(certificateUser({ commonName: "jane", organizations: ["devs"] })).toEqual({
    name: "jane",
    groups: ["devs", "system:authenticated"],
  });
  expect(certificateUser({ commonName: "jane", organizations: [], fingerprint: "ab" })?.extra).toEqual({
    "authentication.kubernetes.io/credential-id": ["X509SHA256=ab"],
  });
  expect(certificateUser({ commonName: "", organizations: ["system:masters"] })).toBeUndefined();
});

describe("who shows nothing", () => {
  const { ask } = startServer();

  test.each(["/healthz", "/livez", "/readyz", "/version"])("may read %s", (path) => {
    expect(ask("GET", path, undefined, { user: anonymous }).status).toBe(200);
  });

  test.each([
    "/",
    "/api",
    "/apis",
    "/apis/apps/v1",
    "/openapi/v3",
    "/metrics",
    "/livez/ping",
    "/.well-known/openid-configuration",
  ])("may not read %s", (path) => {
    expect(errorOf(ask("GET", path, undefined, { user: anonymous }))).toEqual({
      code: 403,
      reason: "Forbidden",
      message: `forbidden: User "system:anonymous" cannot get path "${path}"`,
    });
  });

  test("may not list pods, and is told so", () => {
    expect(ask("GET", `${DEFAULT}/pods`, undefined, { user: anonymous })).toMatchObject({
      status: 403,
      body: {
        message:
          'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
        details: { kind: "pods" },
      },
    });
    expect(errorOf(ask("POST", "/healthz", {}, { user: anonymous })).message).toBe(
      'forbidden: User "system:anonymous" cannot post path "/healthz"',
    );
  });
});

describe("acting as somebody else", () => {
  const whoami = (user: UserInfo, impersonate: UserInfo) => {
    const { ask } = startServer();
    return ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {}, { user, impersonate });
  };

  test("brings along groups, uid and extra", () => {
    const impersonate = { name: "jane", groups: ["devs"], uid: "7", extra: { scopes: ["view"] } };
    expect(objectOf(whoami(admin, impersonate))).toMatchObject({
      status: {
        userInfo: { username: "jane", uid: "7", groups: ["devs", "system:authenticated"], extra: { scopes: ["view"] } },
      },
    });
    expect(objectOf(whoami(admin, { name: "system:serviceaccount:default:bot", groups: [] }))).toMatchObject({
      status: {
        userInfo: { groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"] },
      },
    });
    expect(errorOf(whoami(admin, { name: "system:anonymous", groups: [] })).message).toContain(
      'User "system:anonymous"',
    );
  });

  test("needs the right to each part", () => {
    const { ask } = startServer();
    const rule = (apiGroups: string[], resources: string[]) => ({ apiGroups, resources, verbs: ["impersonate"] });
    const rbac = "/apis/rbac.authorization.k8s.io/v1";
    objectOf(ask("POST", `${rbac}/clusterroles`, { metadata: { name: "as" }, rules: [rule([""], ["users"])] }));
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "as" };
    const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }];
    objectOf(ask("POST", `${rbac}/clusterrolebindings`, { metadata: { name: "as" }, roleRef, subjects }));
    const asOther = (more: Partial<UserInfo>) =>
      ask(
        "POST",
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        {},
        { user: jane, impersonate: { name: "kim", groups: [], ...more } },
      );
    expect(asOther({}).status).toBe(201);
    expect(errorOf(asOther({ groups: ["devs"] })).message).toBe(
      'groups "devs" is forbidden: User "jane" cannot impersonate resource "groups" in API group "" at the cluster scope',
    );
    expect(errorOf(asOther({ extra: { scopes: ["view"] } })).message).toBe(
      'userextras.authentication.k8s.io "view" is forbidden: User "jane" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope',
    );
    expect(errorOf(asOther({ uid: "7" })).message).toContain('cannot impersonate resource "uids"');
  });
});

describe("questions about access", () => {
  const GROUP = "/apis/authorization.k8s.io/v1";
  const post = (path: string, kind: string, spec: object) =>
    startServer().ask("POST", `${GROUP}/${path}`, { kind, apiVersion: "authorization.k8s.io/v1", spec });
  const pods = { verb: "get", resource: "pods", namespace: "default" };

  test("are answered for anybody", () => {
    const answer = (spec: object) =>
      objectOf<{ status: object }>(post("subjectaccessreviews", "SubjectAccessReview", spec)).status;
    expect(answer({ user: "jane", resourceAttributes: pods })).toEqual({ allowed: false });
    expect(answer({ groups: ["system:authenticated"], nonResourceAttributes: { verb: "get", path: "/api" } })).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"',
    });
  });

  test.each([
    [
      "selfsubjectaccessreviews",
      "SelfSubjectAccessReview",
      {},
      "exactly one of nonResourceAttributes or resourceAttributes must be specified",
    ],
    [
      "subjectaccessreviews",
      "SubjectAccessReview",
      { resourceAttributes: pods },
      "at least one of user or group must be specified",
    ],
    [
      "namespaces/kube-system/localsubjectaccessreviews",
      "LocalSubjectAccessReview",
      { user: "jane", resourceAttributes: pods },
      "must match metadata.namespace",
    ],
    ["selfsubjectrulesreviews", "SelfSubjectRulesReview", {}, "no namespace on request"],
  ])("%s without what it needs", (path, kind, spec, message) => {
    expect(errorOf(post(path, kind, spec)).message).toContain(message);
  });
});

test("who may see one object may list and watch just that one", () => {
  const { ask } = startServer();
  const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
  const rules = [
    { apiGroups: [""], resources: ["configmaps"], resourceNames: ["one"], verbs: ["get", "list", "watch"] },
  ];
  objectOf(ask("POST", `${rbac}/roles`, { metadata: { name: "one" }, rules }));
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "one" };
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }];
  objectOf(ask("POST", `${rbac}/rolebindings`, { metadata: { name: "one" }, roleRef, subjects }));
  const status = (query: string) => ask("GET", `${DEFAULT}/configmaps${query}`, undefined, { user: jane }).status;
  expect(["?fieldSelector=metadata.name%3Done", "?watch=1&fieldSelector=metadata.name%3Done"].map(status)).toEqual([
    200, 200,
  ]);
  expect(["", "?fieldSelector=metadata.name%3Dtwo", "?watch=1"].map(status)).toEqual([403, 403, 403]);
});
