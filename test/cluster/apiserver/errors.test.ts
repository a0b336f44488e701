import { describe, expect, test } from "vitest";
import { errorOf, jane, objectOf, pod, startServer } from "./setup.ts";

const PODS = "/api/v1/namespaces/default/pods";
const STRICT = "fieldManager=kubectl&fieldValidation=Strict";

const deployment = (spec: object, metadata: object = {}): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", ...metadata },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } },
    ...spec,
  },
});

describe("what a body may be", () => {
  const cases: [string, string, object, string][] = [
    [
      "a type error",
      PODS,
      pod("a", { containers: [{ name: "app", image: "x", command: "sleep 5" }] }),
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string',
    ],
    [
      "unknown fields",
      PODS,
      pod("a", { containers: [{ name: "app", image: "x", Ports: [], imagePullpolicy: "" }] }),
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].Ports", unknown field "spec.containers[0].imagePullpolicy"',
    ],
    [
      "a bad quantity",
      PODS,
      pod("a", { containers: [{ name: "app", image: "x", resources: { limits: { cpu: "2x" } } }] }),
      "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      "a bad kind",
      "/apis/apps/v1/namespaces/default/deployments",
      { apiVersion: "apps/v1", kind: "deployment", metadata: { name: "a" } },
      'deployment in version "v1" cannot be handled as a Deployment: no kind "deployment" is registered for version "apps/v1" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      "a text that has a type of its own",
      PODS,
      { ...pod("a", { containers: [] }), spec: { restartPolicy: 5 } },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
    ],
    [
      "an item of such a type in a list",
      PODS,
      pod("a", { containers: [{ name: "app", image: "x", securityContext: { capabilities: { drop: [true] } } }] }),
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal bool into Go struct field Capabilities.spec.containers.securityContext.capabilities.drop of type v1.Capability',
    ],
    [
      "a map of quantities",
      PODS,
      pod("a", { containers: [{ name: "app", image: "x", resources: { limits: "1" } }] }),
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
    [
      "a type error in a nested map",
      "/api/v1/namespaces/default/configmaps",
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { a: true } },
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
    ],
    [
      "bad base64",
      "/api/v1/namespaces/default/secrets",
      { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, data: { a: "not base64!" } },
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
    ],
    [
      "another namespace",
      PODS,
      pod("a", {}, { namespace: "other" }),
      "the namespace of the provided object does not match the namespace sent on the request",
    ],
  ];
  test.each(cases)("%s", (_, path, body, message) => {
    const { ask } = startServer();
    expect(errorOf(ask("POST", `${path}?${STRICT}`, body))).toEqual({ code: 400, reason: "BadRequest", message });
  });

  test("without Strict unknown fields are warned of", () => {
    const { ask } = startServer();
    const response = ask(
      "POST",
      "/apis/apps/v1/namespaces/default/deployments?fieldValidation=Warn",
      deployment({ replica: 3 }, { label: {} }),
    );
    expect(response.warnings).toEqual(['unknown field "metadata.label"', 'unknown field "spec.replica"']);
  });
});

describe("what is refused", () => {
  test("names, labels, finalizers of any kind", () => {
    const { ask } = startServer();
    const metadata = { name: "MyConfig", labels: { a: "my app" }, finalizers: ["cleanup"] };
    const response = ask("POST", "/api/v1/namespaces/default/configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
    });
    const { code, message } = errorOf(response);
    expect(code).toBe(422);
    expect(message).toMatch(
      /^ConfigMap "MyConfig" is invalid: \[metadata\.name: Invalid value: "MyConfig": a lowercase RFC 1123 subdomain/,
    );
    expect(message).toContain('metadata.labels: Invalid value: "my app": a valid label must be');
    expect(message).toContain(
      'metadata.finalizers[0]: Invalid value: "cleanup": name is neither a standard finalizer name nor is it fully qualified',
    );
    expect((response as { body: { details: { causes: unknown[] } } }).body.details.causes).toHaveLength(3);
  });

  test("conflicts, missing objects, missing namespaces, doubles", () => {
    const { ask } = startServer();
    const cm = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
    const path = "/api/v1/namespaces/default/configmaps";
    const made = objectOf<{ metadata: object }>(ask("POST", path, cm));
    expect(errorOf(ask("POST", path, cm)).message).toBe('configmaps "a" already exists');
    expect(errorOf(ask("POST", path, { ...cm, metadata: { generateName: "a" } })).code).toBe(0);
    expect(errorOf(ask("GET", `${path}/b`)).message).toBe('configmaps "b" not found');
    expect(errorOf(ask("POST", path.replace("default", "ghost"), cm)).message).toBe('namespaces "ghost" not found');
    const stale = { ...made, metadata: { ...made.metadata, resourceVersion: "1" } };
    expect(errorOf(ask("PUT", `${path}/a`, stale)).message).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    const foreign = { ...made, metadata: { ...made.metadata, uid: "x" } };
    expect(errorOf(ask("PUT", `${path}/a`, foreign)).message).toContain(
      "StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x,",
    );
    expect(
      errorOf(ask("PATCH", `${path}/a`, { metadata: { name: "b" } }, { contentType: "application/merge-patch+json" }))
        .message,
    ).toBe("the name of the object (b) does not match the name on the URL (a)");
  });

  test("selectors that make no sense", () => {
    const { ask } = startServer();
    expect(errorOf(ask("GET", `${PODS}?labelSelector=app in a`)).message).toBe(
      "unable to parse requirement: found 'a' expected: '('",
    );
    expect(errorOf(ask("GET", `${PODS}?fieldSelector=spec.image=x`)).message).toBe(
      "field label not supported: spec.image",
    );
    expect(errorOf(ask("GET", "/api/v1/nonsense")).message).toBe("the server could not find the requested resource");
    expect(ask("GET", "/nonsense")).toMatchObject({ kind: "text", status: 404, body: "404 page not found\n" });
  });
});

describe("who may do what", () => {
  test("denials name user, verb, resource and scope", () => {
    const { ask } = startServer();
    const as = { user: jane };
    expect(errorOf(ask("GET", PODS, undefined, as)).message).toBe(
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    expect(errorOf(ask("GET", "/api/v1/nodes", undefined, as)).message).toBe(
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    );
    expect(errorOf(ask("GET", "/metrics", undefined, as)).message).toBe(
      'forbidden: User "jane" cannot get path "/metrics"',
    );
    expect(objectOf(ask("GET", "/version", undefined, as))).toMatchObject({ gitVersion: "v1.33.5" });
  });

  test("roles, impersonation, escalation", () => {
    const { ask } = startServer();
    const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }];
    objectOf(ask("POST", `${rbac}/roles`, { metadata: { name: "reader" }, rules }));
    const binding = (name: string, role: string, kind: string, user: string): object => ({
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: role },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
    });
    objectOf(ask("POST", `${rbac}/rolebindings`, binding("read", "reader", "Role", "jane")));
    objectOf(ask("POST", `${rbac}/rolebindings`, binding("ghost", "none", "Role", "kim")));
    objectOf(ask("POST", `${rbac}/rolebindings`, binding("adm", "admin", "ClusterRole", "lee")));
    const as = (name: string) => ({ impersonate: { name, groups: [] } });
    expect(ask("GET", PODS, undefined, as("jane")).status).toBe(200);
    expect(errorOf(ask("GET", PODS, undefined, as("kim"))).message).toContain(
      'in the namespace "default": RBAC: role.rbac.authorization.k8s.io "none" not found',
    );
    const all = [{ apiGroups: [""], resources: ["*"], verbs: ["*"] }];
    expect(errorOf(ask("POST", `${rbac}/roles`, { metadata: { name: "all" }, rules: all }, as("lee"))).message).toBe(
      'roles.rbac.authorization.k8s.io "all" is forbidden: user "lee" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["*"], Verbs:["*"]}',
    );
    const review = { spec: { resourceAttributes: { verb: "list", resource: "pods", namespace: "default" } } };
    expect(
      objectOf(ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, as("jane"))),
    ).toMatchObject({
      status: { allowed: true, reason: 'RBAC: allowed by RoleBinding "read/default" of Role "reader" to User "jane"' },
    });
    expect(errorOf(ask("GET", PODS, undefined, { user: jane, ...as("lee") })).message).toBe(
      'users "lee" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });
});
