import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Answer, RawClient } from "../raw-client.ts";
import { type ServedCluster, serveCluster } from "../served-cluster.ts";

let served: ServedCluster;
let client: RawClient;

beforeAll(async () => {
  served = await serveCluster();
  client = served.client;
});
afterAll(() => served.close());
beforeEach(() => {
  served.log.length = 0;
});

const MAPS = "/api/v1/namespaces/default/configmaps";

function post(body: string | Buffer, type = "application/json", headers: Record<string, string> = {}): Promise<Answer> {
  return client.ask(MAPS, { method: "POST", headers: { "content-type": type, ...headers }, body });
}

async function answersStill(): Promise<void> {
  expect((await client.ask("/healthz")).text).toBe("ok");
}

describe("a body that is too large", () => {
  const tooLarge = {
    reason: "RequestEntityTooLarge",
    message: "Request entity too large: limit is 3145728",
    code: 413,
  };

  it("is refused, also where nobody said how large it would be", async () => {
    const bytes = Buffer.alloc(10_000_000, "a");
    for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
      const { status, refusal, headers: answer } = await post(bytes, "application/json", headers);
      expect([status, refusal]).toEqual([413, expect.objectContaining(tooLarge)]);
      expect(answer.connection).toBe("close");
    }
    expect(served.log).toEqual(Array(2).fill(expect.stringContaining(`refused POST "${MAPS}" from 127.0.0.1: `)));
    await answersStill();
  });

  it("is refused before it is sent, where it says so itself", async () => {
    const head = client.head(`POST ${MAPS} HTTP/1.1`, "Content-Length: 99999999999");
    expect(await client.raw(head, /\}$/)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("of just the limit is read", async () => {
    const object = { metadata: { name: "full" }, data: { k: "" } };
    const room = 3 * 1024 * 1024 - JSON.stringify(object).length;
    const { status } = await post(JSON.stringify({ ...object, data: { k: "a".repeat(room) } }));
    expect(status).toBe(422);
  });

  it("does not come out of a small one: nobody unpacks it", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
    expect(bomb.length).toBeLessThan(100_000);
    for (const encoding of ["gzip", "deflate", "br"]) {
      expect((await post(bomb, "application/json", { "content-encoding": encoding })).status).toBe(400);
    }
  });
});

describe("a body that is small and monstrous", () => {
  const laughs = "bcdefghij".split("").reduce(
    ({ text, last }, letter) => ({
      text: `${text}${letter}: &${letter} [${Array(9).fill(`*${last}`).join(", ")}]\n`,
      last: letter,
    }),
    { text: "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n", last: "a" },
  ).text;
  const nested = (open: string, close: string): string => open.repeat(500_000) + close.repeat(500_000);

  it.each([
    ["lists in JSON", nested("[", "]"), "application/json"],
    ["objects in JSON", `${'{"a":'.repeat(400_000)}1${"}".repeat(400_000)}`, "application/json"],
    ["lists in YAML", nested("[", "]"), "application/yaml"],
    ["blocks in YAML", `${"- ".repeat(500_000)}x`, "application/yaml"],
    ["mappings in YAML", `${"{a: ".repeat(300_000)}x`, "application/yaml"],
    ["a billion laughs", laughs, "application/yaml"],
    ["a mapping in itself", "a: &a {b: *a}", "application/yaml"],
    ["an apply of a billion laughs", laughs, "application/apply-patch+yaml"],
  ])("is refused: %s", async (_name, body, type) => {
    const method = type.includes("patch") ? "PATCH" : "POST";
    const path = method === "PATCH" ? `${MAPS}/x?fieldManager=x` : MAPS;
    const { status, refusal } = await client.ask(path, { method, headers: { "content-type": type }, body });
    expect([status, refusal.reason]).toEqual([400, "BadRequest"]);
    await answersStill();
  });

  it("does not come out of a JSON patch that copies and copies", async () => {
    served.ask("POST", MAPS, { metadata: { name: "seed", annotations: { a: "x".repeat(1000) } } });
    const double = (index: number): object => ({ op: "copy", from: "/metadata", path: `/metadata/x${index}` });
    const patch = (operations: object[]): Promise<Answer> =>
      client.send("PATCH", `${MAPS}/seed`, operations, "application/json-patch+json");
    expect((await patch(Array.from({ length: 60 }, (_, index) => double(index)))).status).toBe(422);
    const many = await patch(Array.from({ length: 10_001 }, () => ({ op: "test", path: "/kind", value: "ConfigMap" })));
    expect(many.refusal).toMatchObject({
      code: 413,
      message: "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
    });
  });
});

describe("a body in no form", () => {
  it.each([
    ["nothing", "", "application/json", 400],
    ["half an object", '{"metadata":', "application/json", 400],
    ["no object", "null", "application/json", 400],
    ["a number", "5", "application/json", 400],
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), "application/json", 400],
    ["no YAML", "a: b: c: -", "application/yaml", 400],
    ["no protobuf", "k8s\0nonsense", "application/vnd.kubernetes.protobuf", 400],
    ["protobuf without its mark", "nonsense", "application/vnd.kubernetes.protobuf", 400],
    ["a type that is none", "{}", "text/html", 415],
    ["a patch that creates", "{}", "application/merge-patch+json", 415],
  ])("is refused: %s", async (_name, body, type, status) => {
    expect((await post(body, type)).status).toBe(status);
    await answersStill();
  });
});

describe("names that JavaScript has for itself", () => {
  const polluted = (): unknown => (({}) as { polluted?: unknown }).polluted;
  const poison = '{"polluted": "yes"}';

  it("change nothing but the object that they come in", async () => {
    served.ask("POST", MAPS, { metadata: { name: "victim" }, data: { k: "v" } });
    const patches: [string, string][] = [
      [`{"__proto__": ${poison}, "data": {"__proto__": "x"}}`, "application/merge-patch+json"],
      [`{"constructor": {"prototype": ${poison}}}`, "application/merge-patch+json"],
      [`{"metadata": {"__proto__": ${poison}}}`, "application/strategic-merge-patch+json"],
      [`{"constructor": {"prototype": ${poison}}}`, "application/strategic-merge-patch+json"],
      ['[{"op": "add", "path": "/__proto__/polluted", "value": "yes"}]', "application/json-patch+json"],
      [`[{"op": "add", "path": "/metadata/__proto__", "value": ${poison}}]`, "application/json-patch+json"],
      ['[{"op": "add", "path": "/constructor/prototype/polluted", "value": "yes"}]', "application/json-patch+json"],
      ['[{"op": "copy", "from": "/constructor", "path": "/data/x"}]', "application/json-patch+json"],
      [`{"apiVersion": "v1", "kind": "ConfigMap", "__proto__": ${poison}}`, "application/apply-patch+yaml"],
      [`__proto__: ${poison}\n<<: {__proto__: ${poison}}\n`, "application/apply-patch+yaml"],
    ];
    for (const [body, type] of patches) {
      const path = `${MAPS}/victim?fieldManager=x`;
      const { status } = await client.ask(path, { method: "PATCH", headers: { "content-type": type }, body });
      expect(status).toBeLessThan(502);
      expect(polluted()).toBeUndefined();
    }
    expect((await post(`{"metadata": {"name": "own", "__proto__": ${poison}}}`)).status).toBe(501);
    expect((await post(`metadata: {name: own}\n__proto__: ${poison}`, "application/yaml")).status).toBe(501);
    const { text } = await client.ask(`${MAPS}/victim`);
    expect(text).not.toContain("polluted");
    expect(JSON.parse(text).data).toEqual({ k: "v" });
  });

  it("are keys like others where keys are free", async () => {
    const data = { constructor: "a", toString: "b", hasOwnProperty: "c", valueOf: "d" };
    const { status, text } = await post(
      JSON.stringify({ metadata: { name: "free", labels: { constructor: "x" } }, data }),
    );
    expect([status, JSON.parse(text).data]).toEqual([201, data]);
    const found = await client.ask(`${MAPS}?labelSelector=constructor%3Dx`);
    expect(JSON.parse(found.text).items).toHaveLength(1);
    const query = "__proto__=1&constructor=2&__proto__%5Bpolluted%5D=yes&labelSelector=hasOwnProperty";
    expect(JSON.parse((await client.ask(`${MAPS}?${query}`)).text).items).toEqual([]);
    expect(polluted()).toBeUndefined();
  });

  it.each([
    "/api/v1/constructor",
    "/api/__proto__",
    "/apis/__proto__",
    "/apis/constructor/v1",
    "/openapi/v3/__proto__",
    "/apis/apps/v1/toString/x",
  ])("lead nowhere as a path: %s", async (path) => {
    expect((await client.ask(path)).status).toBe(404);
  });
});

describe("what a client writes into an object", () => {
  it("cannot add headers to an answer, nor overflow them", async () => {
    const name = "\\u0001\\r\\nSet-Cookie: a=b\\r\\n\\r\\n<html>é€";
    const warned = await client.ask(`${MAPS}?fieldValidation=Warn`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"metadata":{"name":"warned"},"x${name}":1}`,
    });
    expect(warned.status).toBe(201);
    expect(warned.headers["set-cookie"]).toBeUndefined();
    expect(warned.headers.warning).toMatch(/^299 - "unknown field /);
    const strange = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`unknown${index}`, 1]));
    const many = await client.send("POST", `${MAPS}?fieldValidation=Warn`, { metadata: { name: "many" }, ...strange });
    expect(many.status).toBe(201);
    expect(String(many.headers.warning).length).toBeLessThan(10_000);
  });
});
