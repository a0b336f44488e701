import { expect, test } from "vitest";
import { imageCatalogue } from "../../../src/cluster/container-runtime/images/catalogue.ts";
import { parseReference } from "../../../src/cluster/container-runtime/images/reference.ts";
import { Registry } from "../../../src/cluster/container-runtime/images/registry.ts";
import { ImageStore } from "../../../src/cluster/container-runtime/images/store.ts";
import { Random } from "../../../src/sim/random.ts";

const registry = new Registry(imageCatalogue());

test.each([
  ["nginx", "docker.io/library/nginx", "latest"],
  ["nginx:1.27-alpine", "docker.io/library/nginx", "1.27-alpine"],
  ["curlimages/curl:8.5.0", "docker.io/curlimages/curl", "8.5.0"],
  ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause", "3.10"],
  ["localhost:5000/x/y", "localhost:5000/x/y", "latest"],
])("%s is %s with tag %s", (text, repository, tag) => expect(parseReference(text)).toEqual({ repository, tag }));

test.each([
  ["NGINX:latest", "invalid reference format: repository name (library/NGINX) must be lowercase"],
  ["Invalid!Image", "invalid reference format"],
  ["nginx:", "invalid reference format"],
])("%s is refused", (text, error) => expect(parseReference(text)).toEqual({ error }));

test.each([
  "nginx",
  "nginx:1.27",
  "nginx:1.25.3",
  "nginx:stable-alpine",
  "nginx:1.14.2",
  "nginx:1.16.1",
  "nginx:alpine",
  "httpd",
  "httpd:2.4-alpine",
  "busybox:1.36",
  "busybox:1.28",
  "alpine:3.20",
  "redis:7",
  "redis:7.2-alpine",
  "postgres:16",
  "postgres:16-alpine",
  "mysql:8.0",
  "python:3-alpine",
  "python:3.12-slim",
  "node:22",
  "node:22-alpine",
  "curlimages/curl",
  "hashicorp/http-echo:1.0",
  "prom/prometheus",
  "nicolaka/netshoot",
  "registry.k8s.io/pause:3.10",
  "registry.k8s.io/coredns/coredns:v1.12.0",
  "nginxinc/nginx-unprivileged:1.27",
  "tutor/app:1.0",
  "registry.k8s.io/e2e-test-images/agnhost:2.39",
])("%s can be pulled", (text) => expect(registry.resolve(text)).toHaveProperty("id"));

test.each(["nginx:9.99", "busybox:nope", "nginx:latets", "redis:99", "httpd:3"])("%s has no such tag", (text) =>
  expect(registry.resolve(text)).toMatchObject({
    error: expect.stringMatching(/^rpc error: code = NotFound desc = failed to pull and unpack image .*: not found$/),
  }),
);

test("an unknown repository is denied, as Docker Hub does", () => {
  expect(registry.resolve("ngnix")).toEqual({
    error:
      'failed to pull and unpack image "docker.io/library/ngnix:latest": failed to resolve reference "docker.io/library/ngnix:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  });
});

test("a cached node has every known image but the latest; a cold one pulls by size", () => {
  const store = (images: "cached" | "cold") => new ImageStore({ registry, random: new Random(1), images });
  expect(store("cached").find("nginx:1.27")).toBeDefined();
  expect(store("cached").find("nginx")).toBeUndefined();
  const cold = store("cold");
  expect(cold.find("nginx:1.27")).toBeUndefined();
  const small = cold.beginPull("busybox:1.36").durationMs;
  const large = cold.beginPull("python:3.12").durationMs;
  expect(large).toBeGreaterThan(10 * small);
});
