import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RawClient, Watch } from "../raw-client.ts";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

let jump = 0;
let served: ServedCluster;
let client: RawClient;

beforeAll(async () => {
  served = await serveCluster({ wall: () => Date.now() + jump });
  client = served.client;
});
afterAll(() => served.close());

const MAPS = "/api/v1/namespaces/default/configmaps";
const PODS = "/api/v1/namespaces/default/pods";

function make(name: string, data: Record<string, string> = {}): void {
  served.ask("POST", MAPS, { metadata: { name }, data });
}

function change(name: string, data: Record<string, string>): void {
  served.ask("PUT", `${MAPS}/${name}`, { metadata: { name }, data });
}

async function released(): Promise<void> {
  while (served.openStreams() > 0) await sleep(5);
}

describe("watches", () => {
  it("a thousand at once on one object are each told of a change, and are released when their clients vanish", async () => {
    make("popular");
    const path = `${MAPS}?watch=true&fieldSelector=metadata.name%3Dpopular`;
    const watches: Watch[] = [];
    for (let index = 0; index < 10; index++) {
      const more = Array.from({ length: 100 }, () => client.watch(path));
      watches.push(...more);
      await Promise.all(more.map((each) => each.until(({ type }) => type === "ADDED")));
    }
    expect(served.openStreams()).toBe(1000);
    change("popular", { k: "new" });
    await Promise.all(watches.map((each) => each.until(({ type }) => type === "MODIFIED")));
    expect(watches.every(({ lines }) => lines.length === 2)).toBe(true);
    for (const each of watches) each.vanish();
    await released();
  });

  it("end when their time is over, whole", async () => {
    const watch = client.watch(`${MAPS}?watch=true&timeoutSeconds=1`);
    await watch.until(({ object }) => object.metadata.name === "popular");
    expect(await watch.ended).toBe("whole");
    await released();
  });

  it("have bookmarks where a client wants them, and only there", async () => {
    const [marked, plain] = ["&allowWatchBookmarks=true", ""].map((more) => client.watch(`${MAPS}?watch=true${more}`));
    if (marked === undefined || plain === undefined) throw new Error("two watches were begun");
    await Promise.all([marked, plain].map((each) => each.until(({ type }) => type === "ADDED")));
    jump += 100_000;
    await marked.until(({ type }) => type === "BOOKMARK");
    make("last");
    await plain.until(({ object }) => object.metadata.name === "last");
    expect(plain.events.some(({ type }) => type === "BOOKMARK")).toBe(false);
    for (const each of [marked, plain]) each.vanish();
    await released();
  });

  it("begin with all there is at once, also where that is much", async () => {
    for (let index = 0; index < 12; index++) make(`large-${index}`, { k: "x".repeat(900_000) });
    const watch = client.watch(`${MAPS}?watch=true`);
    await watch.until(({ object }) => object.metadata.name === "popular");
    expect(watch.lines.length).toBeGreaterThanOrEqual(14);
    watch.vanish();
    await released();
  });

  it("of a client that reads nothing are let go before they fill the memory", async () => {
    const socket = await client.connect();
    socket.on("error", () => undefined).pause();
    socket.write(
      client.head(`GET ${MAPS}?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Dlarge-0 HTTP/1.1`),
    );
    while (served.openStreams() === 0) await sleep(5);
    let changes = 0;
    while (served.openStreams() > 0 && changes < 60) {
      change("large-0", { k: "x".repeat(900_000), n: String(changes++) });
      await sleep(2);
    }
    expect(changes).toBeLessThan(60);
    socket.destroy();
  });

  it("do not trouble the cluster when the server ends while changes come", async () => {
    const other = await serveCluster({ nodes: ["one"] });
    const watch = other.client.watch("/api/v1/configmaps?watch=true");
    await watch.until(({ type }) => type === "ADDED");
    const ended = other.close();
    for (let index = 0; index < 50; index++) other.ask("POST", MAPS, { metadata: { name: `late-${index}` } });
    await ended;
    expect(await watch.ended).toBe("whole");
    expect(other.openStreams()).toBe(0);
  });
});

describe("containers", () => {
  const run = (name: string, command: string): void => {
    const containers = [{ name: "c", image: "busybox", command: ["sh", "-c", command] }];
    served.ask("POST", PODS, { metadata: { name }, spec: { containers, terminationGracePeriodSeconds: 0 } });
  };
  const running = (name: string): Promise<void> => {
    const watch = client.watch(`${PODS}?watch=true&fieldSelector=metadata.name%3D${name}`);
    const isRunning = watch.until(
      ({ object }) => (object.status as { phase?: string } | undefined)?.phase === "Running",
    );
    return isRunning.finally(() => watch.vanish());
  };

  it("whose log is followed are let go when the reader vanishes, and the reader sees the end of a container", async () => {
    run("talker", "while true; do echo tick; sleep 1; done");
    jump += 5000;
    await running("talker");
    const gone = client.watch(`${PODS}/talker/log?follow=true`);
    const patient = client.watch(`${PODS}/talker/log?follow=true`);
    await Promise.all([gone, patient].map((each) => each.untilLine((line) => line === "tick")));
    gone.vanish();
    while (served.openStreams() > 1) await sleep(5);
    served.ask("DELETE", `${PODS}/talker`);
    jump += 5000;
    served.ask("GET", "/version");
    expect(await patient.ended).toBe("whole");
    await released();
  });

  it("that compute without end, or write without end, keep nobody waiting", async () => {
    const commands = [
      "while true; do :; done",
      "yes",
      "while true; do date >> /tmp/log; done",
      "while true; do echo x; done",
    ];
    for (const [index, command] of commands.entries()) run(`busy-${index}`, command);
    await Promise.all(commands.map((_, index) => running(`busy-${index}`)));
    // A client that had to wait for one of them would wait for ever.
    for (let answers = 0; answers < 30; answers++) expect((await client.ask(`${PODS}/busy-0`)).status).toBe(200);
    served.ask("DELETE", PODS);
  });
});
