// What is no resource: health, version, metrics, keys; and the objects that a new cluster has.
import { describe, expect, test } from "vitest";
import type { ApiResponse } from "../../../src/api/request.ts";
import { errorOf, objectOf, startServer } from "./setup.ts";

function textOf(response: ApiResponse): string {
  if (response.kind !== "text") throw new Error(`answered ${JSON.stringify(response)}`);
  return response.body;
}

describe("health", () => {
  const { ask } = startServer();
  const text = (path: string): string => textOf(ask("GET", path));

  test.each([
    "/healthz",
    "/livez",
    "/readyz",
    "/livez/ping",
    "/readyz/shutdown",
    "/healthz/poststarthook/rbac/bootstrap-roles",
  ])("%s is ok", (path) => expect(text(path)).toBe("ok"));

  test("check by check", () => {
    expect(text("/livez?verbose").split("\n").slice(0, 4)).toEqual([
      "[+]ping ok",
      "[+]log ok",
      "[+]etcd ok",
      "[+]poststarthook/start-apiserver-admission-initializer ok",
    ]);
    expect(text("/readyz?verbose=1")).toContain("[+]etcd-readiness ok\n[+]informer-sync ok\n");
    expect(text("/readyz?verbose")).toMatch(/\[\+\]shutdown ok\nreadyz check passed\n$/);
    expect(text("/livez?verbose&exclude=etcd")).toContain("[+]etcd excluded: ok\n");
    expect(text("/livez?verbose&exclude=gizmo")).toContain(
      'warn: some health checks cannot be excluded: no matches for "gizmo"\nlivez check passed\n',
    );
    expect(ask("GET", "/livez/gizmo").status).toBe(404);
  });
});

test("paths that lead nowhere, and methods that nobody serves", () => {
  const { ask } = startServer();
  for (const path of ["/nothing", "/logs", "/apis/example.com", "/apis/example.com/v1/gizmos"]) {
    expect(ask("GET", path), path).toMatchObject({ kind: "text", status: 404, body: "404 page not found\n" });
  }
  for (const path of ["/api/v2", "/api/v1/gizmos", "/apis/apps/v9", "/apis/apps/v1/gizmos"]) {
    expect(errorOf(ask("GET", path)), path).toMatchObject({ code: 404, reason: "NotFound" });
  }
  for (const path of ["/version", "/api", "/apis/apps/v1"]) expect(errorOf(ask("POST", path, {})).code).toBe(405);
});

test("what is published of the issuer of tokens", () => {
  const { ask } = startServer({ advertiseAddress: "172.18.0.2" });
  expect(objectOf(ask("GET", "/.well-known/openid-configuration"))).toMatchObject({
    issuer: "https://kubernetes.default.svc.cluster.local",
    jwks_uri: "https://172.18.0.2:6443/openid/v1/jwks",
  });
  expect(ask("GET", "/openid/v1/jwks")).toMatchObject({ contentType: "application/jwk-set+json", body: { keys: [] } });
  expect(objectOf<{ paths: string[] }>(ask("GET", "/")).paths).toEqual(
    expect.arrayContaining(["/apis/apps/v1", "/livez/etcd"]),
  );
});

test("metrics count what was answered and what is stored", () => {
  const { ask } = startServer();
  ask("GET", "/api/v1/namespaces/default/configmaps/none");
  ask("GET", "/api/v1/namespaces/default/pods");
  ask("POST", "/api/v1/namespaces/default/configmaps?dryRun=All", { metadata: { name: "x" } });
  ask("GET", "/apis/made.up/v1/gizmos");
  const lines = textOf(ask("GET", "/metrics")).split("\n");
  const counted = (labels: string): string => `apiserver_request_total{${labels}} 1`;
  expect(lines).toEqual(
    expect.arrayContaining([
      "# TYPE apiserver_request_total counter",
      counted(
        'code="404",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"',
      ),
      counted(
        'code="200",component="apiserver",dry_run="",group="",resource="pods",scope="namespace",subresource="",verb="LIST",version="v1"',
      ),
      counted(
        'code="201",component="apiserver",dry_run="All",group="",resource="configmaps",scope="namespace",subresource="",verb="POST",version="v1"',
      ),
      'apiserver_storage_objects{resource="namespaces"} 4',
    ]),
  );
  expect(lines.join("\n")).not.toContain("made.up");
});

test("the control plane says how it is", () => {
  const { ask } = startServer({ isRunning: (component) => component !== "kube-scheduler" });
  const table = ask("GET", "/api/v1/componentstatuses", undefined, {
    accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
  });
  const refused = 'Get "https://127.0.0.1:10259/healthz": dial tcp 127.0.0.1:10259: connect: connection refused';
  expect(objectOf(table)).toMatchObject({
    rows: [
      { cells: ["scheduler", "Unhealthy", refused, ""] },
      { cells: ["controller-manager", "Healthy", "ok", ""] },
      { cells: ["etcd-0", "Healthy", "ok", ""] },
    ],
  });
  expect(table.warnings).toEqual(["v1 ComponentStatus is deprecated in v1.19+"]);
  expect(objectOf(ask("GET", "/api/v1/componentstatuses/etcd-0"))).toMatchObject({ kind: "ComponentStatus" });
  expect(errorOf(ask("GET", "/api/v1/componentstatuses/etcd-1")).message).toBe('componentstatuses "etcd-1" not found');
});

test("a new cluster has flow control, a range of addresses, and one for each service", () => {
  const { ask } = startServer();
  const names = (path: string): string[] =>
    objectOf<{ items: { metadata: { name: string } }[] }>(ask("GET", path)).items.map(({ metadata }) => metadata.name);
  const flow = "/apis/flowcontrol.apiserver.k8s.io/v1";
  expect(names(`${flow}/prioritylevelconfigurations`)).toContain("workload-low");
  expect(objectOf(ask("GET", `${flow}/flowschemas/system-node-high`))).toMatchObject({
    spec: {
      matchingPrecedence: 400,
      rules: [
        {
          resourceRules: [
            { apiGroups: [""], resources: ["nodes", "nodes/status"], verbs: ["*"], clusterScope: true },
            { apiGroups: ["coordination.k8s.io"], resources: ["leases"] },
          ],
          subjects: [{ kind: "Group", group: { name: "system:nodes" } }],
        },
      ],
    },
  });
  const networking = "/apis/networking.k8s.io/v1";
  expect(names(`${networking}/servicecidrs`)).toEqual(["kubernetes"]);
  const services = "/api/v1/namespaces/default/services";
  const { spec } = objectOf<{ spec: { clusterIP: string } }>(
    ask("POST", services, { metadata: { name: "web" }, spec: { ports: [{ port: 80 }] } }),
  );
  expect(names(`${networking}/ipaddresses`).sort()).toEqual(["10.96.0.1", spec.clusterIP].sort());
  objectOf(ask("DELETE", `${services}/web`));
  expect(names(`${networking}/ipaddresses`)).toEqual(["10.96.0.1"]);
});

describe("options of writes", () => {
  const CMS = "/api/v1/namespaces/default/configmaps";
  const long = "x".repeat(129);
  const merge = "application/merge-patch+json";
  test.each([
    [
      "POST",
      "dryRun=Some",
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "Some": supported values: "All"',
    ],
    [
      "POST",
      "fieldValidation=Loose",
      'fieldValidation: Unsupported value: "Loose": supported values: "Ignore", "Warn", "Strict"',
    ],
    [
      "PUT",
      `fieldManager=${long}`,
      'UpdateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    ],
    [
      "PATCH",
      "force=true",
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ],
    [
      "DELETE",
      "propagationPolicy=Sideways",
      'propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    ["DELETE", "gracePeriodSeconds=soon", 'strconv.ParseInt: parsing "soon": invalid syntax'],
  ] as const)("%s ?%s", (method, query, message) => {
    const { ask } = startServer();
    objectOf(ask("POST", CMS, { metadata: { name: "x" } }));
    const path = method === "POST" ? CMS : `${CMS}/x`;
    const body = method === "DELETE" ? undefined : { metadata: { name: "x" } };
    expect(
      errorOf(ask(method, `${path}?${query}`, body, { contentType: method === "PATCH" ? merge : "application/json" }))
        .message,
    ).toContain(message);
  });

  test("a dry run is one, wherever it is asked for", () => {
    const { ask } = startServer();
    objectOf(ask("POST", CMS, { metadata: { name: "x" } }));
    objectOf(ask("DELETE", `${CMS}/x`, { dryRun: ["All"], propagationPolicy: "Background" }));
    objectOf(ask("DELETE", `${CMS}/x?dryRun=All`));
    expect(ask("GET", `${CMS}/x`).status).toBe(200);
    objectOf(ask("DELETE", `${CMS}/x`, { kind: "DeleteOptions" }));
    expect(ask("GET", `${CMS}/x`).status).toBe(404);
  });
});
