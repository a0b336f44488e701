// kubectl top and the metrics API: what a learner sees, and that the real kubectl says the same. Skips the latter where there is none.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { ApiRequest, ApiTransport, Method } from "../../../src/api/request.ts";
import type { Cluster } from "../../../src/cluster/cluster.ts";
import { bootCity, PODS, pod } from "../../cluster/metrics-server/city.ts";
import { run } from "../fake-io.ts";
import { emptyHome, execute, findRealKubectl } from "../real-kubectl.ts";

const BINARY = await findRealKubectl();
if (BINARY === undefined)
  console.warn("SKIPPED: no kubectl 1.33 on this machine, so kubectl top is not compared with it");

const user = { name: "admin", groups: ["system:masters"] };

const city = bootCity();
const sidecar = { name: "side", image: "busybox:1.36", restartPolicy: "Always", command: ["sleep", "9999"] };
const busy = { name: "busy", image: "busybox:1.36", command: ["sh", "-c", "while true; do :; done"] };
city.create(PODS, pod("web", { image: "nginx:1.27" }, { initContainers: [sidecar] }));
city.create(PODS, {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "mixed", labels: { app: "mixed" } },
  spec: { containers: [busy, { name: "cache", image: "redis:7" }] },
});
city.wait(8);

const transport: ApiTransport = async (request) => city.cluster.handle({ ...request, user });
const ours = (line: string) => run(line.split(" "), { transport });

describe("kubectl top", () => {
  it("waits with the metrics pipeline, then shows pods, containers and sums", async () => {
    expect(await ours("top pod")).toMatchObject({ stderr: "error: metrics not available yet\n", exitCode: 1 });
    expect((await ours("top pod web")).stderr).toBe(
      'Error from server (NotFound): podmetrics.metrics.k8s.io "default/web" not found\n',
    );
    expect((await ours("top pod -n kube-public")).stderr).toBe("No resources found in kube-public namespace.\n");
    city.wait(40);
    expect((await ours("top pod --sort-by=cpu --containers")).stdout).toMatch(
      /^POD {5}NAME {4}CPU\(cores\) {3}MEMORY\(bytes\) {3}\nmixed {3}busy {4}(9\d\d|1000)m +0Mi +\nmixed {3}cache {3}2m +3Mi +\nweb {5}main +0m +3Mi +\nweb {5}side +0m +0Mi +\n$/,
    );
    expect((await ours("top pod --sum")).stdout).toMatch(/\n {8}_{8} {5}_{8} {8}\n {8}\d+m +\d+Mi +\n$/);
    expect((await ours("top node")).stdout).toMatch(
      /^NAME {8}CPU\(cores\) {3}CPU\(%\) {3}MEMORY\(bytes\) {3}MEMORY\(%\) {3}\ncity-hall {3}\d+m +\d+% +\d+Mi +\d+% +\n/,
    );
  });

  it("shows a node that does not answer as unknown", async () => {
    const silent = bootCity();
    silent.cluster.apply({ kind: "stop", component: "kubelet/oak" });
    silent.wait(16);
    const partly: ApiTransport = async (request) => silent.cluster.handle({ ...request, user });
    const { stdout } = await run(["top", "node", "--no-headers"], { transport: partly });
    expect(stdout).toMatch(/^city-hall .*\nmaple .*\noak +<unknown> +<unknown> +<unknown> +<unknown> +\n$/);
  });

  it("has no answer in a cluster without metrics-server", async () => {
    const bare = bootCity({ addons: [] });
    const without: ApiTransport = async (request) => bare.cluster.handle({ ...request, user });
    const ran = await run(["top", "node"], { transport: without });
    expect(ran).toMatchObject({ stderr: "error: Metrics API not available\n", exitCode: 1 });
  });
});

/** The cluster's door over HTTP, as far as reading goes. */
async function open({ handle }: Cluster): Promise<{ url: string; server: Server }> {
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? "/", "http://localhost");
    const wanted = (asked.headers.accept ?? "").split(",").filter((each) => !each.includes("protobuf"));
    const request: ApiRequest = {
      method: asked.method as Method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      user,
      accept: wanted.join(",").replace("*/*", "application/json"),
    };
    const response = handle(request);
    const body =
      response.kind === "object" ? JSON.stringify(response.body) : response.kind === "text" ? response.body : "";
    const wrapped = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const isDiscovery = body.startsWith('{"kind":"APIGroupDiscoveryList"');
    answer.writeHead(response.status, {
      "content-type": isDiscovery ? wrapped : `${response.kind === "text" ? "text/plain" : "application/json"}`,
    });
    answer.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe.skipIf(BINARY === undefined)("as the real kubectl", () => {
  let door: { url: string; server: Server };
  beforeAll(async () => {
    door = await open(city.cluster);
  });
  afterAll(() => door.server.close());

  const check = async (line: string): Promise<void> => {
    const theirs = await execute(BINARY ?? "", ["--server", door.url, ...line.split(" ")], emptyHome());
    const { stdout, stderr, exitCode } = await ours(line);
    expect({ stdout, stderr, exitCode }).toEqual(theirs);
  };

  test.each([
    "top node",
    "top nodes --no-headers",
    "top node maple --show-capacity",
    "top node nope",
    "top node --sort-by=memory",
    "top node --sort-by=x",
    "top node -l zone=north",
    "top node -l zone=nope",
    "top node maple -l a=b",
    "top node a b",
    "top pod",
    "top pod -A",
    "top pod -A --containers --sum",
    "top pod --containers --sort-by=memory",
    "top pod --containers --sum --no-headers",
    "top pod -A --sum --no-headers",
    "top pod web --containers",
    "top pod -l app=web",
    "top pod -l app=none",
    "top pod --field-selector=metadata.name=web",
    "top pod --field-selector=status.phase=Running",
    "top pod nope",
    "top pod web -l a=b",
    "top pod a b",
    "top pod --sort-by=x",
    "get podmetrics -A",
    "get podmetrics --show-labels",
    "get podmetrics -o name",
    "get podmetrics -n kube-public",
    "get nodes.metrics.k8s.io",
    "get nodemetrics maple",
    "get pods.metrics.k8s.io web -o yaml",
    "describe podmetrics web",
    "delete podmetrics web",
    "api-resources --api-group=metrics.k8s.io",
    "get apiservices",
    "get apiservice v1.apps v1beta1.metrics.k8s.io -o yaml",
  ])("%s", check);

  test("while nobody answers", { timeout: 60_000 }, async () => {
    city.merge("/apis/apps/v1/namespaces/kube-system/deployments/metrics-server/scale", { spec: { replicas: 0 } });
    city.wait(5);
    for (const line of [
      "top node",
      "top pod -A",
      "get podmetrics",
      "get nodes",
      "get apiservice v1beta1.metrics.k8s.io",
    ])
      await check(line);
    // Discovery calls the group stale, which clients take for absent; who asks all the same hears why.
    expect((await ours("top node")).stderr).toBe("error: Metrics API not available\n");
    expect((await ours("get --raw /apis/metrics.k8s.io/v1beta1/nodes")).stderr).toMatch(
      /^Error from server \(ServiceUnavailable\): the server is currently unable to handle the request/,
    );
  });
});
