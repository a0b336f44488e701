// Clients that are no clients: noise, half requests, and those who come and never go.

import { connect as connectPlain } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RawClient } from "../raw-client.ts";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

let served: ServedCluster;
let client: RawClient;

beforeAll(async () => {
  served = await serveCluster({
    limits: { handshakeMs: 250, headersMs: 300, requestMs: 500, stallMs: 700, idleMs: 5000, lingerMs: 300 },
  });
  client = served.client;
});
afterAll(() => served.close());
beforeEach(() => {
  served.log.length = 0;
});

const MAPS = "/api/v1/namespaces/default/configmaps";
const GET = "GET /version HTTP/1.1";

async function answersStill(): Promise<void> {
  expect((await client.ask("/healthz")).text).toBe("ok");
}

describe("a client that does not speak TLS", () => {
  it("is told so where it speaks HTTP, as Go's servers do", async () => {
    const answer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
    expect(await client.plain("GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n")).toBe(answer);
    expect(await client.plain("POST / HTTP/1.0\r\n\r\n")).toBe(answer);
    expect(served.log).toEqual(Array(2).fill("refused a connection from 127.0.0.1: it speaks plain HTTP, not HTTPS"));
    await answersStill();
  });

  it.each([
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n", "it speaks no TLS"],
    ["zeros", Buffer.alloc(5000), "it speaks no TLS"],
    [
      "SSL 2",
      Buffer.from("802e0100020015000000100100800200800300800400800500800600400700c0", "hex"),
      "it speaks no TLS",
    ],
    ["half a handshake", Buffer.from([0x16, 3, 1, 2, 0, 1]), "its TLS handshake failed (ERR_TLS_HANDSHAKE_TIMEOUT)"],
    ["a broken handshake", Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]), "its TLS handshake failed (ERR_SSL_"],
  ])("is hung up on: %s", async (_name, bytes, why) => {
    await client.plain(bytes);
    expect(served.log).toEqual([expect.stringContaining(`refused a connection from 127.0.0.1: ${why}`)]);
    await answersStill();
  });

  it("is hung up on when it says nothing, and so is one that falls silent after the handshake", async () => {
    expect(await client.plain("")).toBe("");
    const began = Date.now();
    const socket = await client.connect();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined).resume();
    await closed;
    expect(Date.now() - began).toBeLessThan(8000);
    await answersStill();
  });
});

describe("a request that two parsers would read in two ways", () => {
  const POST = `POST ${MAPS} HTTP/1.1`;
  const CHUNKED = "Transfer-Encoding: chunked";

  it.each([
    ["two lengths", POST, ["Content-Length: 4", "Content-Length: 2"], "{}{}"],
    ["a length and chunks", POST, ["Content-Length: 4", CHUNKED], "0\r\n\r\n"],
    ["chunks of another kind", POST, ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
    ["chunks that are not last", POST, [`${CHUNKED}, identity`], "0\r\n\r\n"],
    ["a length with a sign", POST, ["Content-Length: +2"], "{}"],
    ["a length in words", POST, ["Content-Length: two"], "{}"],
    ["a chunk of a strange size", POST, [CHUNKED], "-1\r\n{}\r\n0\r\n\r\n"],
    ["a space before the colon", GET, ["Content-Length : 5"], "hello"],
    ["a folded header", GET, ["X-A: b\r\n c"], ""],
    ["a carriage return in a header", GET, ["X-A: b\rX-B: c"], ""],
    ["a zero in a header", GET, ["X-A: b\0c"], ""],
    ["bare line feeds", "GET /version HTTP/1.1\nHost: localhost\n\n", [], ""],
    ["HTTP/2 without being asked", "PRI * HTTP/2.0", [], "SM\r\n\r\n"],
  ])("is refused whole: %s", async (_name, line, headers, rest) => {
    // Were it read in the other way, a second request would follow from the rest.
    const second = client.head("GET /healthz HTTP/1.1", "Connection: close");
    const text = await client.raw(`${client.head(line, ...headers)}${rest}${second}`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(served.log).toHaveLength(1);
    await answersStill();
  });
});

describe("a client that sends too much", () => {
  it("in headers is refused", async () => {
    for (const header of [
      `X-Long: ${"a".repeat(2 ** 21)}`,
      ...[Array.from({ length: 40_000 }, (_, i) => `X-${i}: ${"b".repeat(30)}`).join("\r\n")],
    ]) {
      const text = await client.raw(client.head(GET, header), /\r\n\r\n/);
      expect(text).toMatch(/^HTTP\/1\.1 431 /);
    }
    expect(served.log).toEqual(Array(2).fill(expect.stringContaining("the headers of its request are too large")));
    await answersStill();
  });

  it("ahead is answered in order, one after the other", async () => {
    const head = (path: string, ...more: string[]): string => client.head(`GET ${path} HTTP/1.1`, ...more);
    const create = JSON.stringify({ metadata: { name: "first" } });
    const lines = [
      client.head(`POST ${MAPS} HTTP/1.1`, "Content-Type: application/json", `Content-Length: ${create.length}`) +
        create,
      head(`${MAPS}/first`),
      head("/no/such/path"),
      ...Array.from({ length: 50 }, () => head("/api/v1/pods")),
      head("/healthz", "Connection: close"),
    ];
    const text = await client.raw(lines.join(""));
    const codes = [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, code]) => Number(code));
    expect(codes).toEqual([201, 200, 404, ...Array(50).fill(200), 200]);
    expect(text.endsWith("ok")).toBe(true);
  });
});

describe("a client that takes its time", () => {
  it("with the headers is let go", async () => {
    const socket = await client.connect();
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    const drip = setInterval(() => socket.write("X-Drip: 1\r\n"), 50);
    socket.write(`${GET}\r\nHost: localhost\r\n`);
    await new Promise((resolve) => socket.once("close", resolve));
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(served.log).toEqual([expect.stringContaining("its request took too long to arrive")]);
    await answersStill();
  });

  it.each([
    ["promises a body and sends none", ["Content-Length: 500"], ""],
    ["sends half a body", ["Content-Length: 500"], '{"metadata":'],
    ["never ends its chunks", ["Transfer-Encoding: chunked"], "5\r\nhello\r\n"],
  ])("with the body is let go: it %s", async (_name, headers, body) => {
    const text = await client.raw(
      client.head(`POST ${MAPS} HTTP/1.1`, "Content-Type: application/json", ...headers) + body,
    );
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(served.log).toHaveLength(1);
    await answersStill();
  });

  it("with reading a large answer is let go, and does not keep it waiting in memory", async () => {
    for (let index = 0; index < 12; index++) {
      served.ask("POST", MAPS, { metadata: { name: `large-${index}` }, data: { k: "x".repeat(900_000) } });
    }
    const socket = connect({ host: "127.0.0.1", port: served.port, rejectUnauthorized: false });
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("secureConnect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.pause();
    const before = served.asked();
    socket.write(client.head(`GET ${MAPS} HTTP/1.1`).repeat(50));
    while (!served.log.some((line) => line.includes("its answer is not read"))) await sleep(20);
    // Of these ten megabytes, one answer is made at a time.
    expect(served.asked() - before).toBeLessThan(3);
    socket.resume();
    await closed;
    await answersStill();
  });
});

describe("clients that come and go", () => {
  it("may listen in silence for as long as they like", async () => {
    const watch = client.watch("/api/v1/namespaces/default/secrets?watch=true");
    while (served.openStreams() === 0) await sleep(10);
    await sleep(900);
    served.ask("POST", "/api/v1/namespaces/default/secrets", { metadata: { name: "told" } });
    await watch.until(({ object }) => object.metadata.name === "told");
    watch.vanish();
    while (served.openStreams() > 0) await sleep(10);
  });

  it("leave nothing behind: two hundred connections, opened and dropped in all ways", async () => {
    const connections = Array.from({ length: 200 }, async (_, index) => {
      if (index % 4 === 0) {
        const plain = connectPlain(served.port, "127.0.0.1");
        await new Promise((resolve) => plain.once("connect", resolve));
        return plain.on("error", () => undefined);
      }
      const socket = await client.connect();
      socket.on("error", () => undefined);
      if (index % 4 === 1) socket.write(client.head("GET /api/v1/pods?watch=true HTTP/1.1"));
      if (index % 4 === 2) socket.write(`${GET}\r\nHost: loc`);
      return socket;
    });
    const sockets = await Promise.all(connections);
    while (served.openStreams() < 50) await sleep(10);
    for (const socket of sockets) socket.destroy();
    while (served.openStreams() > 0) await sleep(10);
    await answersStill();
  });

  it("may end their half of the connection, and are answered still", async () => {
    const socket = await client.connect();
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.end(client.head("GET /healthz HTTP/1.1"));
    await new Promise((resolve) => socket.once("close", resolve));
    expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*ok$/);
  });
});

describe("the log", () => {
  it("has one line of plain characters for each refusal, whatever the stranger writes", async () => {
    const forged = "x\u0085refused nothing\u001b[2J\u009b31m";
    const path = `/api/v1/..%0arefused%20GET%20"/"%20from%2010.0.0.1${"\u00a0".repeat(3)}`;
    await client.raw(client.head(`GET ${path} HTTP/1.1`, "Connection: close"));
    await client.raw(Buffer.from(client.head(GET, `Origin: ${forged}`, "Connection: close"), "latin1"));
    await client.ask("/version", { headers: { host: `evil.example${"x".repeat(5000)}` } });
    expect(served.log.length).toBeGreaterThanOrEqual(3);
    for (const line of served.log) {
      expect(line).toMatch(/^refused [\x20-\x7e…]+$/);
      expect(line.length).toBeLessThan(400);
    }
  });
});
