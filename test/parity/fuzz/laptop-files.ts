// The files and objects that the fuzzer's lines are about: good ones, broken ones, and some that are no manifests.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Laptop } from "./laptop.ts";

const copied = ["web.yaml", "kinds.yaml", "pod.yaml", "two.yaml", "config.yaml", "crd.yaml", "pony.yaml"];

/** @param files test/parity/corpus/files */
export async function fillLaptop(laptop: Laptop, files: string): Promise<void> {
  const read = (name: string) => readFileSync(join(files, name), "utf8");
  for (const name of copied) laptop.write(name, read(name));
  for (const folder of ["home", "home/.kube", "folder", "mixed", "kust", "empty"]) laptop.makeDirectory(folder);
  for (const [name, text] of Object.entries(written(read))) laptop.write(name, text);
  await laptop.kubectl([
    "apply",
    "-f",
    "config.yaml",
    "-f",
    "pod.yaml",
    "-f",
    "two.yaml",
    "-f",
    "web.yaml",
    "-f",
    "crd.yaml",
  ]);
  await laptop.kubectl(["apply", "-f", "kinds.yaml"]);
  await laptop.kubectl(["apply", "-f", "pony.yaml"]);
  await laptop.sleep(10_000);
}

function written(read: (name: string) => string): Readonly<Record<string, string>> {
  return {
    "note.txt": "A=1\n# two\nB\n",
    "bad.json": '{"kind": ',
    "empty.yaml": "",
    "bytes.bin": "\u0000\u0001\udcff\udc80kind: Pod\n",
    "marked.yaml": `\ufeff${read("config.yaml")}`,
    "crlf.yaml": read("config.yaml").replaceAll("\n", "\r\n"),
    "list.json":
      '{"kind":"List","apiVersion":"v1","items":[{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"l"}},null,1]}',
    "changed.yaml": read("web.yaml").replace("replicas: 2", "replicas: 3").replace("tier: front", "tier: back"),
    "docker.json": '{"auths":{"a":{"auth":"YTpi"}}}',
    "cert.pem": "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
    "key.pem": "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
    "folder/a.yaml": read("config.yaml"),
    "folder/b.json": read("object.json"),
    "folder/note.txt": "text\n",
    "mixed/a.yaml": "kind: Pod\n",
    "mixed/b.yml": "{{ .Values.x }}\n",
    "mixed/c.json": "[1]",
    "kust/kustomization.yaml":
      "resources: [all.yaml]\nnamePrefix: k-\nlabels:\n- pairs: {a: b}\nimages: [{name: nginx, newTag: '1.28'}]\nconfigMapGenerator:\n- name: g\n  literals: [a=b]\n",
    "kust/all.yaml": read("web.yaml"),
    "home/.kube/config": kubeconfig,
  };
}

const kubeconfig =
  "apiVersion: v1\nkind: Config\ncurrent-context: x\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: https://10.0.0.1:6443}}\nusers:\n- {name: u, user: {token: t}}\n";

/** A line may have broken it, and all the lines after that would only tell of that. */
export function restoreKubeconfig(laptop: Laptop): void {
  laptop.write("home/.kube/config", kubeconfig);
}
