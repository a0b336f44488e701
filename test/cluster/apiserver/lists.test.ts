// What a list or a watch may ask for, and what it is told when that cannot be.
import { describe, expect, test } from "vitest";
import type { ApiResponse, WatchEvent } from "../../../src/api/request.ts";
import type { Status } from "../../../src/api/status.ts";
import { Etcd } from "../../../src/cluster/etcd/etcd.ts";
import { errorOf, objectOf, startServer } from "./setup.ts";

const CMS = "/api/v1/namespaces/default/configmaps";
const MERGE = { contentType: "application/merge-patch+json" };

interface Page {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: { metadata: { name: string } }[];
}

const names = (page: Page): string[] => page.items.map(({ metadata }) => metadata.name);

function collect(response: ApiResponse): (WatchEvent | "end")[] {
  const events: (WatchEvent | "end")[] = [];
  if (response.kind !== "watch") throw new Error(`answered ${JSON.stringify(response)}`);
  response.events.observe({ next: (event) => events.push(event), end: () => events.push("end") });
  return events;
}

describe("options", () => {
  const OPTIONS = 'ListOptions.meta.k8s.io "" is invalid: ';
  test.each([
    ["limit=ten", 400, 'strconv.ParseInt: parsing "ten": invalid syntax'],
    ["limit=", 400, 'strconv.ParseInt: parsing "": invalid syntax'],
    ["limit=99999999999999999999", 400, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    ["watch=1&timeoutSeconds=1h", 400, 'strconv.ParseInt: parsing "1h": invalid syntax'],
    [
      "resourceVersion=new",
      500,
      'resourceVersion: Invalid value: "new": strconv.ParseUint: parsing "new": invalid syntax',
    ],
    ["fieldSelector=name", 400, "invalid selector: 'name'; can't understand 'name'"],
    [
      "fieldSelector=spec.x%3Dy",
      400,
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ["labelSelector=a%3D%3D%3Db", 400, "unable to parse requirement: found '=', expected: identifier"],
    [
      "resourceVersionMatch=Exact",
      422,
      `${OPTIONS}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
    ],
    [
      "resourceVersion=0&resourceVersionMatch=Exact",
      422,
      `${OPTIONS}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
    ],
    [
      "resourceVersion=1&resourceVersionMatch=About",
      422,
      `${OPTIONS}resourceVersionMatch: Unsupported value: "About": supported values: "Exact", "NotOlderThan", ""`,
    ],
    ["sendInitialEvents=true", 422, `${OPTIONS}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`],
    [
      "watch=true&sendInitialEvents=true",
      422,
      `${OPTIONS}resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan`,
    ],
    [
      "watch=true&resourceVersion=1&resourceVersionMatch=NotOlderThan",
      422,
      `${OPTIONS}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided`,
    ],
    ["continue=!", 400, "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"],
    ["resourceVersion=9999&limit=1", 504, "Timeout: Too large resource version: 9999, current: "],
    ["resourceVersion=9999", 504, "Timeout: Too large resource version: 9999, current: "],
  ])("?%s", (query, code, message) => {
    const answer = errorOf(startServer().ask("GET", `${CMS}?${query}`));
    expect(answer.code).toBe(code);
    expect(answer.message).toContain(message);
  });

  test("what a server takes without a word", () => {
    const { ask } = startServer();
    for (const query of ["limit=-1", "watch=false", "watch=0", "resourceVersion=0", "pretty=true", "unknown=1"]) {
      expect(ask("GET", `${CMS}?${query}`)).toMatchObject({ kind: "object", status: 200 });
    }
    for (const query of ["watch", "watch=", "watch=yes"]) expect(ask("GET", `${CMS}?${query}`).kind).toBe("watch");
    expect(ask("GET", `${CMS}/nothing?watch=true`).status).toBe(404);
    expect(ask("GET", "/api/v1/watch/namespaces/default/configmaps").kind).toBe("watch");
  });

  test("a future version names when to come back", () => {
    const { ask } = startServer();
    const details = { causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }] };
    expect(ask("GET", `${CMS}?resourceVersion=9999`)).toMatchObject({
      body: { reason: "Timeout", details: { ...details, retryAfterSeconds: 1 } },
    });
    expect(ask("GET", "/api/v1/namespaces/default?resourceVersion=9999")).toMatchObject({ status: 504 });
  });
});

describe("pieces", () => {
  function withFour() {
    const etcd = new Etcd<never>() as unknown as Etcd<import("../../../src/api/types.ts").AnyObject>;
    const started = startServer({ etcd });
    for (const name of ["a", "b", "c", "d"]) objectOf(started.ask("POST", CMS, { metadata: { name } }));
    return { ...started, etcd };
  }

  test("a version of the past is listed as it was", () => {
    const { ask } = withFour();
    const { metadata } = objectOf<Page>(ask("GET", CMS));
    objectOf(ask("DELETE", `${CMS}/b`));
    const exact = `resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`;
    expect(names(objectOf(ask("GET", `${CMS}?${exact}`)))).toEqual(["a", "b", "c", "d"]);
    expect(names(objectOf(ask("GET", `${CMS}?resourceVersion=${metadata.resourceVersion}&limit=2`)))).toEqual([
      "a",
      "b",
    ]);
    expect(names(objectOf(ask("GET", `${CMS}?resourceVersion=${metadata.resourceVersion}`)))).toEqual(["a", "c", "d"]);
    expect(names(objectOf(ask("GET", `${CMS}?resourceVersion=0&limit=1`)))).toEqual(["a", "c", "d"]);
  });

  test("the token is of the usual form, and goes with no version", () => {
    const { ask } = withFour();
    const { metadata } = objectOf<Page>(ask("GET", `${CMS}?limit=3`));
    expect(JSON.parse(atob(metadata.continue ?? ""))).toEqual({
      v: "meta.k8s.io/v1",
      rv: Number(metadata.resourceVersion),
      start: "c\0",
    });
    expect(errorOf(ask("GET", `${CMS}?continue=${metadata.continue}&resourceVersion=5`)).message).toBe(
      "specifying resource version is not allowed when using continue",
    );
  });

  test("a list whose beginning is forgotten can go on, inconsistently", () => {
    const { ask, etcd } = withFour();
    const first = objectOf<Page>(ask("GET", `${CMS}?limit=2`));
    objectOf(ask("DELETE", `${CMS}/c`));
    etcd.compact(etcd.revision);
    const gone = ask("GET", `${CMS}?limit=2&continue=${first.metadata.continue}`);
    expect(errorOf(gone)).toMatchObject({ code: 410, reason: "Expired" });
    const status = (gone as { body: Status }).body as unknown as Page;
    expect(names(objectOf(ask("GET", `${CMS}?limit=2&continue=${status.metadata.continue}`)))).toEqual(["d"]);
    const exact = `resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`;
    expect(errorOf(ask("GET", `${CMS}?${exact}`)).message).toBe(
      "The resourceVersion for the provided list is too old.",
    );
  });

  test("history is forgotten after five to ten minutes", () => {
    const { ask, clock } = startServer();
    const { metadata } = objectOf<Page>(ask("GET", CMS));
    objectOf(ask("POST", CMS, { metadata: { name: "later" } }));
    const watch = `${CMS}?watch=true&resourceVersion=${metadata.resourceVersion}`;
    expect(collect(ask("GET", watch))).toMatchObject([{ type: "ADDED" }]);
    clock.advanceTo(clock.now() + 11 * 60_000);
    expect(collect(ask("GET", watch))).toMatchObject([
      {
        type: "ERROR",
        object: {
          code: 410,
          reason: "Expired",
          message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/),
        },
      },
      "end",
    ]);
  });
});

describe("a watch", () => {
  test("begins with what exists and says where that ends, for clients that ask for it", () => {
    const { ask } = startServer();
    objectOf(ask("POST", CMS, { metadata: { name: "old" } }));
    const asked = `${CMS}?watch=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&sendInitialEvents=`;
    const [all, onlyNew] = [collect(ask("GET", `${asked}true`)), collect(ask("GET", `${asked}false`))];
    objectOf(ask("POST", CMS, { metadata: { name: "new" } }));
    expect(all).toMatchObject([
      { type: "ADDED", object: { metadata: { name: "old" } } },
      { type: "BOOKMARK", object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } } },
      { type: "ADDED", object: { metadata: { name: "new" } } },
    ]);
    expect(onlyNew).toMatchObject([{ type: "ADDED", object: { metadata: { name: "new" } } }]);
  });

  test("ends when its time is up, after a last bookmark", () => {
    const { ask, clock } = startServer();
    const events = collect(
      ask("GET", `${CMS}?watch=true&resourceVersion=1&allowWatchBookmarks=true&timeoutSeconds=130`),
    );
    clock.advanceTo(clock.now() + 61_000);
    expect(events).toMatchObject([
      { type: "BOOKMARK", object: { kind: "ConfigMap", apiVersion: "v1", metadata: { creationTimestamp: null } } },
    ]);
    clock.advanceTo(clock.now() + 69_000);
    expect(events.map((each) => (each === "end" ? each : each.type))).toEqual([
      "BOOKMARK",
      "BOOKMARK",
      "BOOKMARK",
      "end",
    ]);
    objectOf(ask("POST", CMS, { metadata: { name: "x" } }));
    expect(events.length).toBe(4);
  });

  test("ends by itself within the hour, unless it is one of the cluster's own", () => {
    const { ask, clock, server } = startServer();
    const events = collect(ask("GET", `${CMS}?watch=true`));
    const user = { name: "a component", groups: ["system:masters"] };
    const own = collect(server.inside({ method: "GET", path: CMS, query: { watch: "true" }, user }));
    clock.advanceTo(clock.now() + 30 * 60_000);
    expect(events).toEqual([]);
    clock.advanceTo(clock.now() + 30 * 60_000);
    expect(events).toEqual(["end"]);
    expect(own).toEqual([]);
  });

  test("of a future version tells of what comes after it", () => {
    const { ask } = startServer();
    const { metadata } = objectOf<Page>(ask("GET", CMS));
    const events = collect(ask("GET", `${CMS}?watch=true&resourceVersion=${Number(metadata.resourceVersion) + 1}`));
    for (const name of ["one", "two"]) objectOf(ask("POST", CMS, { metadata: { name } }));
    expect(events).toMatchObject([{ object: { metadata: { name: "two" } } }]);
  });

  test("leaves no timers behind", () => {
    const { ask, clock } = startServer();
    const due = clock.nextDue();
    const response = ask("GET", `${CMS}?watch=true&allowWatchBookmarks=true&timeoutSeconds=10`);
    if (response.kind === "watch") response.events.cancel();
    expect(clock.nextDue()).toBe(due);
  });
});

describe("forms", () => {
  const ask = (accept: string, path = CMS) => {
    const { ask: send } = startServer();
    objectOf(send("POST", CMS, { metadata: { name: "x" }, data: { k: "v" } }));
    return send("GET", path, undefined, { accept });
  };
  const wanted = (kind: string, version = "v1") => `application/json;as=${kind};v=${version};g=meta.k8s.io`;

  test.each([
    ["application/json, */*", "ConfigMapList", "v1"],
    ["*/*", "ConfigMapList", "v1"],
    ["text/html,application/xhtml+xml,*/*;q=0.8", "ConfigMapList", "v1"],
    ["application/vnd.kubernetes.protobuf,application/json", "ConfigMapList", "v1"],
    ["application/yaml", "ConfigMapList", "v1"],
    [wanted("Table"), "Table", "meta.k8s.io/v1"],
    [wanted("Table", "v1beta1"), "Table", "meta.k8s.io/v1beta1"],
    [`${wanted("Table", "v9")},application/json`, "ConfigMapList", "v1"],
    [wanted("PartialObjectMetadataList"), "PartialObjectMetadataList", "meta.k8s.io/v1"],
    [`application/json;q=0.1,${wanted("PartialObjectMetadataList")}`, "PartialObjectMetadataList", "meta.k8s.io/v1"],
  ])("Accept: %s", (accept, kind, apiVersion) => {
    expect(objectOf(ask(accept))).toMatchObject({ kind, apiVersion });
  });

  test.each([
    ["text/html", "only the following media types are accepted: application/json, application/yaml"],
    [
      "application/vnd.kubernetes.protobuf",
      "only the following media types are accepted: application/json, application/yaml",
    ],
    [wanted("Table", "v9"), "only the following media types are accepted: application/json, application/yaml"],
    [
      wanted("PartialObjectMetadata"),
      "you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)",
    ],
  ])("not Accept: %s", (accept, message) => {
    expect(errorOf(ask(accept))).toEqual({ code: 406, reason: "NotAcceptable", message });
  });

  test("rows carry what is asked for", () => {
    const rowOf = (include: string) =>
      objectOf<{ rows: object[] }>(ask(wanted("Table"), `${CMS}?includeObject=${include}`)).rows[0];
    expect(rowOf("None")).toEqual({ cells: ["x", 1, "0s"] });
    expect(rowOf("Object")).toMatchObject({ object: { kind: "ConfigMap", data: { k: "v" } } });
    expect(rowOf("Metadata")).toMatchObject({ object: { kind: "PartialObjectMetadata", metadata: { name: "x" } } });
    expect(errorOf(ask(wanted("Table"), `${CMS}?includeObject=All`)).message).toBe(
      "TableOptions.meta.k8s.io \"\" is invalid: includeObject: Invalid value: \"All\": must be 'Metadata', 'Object', 'None', or empty",
    );
  });

  test("bodies of unknown form are refused", () => {
    const { ask: send } = startServer();
    const form = { contentType: "application/x-www-form-urlencoded" };
    const start = "the body of the request was in an unknown format - accepted media types include: ";
    expect(errorOf(send("POST", CMS, "a=b", form))).toEqual({
      code: 415,
      reason: "UnsupportedMediaType",
      message: `${start}application/json, application/yaml, application/vnd.kubernetes.protobuf`,
    });
    expect(errorOf(send("PATCH", `${CMS}/x`, {}, form)).message).toBe(
      `${start}application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml`,
    );
    expect(
      send("POST", CMS, { metadata: { name: "x" } }, { contentType: "application/json; charset=utf-8" }).status,
    ).toBe(201);
    expect(errorOf(send("PATCH", `${CMS}/x`, {}, { ...MERGE, accept: "text/html" })).code).toBe(406);
  });
});

test("paths and methods that no resource has", () => {
  const { ask } = startServer();
  const notFound = "the server could not find the requested resource";
  const notAllowed = "the server does not allow this method on the requested resource";
  for (const path of ["/api/v1/namespaces/default/nodes", "/api/v1/configmaps/x", "/api/v1/gizmos", `${CMS}/x/gizmo`]) {
    expect(errorOf(ask("GET", path)), path).toEqual({ code: 404, reason: "NotFound", message: notFound });
  }
  for (const [method, path] of [
    ["DELETE", "/api/v1/componentstatuses"],
    ["POST", "/api/v1/configmaps"],
    ["DELETE", "/api/v1/configmaps"],
    ["GET", "/api/v1/namespaces/default/pods/x/eviction"],
    ["POST", "/api/v1/namespaces/default/pods/x/log"],
  ] as const) {
    expect(errorOf(ask(method, path, {})), path).toEqual({
      code: 405,
      reason: "MethodNotAllowed",
      message: notAllowed,
    });
  }
  expect(errorOf(ask("GET", "/api/v1/namespaces/%zz/pods")).code).toBe(400);
});
