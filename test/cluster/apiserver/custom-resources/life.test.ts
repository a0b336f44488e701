import { describe, expect, it } from "vitest";
import type { ApiResponse, WatchEvent } from "../../../../src/api/request.ts";
import { errorOf, jane, objectOf, startServer } from "../setup.ts";
import { DEFINITIONS, definitionOf, free } from "./definitions.ts";

const TOOLS = "/apis/example.com/v1/namespaces/default/tools";
const MERGE = { contentType: "application/merge-patch+json" };

interface Definition {
  readonly metadata: { readonly name: string; readonly finalizers?: readonly string[] };
  readonly status: {
    readonly acceptedNames: object;
    readonly conditions: readonly { readonly type: string; readonly status: string; readonly reason: string }[] | null;
  };
}

function conditionsOf({ status }: Definition): string[] {
  return (status.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason}`);
}

function eventsOf(response: ApiResponse): [type: string, ...conditions: string[]][] {
  const seen: [string, ...string[]][] = [];
  if (response.kind !== "watch") throw new Error(`answered ${response.kind}`);
  response.events.observe({
    next: ({ type, object }: WatchEvent) => {
      seen.push([type, ...conditionsOf(object as unknown as Definition)]);
    },
    end: () => undefined,
  });
  return seen;
}

const GIZMOS = {
  metadata: { name: "gizmos.example.com" },
  names: { plural: "gizmos", kind: "Gizmo", shortNames: ["tl"] },
};

describe("a definition", () => {
  it("becomes served in steps that a watch sees", () => {
    const { ask } = startServer();
    const seen = eventsOf(ask("GET", `${DEFINITIONS}?watch=true`));
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    expect(seen).toEqual([
      ["ADDED"],
      ["MODIFIED", "NamesAccepted=True NoConflicts", "Established=False Installing"],
      ["MODIFIED", "NamesAccepted=True NoConflicts", "Established=True InitialNamesAccepted"],
    ]);
    expect(objectOf(ask("GET", TOOLS))).toMatchObject({ apiVersion: "example.com/v1", kind: "ToolList", items: [] });
    const { resources } = objectOf<{ resources: { name: string; verbs: string[] }[] }>(
      ask("GET", "/apis/example.com/v1"),
    );
    expect(resources.map(({ name }) => name)).toEqual(["tools"]);
    const schemas = objectOf<{ components: { schemas: object } }>(ask("GET", "/openapi/v3/apis/example.com/v1"));
    expect(Object.keys(schemas.components.schemas)).toEqual(expect.arrayContaining(["com.example.v1.Tool"]));
  });

  it("waits for names that another has, and gets them when that one goes", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf(free, { names: { shortNames: ["tl"] } })));
    const gizmos = objectOf<Definition>(ask("POST", DEFINITIONS, definitionOf(free, GIZMOS)));
    const path = `${DEFINITIONS}/${gizmos.metadata.name}`;
    const waiting = objectOf<Definition>(ask("GET", path));
    expect(conditionsOf(waiting)).toEqual(["NamesAccepted=False ShortNamesConflict", "Established=False NotAccepted"]);
    expect(waiting.status.acceptedNames).toEqual({
      plural: "gizmos",
      singular: "gizmo",
      kind: "Gizmo",
      listKind: "GizmoList",
    });
    expect(ask("GET", "/apis/example.com/v1/gizmos").status).toBe(404);
    ask("DELETE", `${DEFINITIONS}/tools.example.com`);
    expect(conditionsOf(objectOf<Definition>(ask("GET", path)))).toEqual([
      "NamesAccepted=True NoConflicts",
      "Established=True InitialNamesAccepted",
    ]);
  });

  it("of a group of Kubernetes says whether it was approved", () => {
    const { ask } = startServer();
    const annotations = { "api-approved.kubernetes.io": "unapproved, a try" };
    const change = { metadata: { name: "tools.shop.k8s.io", annotations }, spec: { group: "shop.k8s.io" } };
    objectOf(ask("POST", DEFINITIONS, definitionOf(free, change)));
    expect(conditionsOf(objectOf<Definition>(ask("GET", `${DEFINITIONS}/tools.shop.k8s.io`)))).toEqual([
      "KubernetesAPIApprovalPolicyConformant=False UnapprovedAnnotation",
      "NamesAccepted=True NoConflicts",
      "Established=True InitialNamesAccepted",
    ]);
  });

  it("takes its objects with it", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    const seen = eventsOf(ask("GET", `${DEFINITIONS}?watch=true`));
    for (const name of ["axe", "saw"])
      objectOf(ask("POST", TOOLS, { apiVersion: "example.com/v1", kind: "Tool", metadata: { name } }));
    objectOf(ask("DELETE", `${DEFINITIONS}/tools.example.com`));
    expect(seen.map(([type, ...conditions]) => [type, conditions.at(-1)]).slice(1)).toEqual([
      ["MODIFIED", "Terminating=True InstanceDeletionPending"],
      ["MODIFIED", "Terminating=True InstanceDeletionInProgress"],
      ["DELETED", "Terminating=True InstanceDeletionInProgress"],
    ]);
    expect(ask("GET", TOOLS).status).toBe(404);
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    expect(objectOf<{ items: object[] }>(ask("GET", TOOLS)).items).toEqual([]);
  });

  it("waits for objects that somebody holds, and takes no new ones meanwhile", () => {
    const { ask, clock } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    const held = {
      apiVersion: "example.com/v1",
      kind: "Tool",
      metadata: { name: "saw", finalizers: ["example.com/x"] },
    };
    objectOf(ask("POST", TOOLS, held));
    const path = `${DEFINITIONS}/tools.example.com`;
    ask("DELETE", path);
    clock.advanceTo(clock.now() + 10_000);
    const going = objectOf<Definition>(ask("GET", path));
    expect(going.metadata.finalizers).toEqual(["customresourcecleanup.apiextensions.k8s.io"]);
    expect(conditionsOf(going).at(-1)).toBe("Terminating=True InstanceDeletionInProgress");
    expect(errorOf(ask("POST", TOOLS, { ...held, metadata: { name: "axe" } }))).toMatchObject({
      code: 405,
      message: "create not allowed while custom resource definition is terminating",
    });
    clock.advanceTo(clock.now() + 55_000);
    expect(conditionsOf(objectOf<Definition>(ask("GET", path))).at(-1)).toMatch(/^Terminating=True InstanceDeletion/);
    objectOf(ask("PATCH", `${TOOLS}/saw`, { metadata: { finalizers: null } }, MERGE));
    clock.advanceTo(clock.now() + 10_000);
    expect(errorOf(ask("GET", path)).code).toBe(404);
  });

  it("ends the watches of its objects when it changes", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    const watch = ask("GET", `${TOOLS}?watch=true`);
    if (watch.kind !== "watch") throw new Error(`answered ${watch.kind}`);
    let ended = false;
    watch.events.observe({
      next: () => undefined,
      end: () => {
        ended = true;
      },
    });
    objectOf(ask("PATCH", `${DEFINITIONS}/tools.example.com`, { metadata: { labels: { a: "b" } } }, MERGE));
    expect(ended).toBe(false);
    objectOf(ask("PATCH", `${DEFINITIONS}/tools.example.com`, { spec: { names: { shortNames: ["tl"] } } }, MERGE));
    expect(ended).toBe(true);
  });

  it("opens nothing to whom no role does", () => {
    const { ask } = startServer();
    objectOf(ask("POST", DEFINITIONS, definitionOf()));
    expect(errorOf(ask("GET", TOOLS, undefined, { user: jane })).message).toBe(
      'tools.example.com is forbidden: User "jane" cannot list resource "tools" in API group "example.com" in the namespace "default"',
    );
    const role = {
      metadata: { name: "t" },
      rules: [{ apiGroups: ["example.com"], resources: ["tools"], verbs: ["list"] }],
    };
    objectOf(ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", role));
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "t" };
    const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }];
    const binding = { metadata: { name: "t" }, roleRef, subjects };
    objectOf(ask("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding));
    objectOf(ask("GET", TOOLS, undefined, { user: jane }));
  });
});
