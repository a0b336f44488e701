// The way through an HTTP proxy: when it is taken, and that it is.

import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyFor } from "../../../src/http/transport/proxy.ts";
import { httpTransport } from "../../../src/http/transport/transport.ts";
import { answering, authority, identity, json } from "./api-server.ts";

describe("the environment", () => {
  const env = { HTTPS_PROXY: "proxy.example:3128", http_proxy: "http://plain.example", NO_PROXY: "" };
  const via = (url: string, noProxy = "", proxyUrl?: string) =>
    proxyFor(new URL(url), proxyUrl, { ...env, NO_PROXY: noProxy })?.host;

  it.each([
    ["https://10.1.2.3:6443", "", "proxy.example:3128"],
    ["http://10.1.2.3", "", "plain.example"],
    ["https://127.0.0.1:6443", "", undefined],
    ["https://localhost:6443", "", undefined],
    ["https://[::1]:6443", "", undefined],
    ["https://10.1.2.3:6443", "10.0.0.0/8", undefined],
    ["https://11.1.2.3:6443", "10.0.0.0/8", "proxy.example:3128"],
    ["https://10.1.2.3:6443", "10.1.2.3:443", "proxy.example:3128"],
    ["https://10.1.2.3:6443", "x, 10.1.2.3:6443", undefined],
    ["https://api.example.com", "example.com", undefined],
    ["https://example.com", ".example.com", "proxy.example:3128"],
    ["https://api.example.com", ".example.com", undefined],
    ["https://api.notexample.com", "example.com", "proxy.example:3128"],
    ["https://api.example.com", "*", undefined],
  ])("sends %s with NO_PROXY=%s to %s", (url, noProxy, expected) => expect(via(url, noProxy)).toBe(expected));

  it("does not count where the kubeconfig names a proxy", () => {
    expect(via("https://127.0.0.1:6443", "*", "http://own.example:8080")).toBe("own.example:8080");
  });

  it("is refused by name where it names a proxy of another kind", () => {
    expect(() => via("https://10.1.2.3", "", "socks5://own.example")).toThrow("does not go through SOCKS proxies");
  });
});

describe("a proxy", () => {
  const seen: { readonly target: string; readonly authorization: string | undefined }[] = [];
  let proxy: Server;
  let address = "";
  beforeAll(async () => {
    proxy = createServer((request, response) => {
      seen.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] });
      json(response, { via: "proxy" });
    });
    proxy.on("connect", (request, client, head) => {
      const { url = "" } = request;
      seen.push({ target: url, authorization: request.headers["proxy-authorization"] });
      if (url.endsWith(":1")) {
        client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
        return;
      }
      const [host, port] = url.split(":");
      const server = connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        server.write(head);
        server.pipe(client).pipe(server);
      });
      client.on("error", () => server.destroy());
      server.on("error", () => client.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(() => proxy.close());

  async function ask(server: string, proxyUrl: string): Promise<unknown> {
    const transport = httpTransport({ server, proxyUrl, certificateAuthority: authority.certificate });
    const version = { method: "GET", path: "/version", query: {} } as const;
    return transport.request(version).finally(transport.close);
  }

  it("passes on what it cannot read", async () => {
    const server = await answering((_, response) => json(response, { major: "1" }), identity());
    const answer = await ask(`https://127.0.0.1:${server.port}`, `http://user:p%40ss@${address}`);
    server.close();
    expect(answer).toMatchObject({ status: 200, body: { major: "1" } });
    const authorization = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
    expect(seen.at(-1)).toEqual({ target: `127.0.0.1:${server.port}`, authorization });
  });

  it("is asked for the whole address where nothing is secret", async () => {
    expect(await ask("http://cluster.example", `http://${address}`)).toMatchObject({ body: { via: "proxy" } });
    expect(seen.at(-1)?.target).toBe("http://cluster.example/version");
  });

  it("says why it does not get there", async () => {
    await expect(ask("https://127.0.0.1:1", `http://${address}`)).rejects.toThrow(
      "Unable to connect to the server: Bad Gateway",
    );
  });
});
