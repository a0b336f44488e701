import { expect, test } from "vitest";
import type { WatchEvent } from "../../../src/api/request.ts";
import type { Pod } from "../../../src/api/types.ts";
import { kindDefinitions } from "../../../src/cluster/apiserver/registry/index.ts";
import { createApiServer } from "../../../src/cluster/apiserver/server.ts";
import { createClient } from "../../../src/cluster/client/client.ts";
import { resources } from "../../../src/cluster/client/resources.ts";
import { VirtualClock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";
import { builtSchema } from "./schema.ts";

function setup() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const server = createApiServer({
    clock,
    random: new Random(1),
    schema: builtSchema,
    serviceCIDR: "10.96.0.0/16",
    tokenKey: "under test",
    dialNode: () => undefined,
    kinds: kindDefinitions,
  });
  const admin = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };
  return { clock, server, client: createClient(server.handle, admin, "kubectl") };
}

test("create, watch, bind, patch, delete", () => {
  const { client } = setup();
  const seen: string[] = [];
  client.watch(resources.pods, { fieldSelector: "spec.nodeName=n1" }).observe({
    next: (event: WatchEvent) => seen.push(`${event.type} ${(event.object as Pod).metadata.resourceVersion}`),
    end: () => seen.push("end"),
  });
  const pod = client.create<Pod>(resources.pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", namespace: "default" },
    spec: { containers: [{ name: "a", image: "nginx" }] },
  });
  expect(seen).toEqual([]);
  client.post(resources.pods, { namespace: "default", name: "a" }, "binding", { target: { name: "n1" } });
  client.patch(resources.pods, { namespace: "default", name: "a" }, { status: { phase: "Running" } }, "status");
  expect(client.get<Pod>(resources.pods, { namespace: "default", name: "a" }).status.phase).toBe("Running");
  client.delete(resources.pods, { namespace: "default", name: "a" }, { gracePeriodSeconds: 0 });
  expect(seen.map((each) => each.split(" ")[0])).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  expect(client.find(resources.pods, { namespace: "default", name: "a" })).toBeUndefined();
  expect(() => client.update(resources.pods, pod)).toThrow('pods "a" not found');
});
