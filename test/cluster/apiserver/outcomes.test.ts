import { describe, expect, it } from "vitest";
import type { ApiRequest, ApiResponse } from "../../../src/api/request.ts";
import { ApiError } from "../../../src/api/status.ts";
import { kindDefinitions } from "../../../src/cluster/apiserver/registry/index.ts";
import { type ApiServer, createApiServer } from "../../../src/cluster/apiserver/server.ts";
import { type Client, createClient } from "../../../src/cluster/client/client.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";

const user = { name: "admin", groups: ["system:masters"] };

function server(repeated: ApiServer["outcomes"]["list"] = [], keepsOutcomes = true) {
  const random = new Random(7);
  const made = createApiServer({
    clock: new VirtualClock(Date.UTC(2026, 0, 1)),
    random,
    schema: { fields: () => ({}), descriptions: () => ({}) },
    serviceCIDR: "10.96.0.0/16",
    tokenKey: "under test",
    dialNode: () => undefined,
    kinds: kindDefinitions,
    keepsOutcomes,
    repeated,
  });
  return { ...made, random, client: createClient(made.inside, user, "test") };
}

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default" },
  spec: { ports: [{ port: 80 }] },
};

function configMap(name: string, data: Record<string, string> = {}) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data };
}

/** A service, whose address is noted by a watcher of the store, what the server refuses, and what changes and goes. */
function live(client: Client): unknown[] {
  const key = { namespace: "default", name: "settings" };
  const answers: unknown[] = [client.create(resources.services, service as never)];
  try {
    client.create(resources.services, service as never);
  } catch (error) {
    answers.push(error instanceof ApiError ? error.status : error);
  }
  answers.push(client.create(resources.configmaps, configMap("settings", { a: "1" })));
  answers.push(client.patch(resources.configmaps, key, { data: { b: "2" } }));
  client.delete(resources.configmaps, key);
  answers.push(client.create(resources.configmaps, configMap("settings")));
  return answers;
}

function everything({ backup, random, handle }: ReturnType<typeof server>): unknown {
  const metrics = handle({ method: "GET", path: "/metrics", query: {}, user });
  return [backup.save(), backup.revision, random.state(), (metrics as ApiResponse & { body: unknown }).body];
}

describe("what came of the writes of a run", () => {
  it("is what comes of them in a copy, which answers with the very same objects", () => {
    const first = server();
    const answers = live(first.client);
    const copy = server(first.outcomes.list);
    const again = live(copy.client);
    expect(again.map((answer, index) => answer === answers[index])).toEqual(answers.map(() => true));
    expect(everything(copy)).toEqual(everything(first));
    expect(copy.writes()).toEqual(first.writes());
    expect(copy.outcomes.list).toEqual(first.outcomes.list);
  });

  it("says nothing of what the copy does later, nor the copy of the original", () => {
    const first = server();
    live(first.client);
    const copy = server(first.outcomes.list);
    live(copy.client);
    const [one, other] = [first, copy].map(({ client }) => client.create(resources.configmaps, configMap("later")));
    expect(one).toEqual(other);
    expect(one).not.toBe(other);
    expect(first.outcomes.list).toHaveLength(copy.outcomes.list.length);
  });

  it("is told to those who watch, at the same revisions", () => {
    const first = server();
    live(first.client);
    const copy = server(first.outcomes.list);
    const seen: string[] = [];
    const tell = ({ type, object }: { type: string; object: unknown }) => {
      const { name, resourceVersion } = (object as { metadata: { name: string; resourceVersion: string } }).metadata;
      seen.push(`${type} ${name} ${resourceVersion}`);
    };
    copy.client
      .watch(resources.configmaps, { resourceVersion: String(copy.backup.revision) })
      .observe({ next: tell, end: () => undefined });
    live(copy.client);
    expect(seen.map((line) => line.replace(/ \d+$/, ""))).toEqual([
      "ADDED settings",
      "MODIFIED settings",
      "DELETED settings",
      "ADDED settings",
    ]);
    expect(seen.at(-1)).toBe(`ADDED settings ${first.backup.revision}`);
  });

  it("is of no use to a run that goes another way, which is a mistake", () => {
    const first = server();
    live(first.client);
    const copy = server(first.outcomes.list);
    expect(() => copy.client.create(resources.configmaps, configMap("other"))).toThrow(
      "a copy of the cluster asked POST /api/v1/namespaces/default/configmaps, the original POST /api/v1/namespaces/default/services",
    );
  });

  it("is not kept of what only reads or asks, nor where nothing shall be kept", () => {
    const { client, inside, outcomes } = server();
    client.list(resources.pods);
    const review: ApiRequest = {
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      query: {},
      user,
      body: { spec: { resourceAttributes: { verb: "get", resource: "pods" } } },
    };
    expect(inside(review).status).toBe(201);
    expect(outcomes.list).toEqual([]);
    const forgetful = server([], false);
    live(forgetful.client);
    expect(forgetful.outcomes.list).toEqual([]);
  });
});
