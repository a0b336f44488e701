// A cluster that grows while it runs.

import { expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile, profileOfNodes } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const laptop = () => new MemoryFiles({ now: () => startMs });

async function say(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 60_000);
  return (stdout + stderr).trim();
}

test("a new node gets what every node has, and takes the pods that found no room; so does a copy's", async () => {
  const options = { profile: cityProfile(), seed: 1, startMs, schema: schemaSource(), files: laptop() };
  const world = LearnerWorld.boot(options);
  await say(world, "kubectl create deployment big --image=nginx:1.27 --replicas=3");
  await say(world, "kubectl set resources deployment big --requests=cpu=1500m");
  await world.pacer.advanceTo(world.now() + 60_000);
  expect(await say(world, "kubectl get pods --no-headers | awk '{print $3}' | sort | uniq -c")).toMatch(
    /1 Pending\n.*2 Running/,
  );
  world.cluster.apply({ kind: "add-node", node: "birch" });
  await world.pacer.advanceTo(world.now() + 30_000);
  const copy = world.fork(laptop());
  for (const each of [world, copy]) {
    expect(await say(each, "kubectl get node birch -o wide --no-headers")).toMatch(
      /^birch +Ready +<none> +3\ds +v1.33.5 +172.18.0.5 /,
    );
    expect(await say(each, "kubectl get pods -o wide --no-headers | grep -c 'Running.*birch'")).toBe("1");
    expect(await say(each, "kubectl get pods -n kube-system -l k8s-app=kube-proxy --no-headers | wc -l")).toBe("4");
  }
  expect(() => world.cluster.apply({ kind: "add-node", node: "birch" })).toThrow(
    "this cluster has a node birch already",
  );
});

test("a node that was deleted stays away until its kubelet is started again", async () => {
  const world = LearnerWorld.boot({
    profile: cityProfile(),
    seed: 1,
    startMs,
    schema: schemaSource(),
    files: laptop(),
  });
  await say(world, "kubectl delete node oak");
  await world.pacer.advanceTo(world.now() + 120_000);
  expect(await say(world, "kubectl get nodes -o name")).toBe("node/city-hall\nnode/maple");
  world.cluster.apply({ kind: "stop", component: "kubelet/oak" });
  world.cluster.apply({ kind: "start", component: "kubelet/oak" });
  await world.pacer.advanceTo(world.now() + 20_000);
  expect(await say(world, "kubectl get node oak --no-headers")).toMatch(/^oak +Ready /);
});

test("a thousand nodes have addresses of their own, which are addresses", () => {
  const { nodes } = profileOfNodes(Array.from({ length: 1000 }, (_, index) => `n${index}`));
  const all = nodes.flatMap(({ internalIP, podCIDR }) => [internalIP, podCIDR.replace("/24", "")]);
  expect(new Set(all).size).toBe(2000);
  expect(all.filter((address) => address.split(".").some((part) => Number(part) > 255))).toEqual([]);
});
