// What needs no cluster must be byte for byte what the real kubectl prints. Skips aloud where there is none.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { run } from "./fake-io.ts";
import { findRealKubectl } from "./real-kubectl.ts";

const BINARY = await findRealKubectl();
if (BINARY === undefined) console.warn("SKIPPED: no kubectl 1.33 on this machine, so ours is not compared with it");

const LONG = Array.from({ length: 40 }, () => "word").join(" ");

const YAML = "--dry-run=client -o yaml";
const LINES = [
  `create deployment web --image=reg.io/a/b:1 --replicas=3 --port=80 ${YAML}`,
  "create deployment web --image=x -o json --dry-run=client",
  `create job j --image=busybox ${YAML} -- date -u`,
  `create cronjob c --image=busybox --schedule=0_3_*_*_* ${YAML}`,
  `create rolebinding rb --role=r --user=u --group=g --serviceaccount=ns:sa ${YAML}`,
  `create clusterrolebinding rb --clusterrole=view --group=g ${YAML}`,
  `create quota q --hard=cpu=1,pods=3 --scopes=BestEffort ${YAML}`,
  `create pdb p --selector=app=x --max-unavailable=30% ${YAML}`,
  `create priorityclass pc --value=1000 --description=hi ${YAML}`,
  `create ingress i --rule=foo.com/bar=s:8080,tls=c --rule=foo.com/x*=s:http --class=nginx ${YAML}`,
  `create service nodeport s --tcp=80:http --node-port=30000 ${YAML}`,
  `create service clusterip s --clusterip=None ${YAML}`,
  `create service clusterip s ${YAML}`,
  `create secret generic s --from-literal=a=b --type=x ${YAML}`,
  `create secret docker-registry d --docker-username=u --docker-password=p ${YAML}`,
  `create configmap c --from-literal=a=1 --from-literal=a=2 ${YAML}`,
  `create clusterrole c --aggregation-rule=a=b ${YAML}`,
  `create sa x -n foo ${YAML}`,
  "create deployment web --image=x -o foo --dry-run=client",
  "create deployment a b --image=x",
  "create svc foo",
  "create deploymen",
  "config view",
  "get --raw /x -o yaml",
];

describe.skipIf(BINARY === undefined)("as the real kubectl", () => {
  const real = (argv: readonly string[]) =>
    spawnSync(BINARY ?? "", argv, { encoding: "utf8", env: { HOME: "/home/user", PATH: process.env.PATH ?? "" } });

  test.each(LINES)("%s", async (line) => {
    const argv = line.split(" ").map((word) => (word.startsWith("--schedule") ? word.replaceAll("_", " ") : word));
    const theirs = real(argv);
    const ours = await run(argv);
    expect(ours.stdout).toBe(theirs.stdout);
    expect(ours.stderr).toBe(theirs.stderr);
  });

  test.each([
    ["folded", [`--from-literal=a=${LONG}`]],
    ["quoted and folded", [`--from-literal=a=\t${LONG} "x" \\ ${LONG}`]],
    ["single quoted and folded", [`--from-literal=a=it's: ${LONG}`]],
    [
      "keys",
      ["--from-literal=a10=x", "--from-literal=a9=y", "--from-literal=n=1", `--from-literal=${"k".repeat(140)}=z`],
    ],
  ])("strings: %s", async (_, flags) => {
    const argv = ["create", "configmap", "c", "--dry-run=client", "-o", "yaml", ...flags];
    expect((await run(argv)).stdout).toBe(real(argv).stdout);
  });
});
