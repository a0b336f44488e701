// What servers do that the simulated one does not: old ones list their resources one group at a time, and all end a watch now and then.

import { describe, expect, it } from "vitest";
import type { ApiResponse, ApiTransport, WatchEvent } from "../../src/api/request.ts";
import { Channel } from "../../src/api/stream.ts";
import { run } from "./fake-io.ts";

const object = (body: unknown): ApiResponse => ({ kind: "object", status: 200, body });

const pods = {
  name: "pods",
  singularName: "pod",
  namespaced: true,
  kind: "Pod",
  verbs: ["get", "list", "watch"],
  shortNames: ["po"],
  categories: ["all"],
};
const scalers = { name: "horizontalpodautoscalers", namespaced: true, kind: "HorizontalPodAutoscaler", verbs: ["get"] };

const documents: Readonly<Record<string, unknown>> = {
  "/api": { kind: "APIVersions", versions: ["v1"] },
  "/apis": {
    kind: "APIGroupList",
    groups: [
      {
        name: "autoscaling",
        versions: [{ version: "v1" }, { version: "v2" }],
        preferredVersion: { version: "v2" },
      },
    ],
  },
  "/api/v1": { resources: [pods, { name: "pods/log", namespaced: true, kind: "Pod", verbs: ["get"] }] },
  "/apis/autoscaling/v1": { resources: [scalers] },
  "/apis/autoscaling/v2": { resources: [scalers] },
};

it("resources are found on a server that describes them list by list", async () => {
  const transport: ApiTransport = async ({ path }) => object(documents[path]);
  const { stdout } = await run(["api-resources"], { transport });
  expect(stdout.replaceAll(/ +/g, " ")).toBe(
    [
      "NAME SHORTNAMES APIVERSION NAMESPACED KIND",
      "pods po v1 true Pod",
      "horizontalpodautoscalers autoscaling/v2 true HorizontalPodAutoscaler",
      "",
    ].join("\n"),
  );
});

describe("who waits", () => {
  const pod = (phase: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", resourceVersion: "7" },
    status: { phase },
  });

  /** The first watches end without a word, the way `ending` says; the pod then runs. */
  function restless(endings: readonly ("closed" | "expired" | "refused")[]): {
    transport: ApiTransport;
    watches: () => number;
  } {
    let watches = 0;
    const transport: ApiTransport = async ({ path, query }) => {
      if (documents[path] !== undefined) return object(documents[path]);
      if (path.endsWith("/pods/web")) return object(pod("Pending"));
      const ending = endings[watches];
      if (query.watch !== "true")
        return object({ kind: "PodList", metadata: { resourceVersion: "9" }, items: [pod("Pending")] });
      watches++;
      if (ending === "refused") throw new Error("The connection to the server was refused");
      const events = new Channel<WatchEvent>();
      if (ending === "expired") events.push({ type: "ERROR", object: { kind: "Status", code: 410 } });
      if (ending === undefined) events.push({ type: "MODIFIED", object: pod("Running") });
      else events.end();
      return { kind: "watch", status: 200, events };
    };
    return { transport, watches: () => watches };
  }

  /** Pauses pass, the time limit does not. */
  const sleep = (ms: number) => (ms > 5000 ? new Promise<void>(() => undefined) : Promise.resolve());

  it("goes on when the server ends the watch, has forgotten, or is away for a moment", async () => {
    const { transport, watches } = restless(["closed", "expired", "refused"]);
    const { stdout, stderr } = await run(
      ["wait", "pod/web", "--for=jsonpath={.status.phase}=Running", "--timeout=-1s"],
      { transport, sleep },
    );
    expect([stdout, stderr, watches()]).toEqual(["pod/web condition met\n", "", 4]);
  });

  it("is told when the server is away from the beginning", async () => {
    const { transport } = restless(["refused"]);
    const { stderr } = await run(["wait", "pod/web", "--for=jsonpath={.status.phase}=Running", "--timeout=-1s"], {
      transport,
    });
    expect(stderr).toBe("The connection to the server was refused\n");
  });
});
