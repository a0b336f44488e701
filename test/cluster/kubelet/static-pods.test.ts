// Static pods: manifests on the node, and their mirrors in the API.

import { expect, test } from "vitest";
import { nodeUnderTest } from "./node-under-test.ts";

const manifest = (image: string, more: object = {}) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web" },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: "c", image }], ...more },
  });
const path = "/etc/kubernetes/manifests/web.yaml";

test("a manifest becomes a pod with a mirror; what happens to the mirror does not touch it", () => {
  const cluster = nodeUnderTest();
  const { nodeFiles } = cluster.kubelet;
  nodeFiles.write(path, manifest("nginx:1.27"));
  cluster.advance(15);
  expect(cluster.line("web-worker-1")).toBe("1/1 Running 0");
  const { annotations = {}, ownerReferences, uid } = cluster.get("web-worker-1").metadata;
  const hash = annotations["kubernetes.io/config.hash"] ?? "";
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
  expect(annotations).toMatchObject({ "kubernetes.io/config.mirror": hash, "kubernetes.io/config.source": "file" });
  expect(ownerReferences).toMatchObject([{ kind: "Node", name: "worker-1", controller: true }]);
  const [container] = cluster.runtime.containersOf(hash);

  cluster.delete("web-worker-1");
  cluster.advance(5);
  expect(cluster.get("web-worker-1").metadata.uid).not.toBe(uid);
  expect(cluster.line("web-worker-1")).toBe("1/1 Running 0");
  expect(cluster.runtime.containersOf(hash)).toEqual([container]);
  expect(cluster.exec("web-worker-1", "c", "hostname")).toBe("web-worker-1\n[0]");

  nodeFiles.write(path, manifest("httpd:2.4"));
  cluster.advance(30);
  expect(cluster.line("web-worker-1")).toBe("1/1 Running 0");
  expect(cluster.get("web-worker-1").spec.containers[0]?.image).toBe("httpd:2.4");
  expect(cluster.runtime.containersOf(hash)).toEqual([]);

  nodeFiles.remove(path);
  cluster.advance(30);
  expect(cluster.find("web-worker-1")).toBeUndefined();
  expect(cluster.runtime.readySandboxes()).toEqual([]);
});

test("what refers to objects of the API, or is no pod, is passed over", () => {
  const cluster = nodeUnderTest();
  const { nodeFiles } = cluster.kubelet;
  const refused = [
    { volumes: [{ name: "v", configMap: { name: "x" } }] },
    { serviceAccountName: "default" },
    { containers: [{ name: "c", image: "nginx", envFrom: [{ secretRef: { name: "x" } }] }] },
  ];
  for (const [index, more] of refused.entries())
    nodeFiles.write(`/etc/kubernetes/manifests/${index}.json`, manifest("nginx:1.27", more));
  nodeFiles.write("/etc/kubernetes/manifests/notes.txt", "to do");
  nodeFiles.write("/etc/kubernetes/manifests/.hidden", manifest("nginx:1.27"));
  cluster.advance(30);
  expect(cluster.find("web-worker-1")).toBeUndefined();
});

test("a kubelet that comes back goes on with what it had started", () => {
  const cluster = nodeUnderTest();
  cluster.kubelet.nodeFiles.write(path, manifest("nginx:1.27"));
  cluster.advance(15);
  const before = cluster.runtime.readySandboxes();
  cluster.kubelet.stop();
  cluster.advance(10);
  cluster.kubelet.start();
  cluster.advance(60);
  expect(cluster.runtime.readySandboxes()).toEqual(before);
  expect(cluster.line("web-worker-1")).toBe("1/1 Running 0");
});
