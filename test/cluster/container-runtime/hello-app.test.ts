import { expect, test } from "vitest";
import { nodeUnderTest } from "../kubelet/node-under-test.ts";

test("hello-app names its version and its host, and logs whom it serves", () => {
  const cluster = nodeUnderTest();
  cluster.create("web", { containers: [{ name: "c", image: "gcr.io/google-samples/hello-app:2.0" }] });
  cluster.create("client", { containers: [{ name: "c", image: "busybox:1.36", command: ["sleep", "100"] }] });
  cluster.advance(5);
  const url = `http://${cluster.get("web").status.podIP}:8080/`;
  expect(cluster.exec("client", "c", "wget", "-qO-", url)).toBe("Hello, world!\nVersion: 2.0.0\nHostname: web\n[0]");
  expect(cluster.logs("web", "c")).toMatch(/ Server listening on port 8080\n.* Serving request: \/\n$/);
});
