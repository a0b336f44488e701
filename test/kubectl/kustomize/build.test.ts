// Builds whose results are known, on every machine; real.test.ts compares many more with the real kubectl.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseCases, writeFiles } from "./cases.ts";
import { runIn } from "./run-in.ts";

const ROOT = mkdtempSync(join(tmpdir(), "kustomize-"));
afterAll(() => rmSync(ROOT, { recursive: true }));

let count = 0;

async function build(files: string, ...argv: string[]) {
  const folder = join(ROOT, String(count++));
  const [only] = parseCases(`=== case\n${files}`);
  if (only === undefined) throw new Error("there is no case");
  writeFiles(folder, only);
  return { folder, ...(await runIn(folder, ["kustomize", ...argv])) };
}

const OVERLAY = `-- base/kustomization.yaml --
resources: [web.yaml]
configMapGenerator:
- name: settings
  literals: [a=b]
-- base/web.yaml --
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.25
        envFrom:
        - configMapRef: {name: settings}
-- prod/kustomization.yaml --
resources: [../base]
namespace: shop
namePrefix: prod-
images: [{name: nginx, newTag: "1.27"}]
replicas: [{name: web, count: 3}]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          containers:
          - {name: side, image: busybox}
`;

const BUILT = `apiVersion: v1
data:
  a: b
kind: ConfigMap
metadata:
  name: prod-settings-4h2mbtbbt6
  namespace: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: prod-web
  namespace: shop
spec:
  replicas: 3
  template:
    spec:
      containers:
      - image: busybox
        name: side
      - envFrom:
        - configMapRef:
            name: prod-settings-4h2mbtbbt6
        image: nginx:1.27
        name: web
`;

test("an overlay", async () => {
  const { stdout, stderr, exitCode } = await build(OVERLAY, "prod");
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: BUILT, stderr: "", exitCode: 0 });
});

test("into a file", async () => {
  const { folder, stdout } = await build(OVERLAY, "prod", "-o", "built.yaml");
  expect(stdout).toBe("");
  expect(readFileSync(join(folder, "built.yaml"), "utf8")).toBe(BUILT);
});

test("binary files and files without a line end", async () => {
  const { folder } = await build("-- kustomization.yaml --\nconfigMapGenerator: [{name: b, files: [x]}]\n-- x --\n");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(folder, "x"), new Uint8Array([0xff, 0x00]));
  const { stdout } = await runIn(folder, ["kustomize"]);
  expect(stdout).toContain("binaryData:\n  x: /wA=\n");
});

describe("what is left out is refused by name", () => {
  const cases: [fields: string, refused: string][] = [
    ["helmCharts: [{name: x}]", "the field helmCharts of a kustomization"],
    ["transformers: [x.yaml]", "the field transformers of a kustomization"],
    ["generators: [x.yaml]", "the field generators of a kustomization"],
    ["validators: [x.yaml]", "the field validators of a kustomization"],
    ["crds: [x.yaml]", "the field crds of a kustomization"],
    ["configurations: [x.yaml]", "the field configurations of a kustomization"],
    ["openapi: {path: x.json}", "the field openapi of a kustomization"],
    ["namePrefix: x-\nbuildMetadata: [originAnnotations]", "buildMetadata originAnnotations of a kustomization"],
  ];
  test.each(cases)("%s", async (fields, refused) => {
    const { stderr, exitCode } = await build(`-- kustomization.yaml --\n${fields}\n`);
    expect(stderr).toBe(`error: k8s-tutor does not simulate ${refused}\n`);
    expect(exitCode).toBe(1);
  });

  test.each(["https://example.com/x.yaml", "github.com/owner/repository", "git@example.com:a/b.git"])(
    "%s",
    async (url) => {
      const { stderr } = await build(`-- kustomization.yaml --\nresources: ["${url}"]\n`);
      expect(stderr).toContain(`k8s-tutor does not simulate kustomizations from the network: "${url}"\n`);
    },
  );
});
