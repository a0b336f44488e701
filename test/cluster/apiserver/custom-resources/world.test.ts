import { describe, expect, it } from "vitest";
import { schemaSource } from "../../../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../../../src/cli/world.ts";
import { cityProfile } from "../../../../src/cluster/profile.ts";
import { MemoryFiles } from "../../../../src/shell/memory-files.ts";
import { definitionOf, free, withSpec } from "./definitions.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const newFiles = () => new MemoryFiles({ now: () => startMs });

function boot(): LearnerWorld {
  const files = newFiles();
  return LearnerWorld.boot({ profile: cityProfile(), seed: 1, startMs, schema: schemaSource(), files });
}

const definition = JSON.stringify({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  ...definitionOf(withSpec({ size: { type: "string", default: "M" }, free })),
});

/** Creates what the text describes, by way of the shell. */
const make = (object: object | string) =>
  `echo '${typeof object === "string" ? object : JSON.stringify(object)}' | kubectl create -f -`;
const tool = (name: string, metadata: object = {}) =>
  make({ apiVersion: "example.com/v1", kind: "Tool", metadata: { name, ...metadata } });

async function play(world: LearnerWorld, steps: readonly (string | number)[]): Promise<string> {
  let last = "";
  for (const step of steps) {
    if (typeof step === "number") await world.pacer.advanceTo(world.now() + step * 1000);
    else {
      const { stdout, stderr } = await world.runLine(step, world.now() + 120_000);
      last = stdout + stderr;
    }
  }
  return last;
}

const owner = (apiVersion: string, kind: string, name: string, uid: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid }],
});

describe("the controllers and custom resources", () => {
  it("the garbage collector knows their owners and dependents", async () => {
    const world = boot();
    await play(world, [make(definition), 31, tool("saw"), "kubectl create configmap box"]);
    const uidOf = (name: string) => play(world, [`kubectl get ${name} -o jsonpath='{.metadata.uid}'`]);
    const [saw, box] = [await uidOf("tool/saw"), await uidOf("configmap/box")];
    const bill = { apiVersion: "v1", kind: "ConfigMap" };
    await play(world, [
      make({ ...bill, metadata: { name: "bill", ...owner("example.com/v1", "Tool", "saw", saw) } }),
      tool("nail", owner("v1", "ConfigMap", "box", box)),
      2,
    ]);
    const names = "kubectl get tools,configmaps -o name";
    const root = "configmap/kube-root-ca.crt\n";
    expect(await play(world, [names])).toBe(
      `tool.example.com/nail\ntool.example.com/saw\nconfigmap/bill\nconfigmap/box\n${root}`,
    );
    expect(await play(world, ["kubectl delete tool/saw configmap/box", 2, names])).toBe(root);
  });

  it("a namespace takes them with it, and quotas count them", async () => {
    const world = boot();
    await play(world, [make(definition), 31, "kubectl create namespace shed"]);
    await play(world, ["kubectl create quota q --hard=count/tools.example.com=1 -n shed", 1]);
    const here = (line: string) => line.replace("-f -", "-n shed -f -");
    expect(await play(world, [here(tool("saw"))])).toBe("tool.example.com/saw created\n");
    expect(await play(world, [here(tool("axe"))])).toBe(
      'Error from server (Forbidden): error when creating "STDIN": tools.example.com "axe" is forbidden: exceeded quota: q, requested: count/tools.example.com=1, used: count/tools.example.com=1, limited: count/tools.example.com=1\n',
    );
    expect(await play(world, ["kubectl delete tool saw -n shed", 2, here(tool("axe"))])).toContain("created");
    expect(await play(world, ["kubectl delete namespace shed", "kubectl get tools -A"])).toBe("No resources found\n");
  });
});

describe("a fork", () => {
  it("has the same definitions and objects, and goes its own way from there", async () => {
    const world = boot();
    await play(world, [
      make(definition),
      tool("saw", { finalizers: ["example.com/x"] }),
      tool("axe"),
      20,
      'kubectl patch tool axe --type=merge -p \'{"spec":{"size":"L"}}\'',
      "kubectl delete crd tools.example.com --wait=false",
      7,
    ]);
    const look = "kubectl get crd,tools -o yaml --show-managed-fields";
    const before = await play(world, [look]);
    expect(before).toContain("InstanceDeletionInProgress");
    const copy = world.fork(newFiles());
    expect(await play(copy, [look])).toBe(before);
    const release = 'kubectl patch tool saw --type=merge -p \'{"metadata":{"finalizers":null}}\'';
    expect(await play(copy, [release, 10, "kubectl get crd"])).toBe("No resources found\n");
    expect(await play(world, [look])).toBe(before);
    for (const each of [world, world.fork(newFiles())])
      expect(await play(each, [release, 10, make(definition), tool("saw"), "kubectl get tools -o name"])).toBe(
        "tool.example.com/saw\n",
      );
  });
});
