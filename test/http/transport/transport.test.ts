// The transport against a server that answers in all the ways in which API servers do, and in some in which they should not.

import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpAccess } from "../../../src/api/http-access.ts";
import type { ApiResponse, WatchEvent } from "../../../src/api/request.ts";
import type { Source } from "../../../src/api/stream.ts";
import type { HttpTransport } from "../../../src/http/transport/access.ts";
import { httpTransport } from "../../../src/http/transport/transport.ts";
import { type Answer, type AnsweringServer, answering, authority, identity, json, tcpServer } from "./api-server.ts";

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

interface Pair {
  readonly server: AnsweringServer;
  readonly transport: HttpTransport;
}

async function between(answer: Answer, access: Partial<HttpAccess> = {}, secure = true): Promise<Pair> {
  const server = await answering(answer, secure ? identity() : undefined);
  const transport = httpTransport(
    {
      server: `${secure ? "https" : "http"}://127.0.0.1:${server.port}`,
      ...(secure ? { certificateAuthority: authority.certificate } : {}),
      ...access,
    },
    { retryDelayMs: 1, product: "k8s-tutor/1.2.3" },
  );
  opened.push(server, transport);
  return { server, transport };
}

interface Observed<T> {
  readonly values: T[];
  readonly ended: Promise<Error | undefined>;
}

function observe<T>(source: Source<T>): Observed<T> {
  const values: T[] = [];
  const ended = new Promise<Error | undefined>((resolve) => {
    source.observe({ next: (value) => values.push(value), end: resolve });
  });
  return { values, ended };
}

function eventsOf(response: ApiResponse): Source<WatchEvent> {
  if (response.kind !== "watch") throw new Error(`a ${response.kind} came`);
  return response.events;
}

const event = (name: string) => `${JSON.stringify({ type: "ADDED", object: { metadata: { name } } })}\n`;
const pods = { method: "GET", path: "/api/v1/pods", query: {} } as const;
const watched = { ...pods, query: { watch: "true" } };

describe("a request", () => {
  it("carries who asks and what is asked, and a body as JSON whatever the patch is called", async () => {
    const { server, transport } = await between((_, response) => json(response, {}), {
      token: "secret",
      impersonate: { name: "jané", uid: "7", groups: ["a,b", "c"], extra: { "Example.com/x": ["1", "2"] } },
    });
    await transport.request({
      method: "PATCH",
      path: "/api/v1/namespaces/ns one/pods/web",
      query: { fieldManager: "me", force: "true", command: ["a b", "c&d"] },
      contentType: "application/apply-patch+yaml",
      accept: "application/json;as=Table",
      userAgent: "kubectl",
      body: { spec: { text: "ü" } },
    });
    const [asked] = server.asked;
    expect(asked).toMatchObject({
      method: "PATCH",
      url: "/api/v1/namespaces/ns%20one/pods/web?fieldManager=me&force=true&command=a%20b&command=c%26d",
      body: '{"spec":{"text":"ü"}}',
      headers: {
        accept: "application/json;as=Table",
        "accept-encoding": "gzip",
        authorization: "Bearer secret",
        "content-type": "application/apply-patch+yaml",
        "impersonate-uid": "7",
        "impersonate-extra-example.com%2fx": "1, 2",
      },
    });
    expect(Buffer.from(asked?.headers["impersonate-user"] as string, "latin1").toString("utf8")).toBe("jané");
    expect(asked?.headers["user-agent"]).toMatch(/^kubectl\/v1\.33\.\d+ \(\w+\/\w+\) k8s-tutor\/1\.2\.3$/);
    // A header for each group: a comma belongs to a name.
    const groups = asked?.rawHeaders.filter((_, at, all) => all[at - 1] === "impersonate-group");
    expect(groups).toEqual(["a,b", "c"]);
  });

  it("shows a name and password, and the path of the server stands in front of the API's", async () => {
    const { server, transport } = await between((_, response) => json(response, {}), { username: "u", password: "p" });
    const { port } = server;
    const behind = httpTransport({
      server: `https://127.0.0.1:${port}/clusters/one/`,
      certificateAuthority: authority.certificate,
      disableCompression: true,
    });
    opened.push(behind);
    await transport.request(pods);
    await behind.request({ ...pods, path: "/apis/a%2Fb" });
    expect(server.asked.map(({ url }) => url)).toEqual(["/api/v1/pods", "/clusters/one/apis/a%2Fb"]);
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("u:p").toString("base64")}`);
    expect(server.asked[1]?.headers["accept-encoding"]).toBeUndefined();
  });

  it("never shows credentials in the clear", async () => {
    const { server, transport } = await between((_, response) => json(response, {}), { token: "secret" }, false);
    await transport.request(pods);
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("uses one connection for one after the other", async () => {
    const ports = new Set<number | undefined>();
    const { transport } = await between((_, response) => {
      ports.add(response.socket?.remotePort);
      json(response, {});
    });
    for (let i = 0; i < 5; i++) await transport.request(pods);
    expect(ports.size).toBe(1);
  });
});

describe("an answer", () => {
  it("is an object, with the warnings of its headers", async () => {
    const { transport } = await between((_, response) => {
      const warnings = ['299 - "one, \\"two\\" \\\\ three"', '299 - "four ü", 199 - "no", 299 k8s "five"'];
      response.setHeader(
        "Warning",
        warnings.map((text) => Buffer.from(text, "utf8").toString("latin1")),
      );
      json(response, { kind: "Pod" }, 201);
    });
    expect(await transport.request(pods)).toEqual({
      kind: "object",
      status: 201,
      body: { kind: "Pod" },
      warnings: ['one, "two" \\ three', "four ü", "five"],
    });
  });

  it("is text where it is no JSON, with all its bytes", async () => {
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.end(Buffer.from([0x6f, 0x6b, 0xff, 0xc3, 0xbc]));
    });
    expect(await transport.request({ ...pods, path: "/healthz" })).toEqual({
      kind: "text",
      status: 200,
      body: "ok\udcffü",
    });
  });

  it("may be compressed, and as large as it likes", async () => {
    const items = Array.from({ length: 20_000 }, (_, index) => ({
      metadata: { name: `pod-${index}`, uid: "x".repeat(200) },
    }));
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify({ kind: "PodList", items })));
    });
    const answer = await transport.request(pods);
    expect(answer).toMatchObject({ kind: "object", status: 200 });
    expect((answer as { body: { items: unknown[] } }).body.items).toHaveLength(20_000);
  });

  it("that says no is a Status: the server's own, or what client-go makes of something else", async () => {
    const { transport } = await between(({ url }, response) => {
      if (url === "/api/v1/pods") return json(response, { kind: "Status", reason: "Forbidden", message: "no" }, 403);
      if (url === "/api/v1/namespaces/default/pods/web") return json(response, { oops: true }, 404);
      response.writeHead(Number(url.slice(1)), { "content-type": "text/html" });
      response.end("<html>sorry</html>");
    });
    const said = async (path: string) => {
      const { status, body } = (await transport.request({ ...pods, path })) as {
        status: number;
        body: { reason?: string; message?: string };
      };
      return [status, body.reason, body.message];
    };
    expect(await said("/api/v1/pods")).toEqual([403, "Forbidden", "no"]);
    expect(await said("/api/v1/namespaces/default/pods/web")).toEqual([
      404,
      "NotFound",
      "the server could not find the requested resource (get pods web)",
    ]);
    expect(await said("/502")).toEqual([
      502,
      "InternalError",
      'an error on the server ("<html>sorry</html>") has prevented the request from succeeding',
    ]);
    expect(await said("/503")).toEqual([
      503,
      "ServiceUnavailable",
      "the server is currently unable to handle the request",
    ]);
    expect(await said("/301")).toEqual([
      301,
      "Unknown",
      "the server responded with the status code 301 but did not return more information",
    ]);
  });

  it("comes late when the server says so, and the request is sent again", async () => {
    let asked = 0;
    const { transport } = await between((_, response) => {
      asked++;
      if (asked < 3) response.writeHead(429, { "retry-after": "1" }).end("later");
      else json(response, { asked });
    });
    expect(await transport.request({ ...pods, method: "POST", body: {} })).toMatchObject({
      status: 200,
      body: { asked: 3 },
    });
  });

  it("that breaks off is told", async () => {
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"a":');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(transport.request(pods)).rejects.toThrow(
      "error: unexpected error when reading response body. Please retry. Original error: unexpected EOF",
    );
  });
});

describe("a watch", () => {
  it("gives events that are split anywhere, and ends with the connection", async () => {
    const text = Buffer.from(`${event("einß")}\n${event("two")}${event("x".repeat(100_000))}`);
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      for (let at = 0; at < 120; at++) response.write(text.subarray(at, at + 1));
      response.write(text.subarray(120));
      setTimeout(() => response.destroy(), 50);
    });
    const { values, ended } = observe(eventsOf(await transport.request(watched)));
    expect(await ended).toBeUndefined();
    expect(values.map((each) => (each.object as { metadata: { name: string } }).metadata.name)).toEqual([
      "einß",
      "two",
      "x".repeat(100_000),
    ]);
  });

  it("ends at what is no event", async () => {
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(`${event("one")}nonsense\n${event("two")}`);
    });
    const { values, ended } = observe(eventsOf(await transport.request(watched)));
    await ended;
    expect(values).toHaveLength(1);
  });

  it("is hung up on when nobody looks any more, and when the transport is closed", async () => {
    const gone: string[] = [];
    const { transport } = await between(({ url }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(event("one"));
      response.on("close", () => gone.push(url));
    });
    const first = eventsOf(await transport.request(watched));
    const second = eventsOf(await transport.request({ ...watched, query: { ...watched.query, n: "2" } }));
    first.cancel();
    await expect.poll(() => gone).toEqual(["/api/v1/pods?watch=true"]);
    const { ended } = observe(second);
    transport.close();
    await ended;
    await expect.poll(() => gone).toHaveLength(2);
  });

  it("that is refused is an answer", async () => {
    const { transport } = await between((_, response) =>
      json(response, { kind: "Status", reason: "Expired", code: 410 }, 410),
    );
    expect(await transport.request(watched)).toMatchObject({
      kind: "object",
      status: 410,
      body: { reason: "Expired" },
    });
  });
});

describe("a followed log", () => {
  const followed = {
    method: "GET",
    path: "/api/v1/namespaces/default/pods/web/log",
    query: { follow: "true" },
  } as const;

  it("comes as it is written, characters whole and bytes unharmed", async () => {
    const bytes = Buffer.from([...Buffer.from("line ü\n"), 0xff, 0x0a]);
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      for (const byte of bytes) response.write(Buffer.from([byte]));
      response.end();
    });
    const response = await transport.request(followed);
    if (response.kind !== "text-stream") throw new Error(`a ${response.kind} came`);
    const { values, ended } = observe(response.text);
    expect(await ended).toBeUndefined();
    expect(values.join("")).toBe("line ü\n\udcff\n");
  });

  it("that breaks off says so", async () => {
    const { transport } = await between((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("one\n");
      setTimeout(() => response.destroy(), 10);
    });
    const response = await transport.request(followed);
    if (response.kind !== "text-stream") throw new Error(`a ${response.kind} came`);
    expect((await observe(response.text).ended)?.message).toBe("unexpected EOF");
  });
});

describe("a connection that breaks", () => {
  async function flaky(failures: number): Promise<{ transport: HttpTransport; tried: () => number }> {
    let tried = 0;
    const server = await tcpServer((socket) => {
      socket.once("data", () => {
        tried++;
        if (tried <= failures) socket.end();
        else socket.end("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
      });
    });
    const transport = httpTransport({ server: `http://127.0.0.1:${server.port}` }, { retryDelayMs: 1 });
    opened.push(server, transport);
    return { transport, tried: () => tried };
  }

  it("is tried again by who only reads", async () => {
    const { transport } = await flaky(3);
    expect(await transport.request(pods)).toMatchObject({ status: 200 });
  });

  it("ten times at most", async () => {
    const { transport, tried } = await flaky(100);
    await expect(transport.request(pods)).rejects.toThrow("Unable to connect to the server: EOF");
    expect(tried()).toBe(11);
  });

  it("is not tried again by who changes something", async () => {
    const { transport, tried } = await flaky(1);
    const creation = transport.request({ ...pods, method: "POST", body: {} });
    await expect(creation).rejects.toThrow("Unable to connect to the server: EOF");
    expect(tried()).toBe(1);
  });
});
