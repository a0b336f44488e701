// `-k` of the commands that take it, as the real kubectl does it. Skips aloud where there is none.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnyObject } from "../../../src/api/types.ts";
import { emptyHome, execute, findRealKubectl, fixtureTransport, serve } from "../real-kubectl.ts";
import { runIn } from "./run-in.ts";

const kubectl = await findRealKubectl();
if (kubectl === undefined) console.warn("SKIPPED: no kubectl 1.33 on this machine, so -k is not compared with it");

const then = "2015-01-02T03:04:05Z";
const metadata = (name: string) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: then,
});
const objects: readonly AnyObject[] = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("x-settings"), data: { a: "b" } },
  { apiVersion: "v1", kind: "Secret", metadata: metadata("x-keys"), data: {} },
];

const FILES: Readonly<Record<string, string>> = {
  "good/kustomization.yaml": "resources: [all.yaml]\nnamePrefix: x-\n",
  "good/all.yaml": `apiVersion: v1
kind: Secret
metadata: {name: keys}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {a: b}
`,
  "old/kustomization.yaml": "resources: [../good]\ncommonLabels: {a: b}\n",
  "alien/kustomization.yaml": "resources: [all.yaml]\n",
  "alien/all.yaml": "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n",
  "nothing/kustomization.yaml": "resources: []\n",
  "bad/kustomization.yaml": "resources: [nowhere.yaml]\n",
};

// DIR is the folder of these files.
const LINES = [
  "get -k DIR/good",
  "get -k DIR/good -o name",
  "get -k DIR/good -o yaml",
  "get -k DIR/old -o name",
  "get -k DIR/alien",
  "get -k DIR/nothing",
  "get -k DIR/bad",
  "get -k DIR/nowhere",
  "get -k DIR/good -f DIR/good/all.yaml",
  "get pods -k DIR/good",
  "describe -k DIR/good",
  "describe -k DIR/bad",
  "apply -k DIR/good --dry-run=client --validate=false",
  "apply -k DIR/old --dry-run=client --validate=false -o name",
  "apply -k DIR/alien --dry-run=client --validate=false",
  "apply -k DIR/nothing --dry-run=client --validate=false",
  "apply -k DIR/bad",
  "apply -k DIR/nowhere",
  "apply -k DIR/good/all.yaml",
  "apply -k DIR/good -R",
  "apply -k DIR/good -f DIR/good/all.yaml",
  "apply -k",
  "apply",
  "create -k DIR/good --dry-run=client --validate=false -o yaml",
  "create -k DIR/good --dry-run=client --validate=false",
  "create -k DIR/bad",
  "create -k DIR/nothing --validate=false",
  "delete -k DIR/good --dry-run=client",
  "delete -k DIR/bad",
  "delete -k DIR/nothing",
  "replace -k DIR/good --dry-run=client --validate=false",
  "replace -k DIR/bad",
  "diff -k DIR/bad",
  "label -k DIR/good a=b --dry-run=client",
  "annotate -k DIR/good a=b --dry-run=client",
  "rollout status -k DIR/bad",
  "patch -k DIR/nowhere -p {}",
  "expose -k DIR/nowhere",
  "kustomize --help",
  "kustomize DIR/good --output DIR/out.yaml",
  "kustomize DIR/good --nonsense",
];

describe.skipIf(kubectl === undefined)("what a real kubectl prints", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kustomize-")));
  const transport = fixtureTransport(objects);
  const env = emptyHome();
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve(transport);
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it.concurrent.each(LINES)("kubectl %s", async (line) => {
    const args = [`--server=${server.url}`, ...line.replaceAll("DIR", folder).split(" ")];
    const real = await execute(kubectl ?? "", args, env);
    const ours = await runIn(folder, args, transport);
    // The name that kubectl was started under stands in some of its texts.
    const own = (text: string) => text.replaceAll("kubectl.1.33", "kubectl");
    expect(ours).toEqual({ stdout: own(real.stdout), stderr: own(real.stderr), exitCode: real.exitCode });
  });
});
