// The one stranger that reaches a server on loopback is a web page in the learner's browser.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

let served: ServedCluster;

beforeAll(async () => {
  served = await serveCluster({ hosts: ["laptop.example"] });
});
afterAll(() => served.close());
beforeEach(() => {
  served.log.length = 0;
});

const POD = "/api/v1/namespaces/default/pods";
const upgrade = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

describe("a name that is not this server's", () => {
  it.each(["evil.example", "evil.example:443", "127.0.0.1.evil.example", "localhost.evil.example", ""])(
    "is not answered to (rebound DNS): %s",
    async (host) => {
      const { status, refusal } = await served.client.ask("/api/v1/secrets", { headers: { host } });
      expect(status).toBe(421);
      expect(refusal).toMatchObject({ kind: "Status", status: "Failure", code: 421 });
      expect(served.log).toHaveLength(1);
    },
  );

  it("is not these", async () => {
    const names = [
      "localhost",
      "LOCALHOST:1",
      "127.0.0.1",
      "[::1]:6443",
      "kubernetes.default.svc",
      "laptop.example",
      "10.1.2.3:6443",
    ];
    for (const host of names) expect((await served.client.ask("/version", { headers: { host } })).status).toBe(200);
    expect(served.log).toEqual([]);
  });

  it("cannot hide behind a good one", async () => {
    const { client } = served;
    const twice = await client.raw(client.head("GET /version HTTP/1.1", "Host: evil.example", "Connection: close"));
    expect(twice).toMatch(/^HTTP\/1\.1 (400|421) /);
    const missing = await client.raw("GET /version HTTP/1.1\r\nConnection: close\r\n\r\n");
    expect(missing).toMatch(/^HTTP\/1\.1 (400|421) /);
  });
});

describe("a web page", () => {
  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["a file or a sandboxed frame", { origin: "null" }],
    ["another port of this machine", { origin: "https://127.0.0.1:8443" }],
    ["no site at all", { origin: "evil" }],
    ["a browser that names the relation only", { "sec-fetch-site": "cross-site" }],
    ["a site of the same machine", { "sec-fetch-site": "same-site" }],
  ])("is not answered, whatever it shows: %s", async (_name, headers) => {
    const { status, headers: answer } = await served.client.ask(POD, { headers });
    expect(status).toBe(403);
    expect(Object.keys(answer).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(served.log).toEqual([expect.stringContaining("a web page asks")]);
  });

  it("cannot ask beforehand, nor send what needs no asking", async () => {
    const origin = "https://evil.example";
    const preflight = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const asked = await served.client.ask(POD, { method: "OPTIONS", headers: preflight });
    expect([asked.status, asked.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
    const body = JSON.stringify({
      metadata: { name: "planted" },
      spec: { containers: [{ name: "c", image: "nginx" }] },
    });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const headers = { origin, "content-type": type };
      expect((await served.client.ask(POD, { method: "POST", headers, body })).status).toBe(403);
      // A form sends no origin in some old browsers; its type is not one of ours either.
      expect((await served.client.ask(POD, { method: "POST", headers: { "content-type": type }, body })).status).toBe(
        415,
      );
    }
    expect((await served.client.ask(`${POD}/planted`)).status).toBe(404);
  });

  it("cannot take over a WebSocket, which browsers let anybody open", async () => {
    const { client } = served;
    const lines = Object.entries({ ...upgrade, origin: "https://evil.example" }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const head = client.head(`GET ${POD}?watch=true HTTP/1.1`, ...lines);
    expect(await client.raw(head)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(served.openStreams()).toBe(0);
    expect(served.log).toHaveLength(1);
  });

  it("is not what a library is that names this server as its own origin, nor a person who types the address", async () => {
    const own = { origin: `https://127.0.0.1:${served.port}`, host: `127.0.0.1:${served.port}` };
    for (const headers of [own, { "sec-fetch-site": "none" }, { "sec-fetch-site": "same-origin" }]) {
      expect((await served.client.ask(POD, { headers })).status).toBe(200);
    }
  });
});
