// The proxy subresources: which pod is asked, what it is asked, and what comes back.
import { describe, expect, test } from "vitest";
import type { NodeConnection } from "../../../src/api/node-connection.ts";
import { type ApiResponse, type InputFrame, type OutputFrame, settled } from "../../../src/api/request.ts";
import { failure, success } from "../../../src/api/status.ts";
import { Channel } from "../../../src/api/stream.ts";
import { errorOf, objectOf, pod, startServer } from "./setup.ts";

const DEFAULT = "/api/v1/namespaces/default";

/** A pod `web` on a node whose kubelet forwards to a program that says `pieces`, or refuses. */
function withProgram(pieces: readonly string[] | "refuses") {
  const asked: { pod: string; port: number; text: string }[] = [];
  const kubelet = {
    portForward: ({ metadata }: { metadata: { name: string } }, port: number) => {
      const output = new Channel<OutputFrame>();
      if (pieces === "refuses") {
        output.push({ channel: "exit", status: failure(500, "InternalError", "refused") });
        output.end();
      }
      const send = (frame: InputFrame): void => {
        if (frame.channel !== "stdin") return;
        asked.push({ pod: metadata.name, port, text: frame.data });
        for (const data of pieces) output.push({ channel: "stdout", data });
        if (pieces.at(-1) === "") {
          output.push({ channel: "exit", status: success() });
          output.end();
        }
      };
      return { output, send, close: () => output.cancel() };
    },
    usage: () => ({ node: { at: 5, startedAt: 0, cpuMs: 1500, memoryBytes: 1024 }, pods: [] }),
  } as unknown as NodeConnection;
  const started = startServer({ dialNode: (name) => (name === "oak" ? kubelet : undefined) });
  const { ask } = started;
  objectOf(ask("POST", "/api/v1/nodes", { metadata: { name: "oak" } }));
  objectOf(ask("POST", `${DEFAULT}/serviceaccounts`, { metadata: { name: "default" } }));
  const containers = [{ name: "app", image: "nginx", ports: [{ containerPort: 8080 }] }];
  objectOf(ask("POST", `${DEFAULT}/pods`, pod("web", { nodeName: "oak", containers })));
  const status = { status: { phase: "Running", podIP: "10.244.0.5" } };
  objectOf(ask("PATCH", `${DEFAULT}/pods/web/status`, status, { contentType: "application/merge-patch+json" }));
  return { ...started, asked };
}

function get(pieces: readonly string[] | "refuses", path: string): Promise<ApiResponse> {
  return settled(withProgram(pieces).ask("GET", `${DEFAULT}/pods/${path}`));
}

const page = (headers: string, body: string, status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`;

describe("what comes back", () => {
  test.each([
    ["of a known length", [page("Content-Type: text/html\r\nContent-Length: 5", "hello more")], 200, "hello"],
    ["in pieces", [...page("Content-Length: 7", "h\u00e4llo!")], 200, "h\u00e4llo!"],
    ["until the end", [page("Server: x", "hel"), "lo", ""], 200, "hello"],
    ["chunked", [page("Transfer-Encoding: chunked", "2\r\nhe\r\n3\r\nllo\r\n"), "0\r\n\r\n"], 200, "hello"],
    ["with an error of its own", [page("Content-Length: 4", "none", "404 Not Found")], 404, "none"],
    ["without a body", [page("Server: x", "", "204 No Content")], 204, ""],
  ])("a page %s", async (_, pieces, status, body) => {
    expect(await get(pieces, "web/proxy/")).toMatchObject({ kind: "text", status, body });
  });

  test.each([
    ["refuses" as const, "error trying to reach service: dial tcp 10.244.0.5:8080: connect: connection refused"],
    [[""], "error trying to reach service: EOF"],
    [["SSH-2.0-x\r\n", ""], "error trying to reach service: malformed HTTP response"],
  ])("no page: %j", async (pieces, message) => {
    expect(errorOf(await get(pieces, "web/proxy/"))).toEqual({ code: 503, reason: "ServiceUnavailable", message });
  });
});

describe("what is asked", () => {
  test("the path behind proxy, with query, body and kind of contents", async () => {
    const { ask, asked } = withProgram([page("Content-Length: 0", "")]);
    const body = { name: "\u00e4" };
    await settled(
      ask("POST", `${DEFAULT}/pods/http:web:9000/proxy/a/b%20c/?x=1&y=%26`, body, { contentType: "application/json" }),
    );
    expect(asked[0]).toMatchObject({ pod: "web", port: 9000 });
    expect(asked[0]?.text.split("\r\n")).toEqual([
      "POST /a/b%20c/?x=1&y=%26 HTTP/1.1",
      "Host: 10.244.0.5:9000",
      "User-Agent: kubectl",
      "Content-Type: application/json",
      `X-Forwarded-Uri: ${DEFAULT}/pods/http:web:9000/proxy/a/b%20c/`,
      "Content-Length: 13",
      "Connection: close",
      "",
      '{"name":"\u00e4"}',
    ]);
  });

  test("a service by the name or number of its port", async () => {
    const { ask, asked } = withProgram([page("Content-Length: 2", "ok")]);
    const spec = { ports: [{ name: "http", port: 80, targetPort: 8080 }] };
    objectOf(ask("POST", `${DEFAULT}/services`, { metadata: { name: "web" }, spec }));
    const proxy = (name: string) => settled(ask("GET", `${DEFAULT}/services/${name}/proxy/`));
    expect(errorOf(await proxy("web:80")).message).toBe('no endpoints available for service "web"');
    const slice = (name: string, ready: boolean) => ({
      metadata: { name: `web-${name}`, labels: { "kubernetes.io/service-name": "web" } },
      addressType: "IPv4",
      endpoints: [{ addresses: ["10.244.0.5"], conditions: { ready }, targetRef: { kind: "Pod", name } }],
      ports: [{ name: "http", port: 8080 }],
    });
    const slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
    for (const each of [slice("web", true), slice("gone", false)]) objectOf(ask("POST", slices, each));
    for (const name of ["web:80", "web:http", "http:web:80"])
      expect(await proxy(name), name).toMatchObject({ body: "ok" });
    expect(asked.map(({ port }) => port)).toEqual([8080, 8080, 8080]);
    expect(errorOf(await proxy("web")).message).toBe('no endpoints available for service "web"');
    expect(errorOf(await proxy("web:81")).message).toBe('no service port 81 found for service "web"');
    expect(errorOf(await proxy("none")).message).toBe('endpoints "none" not found');
    expect(errorOf(await proxy("https:web:80")).reason).toBe("NotImplemented");
  });

  test("the kubelet itself", async () => {
    const { ask } = withProgram([]);
    const node = (path: string) => ask("GET", `/api/v1/nodes/oak/proxy/${path}`);
    expect(node("healthz")).toMatchObject({ kind: "text", body: "ok" });
    expect(node("pods")).toMatchObject({ body: { kind: "PodList", items: [{ metadata: { name: "web" } }] } });
    expect(node("metrics/resource")).toMatchObject({
      body: expect.stringContaining("node_cpu_usage_seconds_total 1.5 5\n"),
    });
    expect(errorOf(node("configz")).message).toBe("k8s-tutor does not simulate the kubelet's /configz");
    expect(errorOf(ask("GET", "/api/v1/nodes/elm/proxy/healthz")).message).toBe('nodes "elm" not found');
  });

  test.each([
    [true, "connection refused"],
    [false, "no route to host"],
  ])("a node that does not answer, with power: %s", (hasRoute, why) => {
    const { ask } = startServer({ dialNode: () => undefined, hasRoute: () => hasRoute });
    const status = { addresses: [{ type: "InternalIP", address: "172.18.0.4" }] };
    objectOf(ask("POST", "/api/v1/nodes", { metadata: { name: "oak" }, status }));
    objectOf(ask("POST", `${DEFAULT}/serviceaccounts`, { metadata: { name: "default" } }));
    objectOf(ask("POST", `${DEFAULT}/pods`, pod("web", { nodeName: "oak" })));
    const tried = (path: string) => errorOf(ask("GET", path)).message;
    const dialled = `dial tcp 172.18.0.4:10250: connect: ${why}`;
    expect(tried(`${DEFAULT}/pods/web/log`)).toBe(
      `Get "https://172.18.0.4:10250/containerLogs/default/web/app": ${dialled}`,
    );
    expect(tried(`${DEFAULT}/pods/web/exec?command=ls`)).toBe(`error dialing backend: ${dialled}`);
    expect(tried("/api/v1/nodes/oak/proxy/healthz")).toContain(why);
  });
});
