import { describe, expect, test } from "vitest";
import type { WatchEvent } from "../../../src/api/request.ts";
import type { AnyObject } from "../../../src/api/types.ts";
import { errorOf, objectOf, pod, startServer } from "./setup.ts";

const CMS = "/api/v1/namespaces/default/configmaps";
const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
const APPLY = { contentType: "application/apply-patch+yaml" };
const STRATEGIC = { contentType: "application/strategic-merge-patch+json" };

const web = (image: string, more: object = {}): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image }] } },
    ...more,
  },
});

interface Managed {
  metadata: { managedFields: { manager: string; operation: string; subresource?: string; fieldsV1: object }[] };
}

const managers = (object: Managed): string[] =>
  object.metadata.managedFields.map(({ manager, operation, subresource }) =>
    `${manager} ${operation} ${subresource ?? ""}`.trim(),
  );

describe("server-side apply", () => {
  test("owns what it sets, and refuses what others own", () => {
    const { ask } = startServer();
    const apply = (body: object, manager: string, force = false) =>
      ask("PATCH", `${DEPLOYMENTS}/web?fieldManager=${manager}&force=${force}`, body, APPLY);
    const made = apply(web("nginx:1.25"), "kubectl");
    expect(made.status).toBe(201);
    expect(managers(objectOf<Managed>(made))).toEqual(["kubectl Apply"]);
    expect(
      objectOf<{ metadata: { resourceVersion: string } }>(apply(web("nginx:1.25"), "kubectl")).metadata.resourceVersion,
    ).toBe(objectOf<{ metadata: { resourceVersion: string } }>(made).metadata.resourceVersion);
    const conflict = errorOf(apply(web("nginx:1.26"), "other"));
    expect(conflict).toEqual({
      code: 409,
      reason: "Conflict",
      message:
        'Apply failed with 1 conflict: conflict with "kubectl": .spec.template.spec.containers[name="web"].image',
    });
    const forced = objectOf<Managed>(apply(web("nginx:1.26"), "other", true));
    expect(managers(forced).sort()).toEqual(["kubectl Apply", "other Apply"]);
    expect(errorOf(apply(web("nginx:1.25"), "kubectl")).message).toContain('conflict with "other"');
  });

  test("what is no longer applied goes, unless somebody else has it", () => {
    const { ask } = startServer();
    const cm = (data: object): object => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shared" }, data });
    const apply = (data: object) => ask("PATCH", `${CMS}/shared?fieldManager=kubectl&force=false`, cm(data), APPLY);
    const first = objectOf<Managed>(apply({ color: "blue", owner: "me" }));
    expect(first.metadata.managedFields[0]?.fieldsV1).toEqual({ "f:data": { "f:color": {}, "f:owner": {} } });
    objectOf(
      ask(
        "PATCH",
        `${CMS}/shared?fieldManager=kubectl-patch`,
        { data: { color: "red" } },
        { contentType: "application/merge-patch+json" },
      ),
    );
    expect(errorOf(apply({ color: "blue" })).message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.color',
    );
    expect(objectOf<{ data: object }>(apply({ owner: "me" })).data).toEqual({ color: "red", owner: "me" });
    expect(objectOf<{ data: object }>(apply({})).data).toEqual({ color: "red" });
  });

  test("unknown fields are named by the schema", () => {
    const { ask } = startServer();
    const response = ask("PATCH", `${DEPLOYMENTS}/web?fieldManager=kubectl`, web("nginx", { replica: 3 }), APPLY);
    expect(errorOf(response)).toMatchObject({
      code: 500,
      message:
        "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema",
    });
  });
});

describe("patch", () => {
  test("strategic merges lists by key, json patch by position, and a failed test says so", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEPLOYMENTS, web("nginx")));
    const containers = [{ name: "side", image: "busybox" }];
    const body = { spec: { template: { spec: { containers } } } };
    const patched = objectOf<{
      spec: { template: { spec: { containers: { name: string }[] } } };
      metadata: { generation: number };
    }>(ask("PATCH", `${DEPLOYMENTS}/web`, body, STRATEGIC));
    expect(patched.spec.template.spec.containers.map(({ name }) => name)).toEqual(["side", "web"]);
    expect(patched.metadata.generation).toBe(2);
    const json = { contentType: "application/json-patch+json" };
    objectOf(ask("PATCH", `${DEPLOYMENTS}/web`, [{ op: "replace", path: "/spec/replicas", value: 4 }], json));
    expect(
      errorOf(ask("PATCH", `${DEPLOYMENTS}/web`, [{ op: "test", path: "/spec/replicas", value: 5 }], json)),
    ).toEqual({
      code: 422,
      reason: "Invalid",
      message: "the server rejected our request due to an error in our request",
    });
  });

  test("a patch that changes nothing writes nothing; status is changed only through status", () => {
    const { ask } = startServer();
    const made = objectOf<AnyObject>(ask("POST", DEPLOYMENTS, web("nginx")));
    const merge = { contentType: "application/merge-patch+json" };
    const version = (response: ReturnType<typeof ask>): string =>
      objectOf<AnyObject>(response).metadata.resourceVersion;
    expect(version(ask("PATCH", `${DEPLOYMENTS}/web`, { spec: { replicas: 1 } }, merge))).toBe(
      made.metadata.resourceVersion,
    );
    expect(version(ask("PATCH", `${DEPLOYMENTS}/web/status`, { spec: { replicas: 9 } }, merge))).toBe(
      made.metadata.resourceVersion,
    );
    expect(version(ask("PATCH", `${DEPLOYMENTS}/web`, { status: { readyReplicas: 9 } }, merge))).toBe(
      made.metadata.resourceVersion,
    );
    const status = objectOf<{ status: object; metadata: { generation: number } }>(
      ask("PATCH", `${DEPLOYMENTS}/web/status`, { status: { readyReplicas: 1 } }, merge),
    );
    expect(status.status).toEqual({ readyReplicas: 1 });
    expect(status.metadata.generation).toBe(1);
  });

  test("scale", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEPLOYMENTS, web("nginx")));
    const merge = { contentType: "application/merge-patch+json" };
    expect(objectOf(ask("PATCH", `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 3 } }, merge))).toMatchObject({
      kind: "Scale",
      spec: { replicas: 3 },
      status: { selector: "app=web" },
    });
    expect(objectOf<{ spec: { replicas: number } }>(ask("GET", `${DEPLOYMENTS}/web`)).spec.replicas).toBe(3);
    expect(errorOf(ask("GET", `${CMS}/x/scale`)).message).toBe("the server could not find the requested resource");
  });
});

describe("delete", () => {
  test("finalizers hold an object, and it may gain no more", () => {
    const { ask, clock } = startServer();
    objectOf(ask("POST", CMS, { metadata: { name: "held", finalizers: ["example.com/hold"] } }));
    clock.advanceTo(clock.now() + 5000);
    expect(objectOf(ask("DELETE", `${CMS}/held`, { propagationPolicy: "Background" }))).toMatchObject({
      metadata: { deletionTimestamp: "2026-01-01T00:00:05Z", deletionGracePeriodSeconds: 0 },
    });
    expect(errorOf(ask("POST", CMS, { metadata: { name: "held" } })).message).toBe(
      'object is being deleted: configmaps "held" already exists',
    );
    const merge = { contentType: "application/merge-patch+json" };
    const more = ask(
      "PATCH",
      `${CMS}/held`,
      { metadata: { finalizers: ["example.com/hold", "example.com/more"] } },
      merge,
    );
    expect(errorOf(more).message).toBe(
      'ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    );
    objectOf(ask("PATCH", `${CMS}/held`, { metadata: { finalizers: null } }, merge));
    expect(ask("GET", `${CMS}/held`).status).toBe(404);
  });

  test("a running pod gets its grace, which can only be shortened", () => {
    const { ask } = startServer();
    const path = "/api/v1/namespaces/default/pods";
    objectOf(ask("POST", path, pod("a")));
    objectOf(ask("POST", `${path}/a/binding`, { target: { name: "n1" } }));
    const graceOf = (body: object): number =>
      objectOf<{ metadata: { deletionGracePeriodSeconds: number } }>(ask("DELETE", `${path}/a`, body)).metadata
        .deletionGracePeriodSeconds;
    expect(graceOf({})).toBe(30);
    expect(graceOf({ gracePeriodSeconds: 60 })).toBe(30);
    expect(graceOf({ gracePeriodSeconds: 5 })).toBe(5);
    expect(errorOf(ask("DELETE", `${path}/a`, { preconditions: { uid: "x" } })).message).toContain(
      "Precondition failed: UID in precondition: x",
    );
    expect(objectOf(ask("DELETE", `${path}/a`, { gracePeriodSeconds: 0 }))).toMatchObject({ status: "Success" });
  });

  test("propagation, namespaces, dry runs", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEPLOYMENTS, web("nginx")));
    expect(objectOf(ask("DELETE", `${DEPLOYMENTS}/web?dryRun=All`))).toMatchObject({ status: "Success" });
    expect(objectOf(ask("DELETE", `${DEPLOYMENTS}/web`, { propagationPolicy: "Foreground" }))).toMatchObject({
      metadata: { finalizers: ["foregroundDeletion"] },
    });
    objectOf(ask("POST", "/api/v1/namespaces", { metadata: { name: "team" } }));
    expect(objectOf(ask("DELETE", "/api/v1/namespaces/team"))).toMatchObject({ status: { phase: "Terminating" } });
    expect(errorOf(ask("POST", CMS.replace("default", "team"), { metadata: { name: "late" } })).message).toBe(
      'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
    );
    expect(errorOf(ask("DELETE", "/api/v1/namespaces/kube-system")).message).toBe(
      'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    );
  });
});

describe("lists and watches", () => {
  const collect = (response: ReturnType<ReturnType<typeof startServer>["ask"]>): WatchEvent[] => {
    const events: WatchEvent[] = [];
    if (response.kind !== "watch") throw new Error(`answered ${response.kind}`);
    response.events.observe({
      next: (event) => events.push(event),
      end: () => events.push({ type: "BOOKMARK", object: "end" }),
    });
    return events;
  };

  test("pages show one revision", () => {
    const { ask } = startServer();
    for (const name of ["a", "b", "c", "d"]) objectOf(ask("POST", CMS, { metadata: { name } }));
    interface Page {
      metadata: { continue?: string; remainingItemCount?: number };
      items: { metadata: { name: string } }[];
    }
    const names = (page: Page): string[] => page.items.map(({ metadata }) => metadata.name);
    const first = objectOf<Page>(ask("GET", `${CMS}?limit=2`));
    expect(names(first)).toEqual(["a", "b"]);
    expect(first.metadata.remainingItemCount).toBe(2);
    objectOf(ask("DELETE", `${CMS}/c`));
    objectOf(ask("POST", CMS, { metadata: { name: "bb" } }));
    const second = objectOf<Page>(ask("GET", `${CMS}?limit=2&continue=${first.metadata.continue}`));
    expect(names(second)).toEqual(["c", "d"]);
    expect(second.metadata.continue).toBeUndefined();
  });

  test("an object that begins or ceases to match is added or deleted", () => {
    const { ask } = startServer();
    const events = collect(ask("GET", `${CMS}?watch=true&labelSelector=app=a`));
    objectOf(ask("POST", CMS, { metadata: { name: "x" } }));
    const label = (app: string | null) =>
      ask("PATCH", `${CMS}/x`, { metadata: { labels: { app } } }, { contentType: "application/merge-patch+json" });
    objectOf(label("a"));
    objectOf(ask("PATCH", `${CMS}/x`, { data: { k: "v" } }, { contentType: "application/merge-patch+json" }));
    objectOf(label("b"));
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  });

  test("a table's rows as they change", () => {
    const { ask } = startServer();
    const table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const rows = collect(ask("GET", `${CMS}?watch=true&resourceVersion=0`, undefined, { accept: table }));
    objectOf(ask("POST", CMS, { metadata: { name: "x" } }));
    expect(rows[0]?.object).toMatchObject({
      kind: "Table",
      rows: [{ cells: ["x", 0, "0s"], object: { kind: "PartialObjectMetadata" } }],
    });
  });
});

test("a definition makes a kind", () => {
  const { ask } = startServer();
  const names = { plural: "gizmos", kind: "Gizmo", shortNames: ["gz"] };
  const additionalPrinterColumns = [{ name: "Size", type: "integer", jsonPath: ".spec.size" }];
  const versions = [
    {
      name: "v1",
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      additionalPrinterColumns,
    },
  ];
  const definition = {
    metadata: { name: "gizmos.example.com" },
    spec: { group: "example.com", scope: "Namespaced", names, versions },
  };
  const path = "/apis/example.com/v1/namespaces/default/gizmos";
  expect(ask("GET", path).status).toBe(404);
  objectOf(ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition));
  expect(
    objectOf(ask("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gizmos.example.com")),
  ).toMatchObject({
    status: { conditions: [{ type: "NamesAccepted" }, { type: "Established" }], storedVersions: ["v1"] },
  });
  objectOf(
    ask("POST", path, { apiVersion: "example.com/v1", kind: "Gizmo", metadata: { name: "g" }, spec: { size: 3 } }),
  );
  const table = ask("GET", path, undefined, { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" });
  expect(objectOf(table)).toMatchObject({ rows: [{ cells: ["g", 3] }] });
  expect(objectOf(ask("GET", "/apis/example.com/v1"))).toMatchObject({
    resources: [{ name: "gizmos", shortNames: ["gz"] }],
  });
  objectOf(ask("DELETE", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gizmos.example.com"));
  expect(ask("GET", path).status).toBe(404);
});
