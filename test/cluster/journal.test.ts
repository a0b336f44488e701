import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/api/catalogue.ts";
import type { ApiRequest } from "../../src/api/request.ts";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const user = { name: "reader", groups: ["system:masters"] };

function boot(seed = 1): LearnerWorld {
  const files = new MemoryFiles({ now: () => startMs });
  return LearnerWorld.boot({ profile: cityProfile(), seed, startMs, schema: schemaSource(), files });
}

async function play(world: LearnerWorld, steps: readonly (string | number)[]): Promise<void> {
  for (const step of steps) {
    if (typeof step === "number") await world.pacer.advanceTo(world.now() + step * 1000);
    else await world.runLine(step, world.now() + 120_000);
  }
}

async function outputOf(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 60_000);
  return stdout + stderr;
}

/** Every object of every kind, as the API server answers, byte for byte. */
function objectsOf({ handle }: Cluster): string {
  const lists = catalogue().flatMap(({ group, version, resource, verbs }) => {
    if (!verbs.includes("list")) return [];
    const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    const request: ApiRequest = { method: "GET", path: `${root}/${resource}`, query: {}, user };
    const response = handle(request);
    return response.kind === "object" ? [`${resource}.${group} ${JSON.stringify(response.body)}`] : [];
  });
  return lists.join("\n");
}

const history = [
  "kubectl create deployment web --image=nginx --replicas=2",
  "kubectl run notes --image=busybox -- sh -c 'while true; do date >> /tmp/log; sleep 3; done'",
  20,
  "kubectl exec notes -- sh -c 'echo by hand > /tmp/hand; echo done'",
  "kubectl expose deployment web --port=80",
  'kubectl delete "$(kubectl get pods -l app=web -o name | head -1)"',
  7.5,
  "kubectl scale deployment web --replicas=4",
  "kubectl get pods -w & sleep 4; kill %1",
  "kubectl port-forward svc/web 8080:80 & sleep 1; curl -s localhost:8080 > page.html; kill %2",
  "kubectl run broken --image=ngnix",
  "kubectl debug node/oak --image=busybox -- true",
  13,
];

describe("a fork", () => {
  it("of a cluster with a history is in the same state, and goes its own way from there", async () => {
    const world = boot();
    await play(world, history);
    const before = objectsOf(world.cluster);
    expect(before).toContain('"replicas":4');
    const copy = world.fork(new MemoryFiles({ now: () => startMs }));
    expect(copy.now()).toBe(world.now());
    expect(objectsOf(copy.cluster)).toBe(before);

    await play(copy, [60, "kubectl delete deployment web", "kubectl exec notes -- rm /tmp/hand", 60]);
    expect(objectsOf(copy.cluster)).not.toBe(before);
    expect(objectsOf(world.cluster)).toBe(before);
    expect(await outputOf(world, "kubectl exec notes -- cat /tmp/hand")).toBe("by hand\n");
  });

  it("has the files that its containers wrote, and lives the same future", async () => {
    const world = boot();
    await play(world, history);
    const copy = world.fork(new MemoryFiles({ now: () => startMs }));
    const look = "kubectl exec notes -- cat /tmp/hand /tmp/log";
    for (const both of [world, copy]) await play(both, [30]);
    const log = await outputOf(world, look);
    expect(log.split("\n").length).toBeGreaterThan(15);
    expect(await outputOf(copy, look)).toBe(log);
    const named = "kubectl debug node/oak --image=busybox -- true 2>/dev/null";
    const name = await outputOf(world, named);
    expect(name).toMatch(/^Creating debugging pod node-debugger-oak-/);
    expect(await outputOf(copy, named)).toBe(name);
    const tables = "kubectl get all,events,endpointslices -A; kubectl describe pods";
    expect(await outputOf(copy, tables)).toBe(await outputOf(world, tables));
    expect(objectsOf(copy.cluster)).toBe(objectsOf(world.cluster));
  });

  it("of a fork, after faults, is the same still", async () => {
    const world = boot();
    await play(world, ["kubectl create deployment web --image=nginx", 10]);
    world.cluster.apply({ kind: "stop", component: "kube-scheduler" });
    await play(world, ["kubectl scale deployment web --replicas=3", 5]);
    world.cluster.apply({ kind: "fail-node", node: "oak" });
    await play(world, [60]);
    const copy = world.fork(new MemoryFiles({ now: () => startMs }));
    const again = copy.fork(new MemoryFiles({ now: () => startMs }));
    expect(objectsOf(copy.cluster)).toBe(objectsOf(world.cluster));
    for (const each of [world, again]) {
      each.cluster.apply({ kind: "start", component: "kube-scheduler" });
      each.cluster.apply({ kind: "restore-node", node: "oak" });
      await play(each, [90]);
    }
    expect(objectsOf(again.cluster)).toBe(objectsOf(world.cluster));
  });
});

describe("a session played again", () => {
  it("gives the same objects, byte for byte", async () => {
    const [one, two] = [boot(), boot()];
    for (const world of [one, two]) await play(world, history);
    expect(objectsOf(two.cluster)).toBe(objectsOf(one.cluster));
    const other = boot(2);
    await play(other, history);
    expect(objectsOf(other.cluster)).not.toBe(objectsOf(one.cluster));
  });
});

it("tells what changed the cluster from what was refused or only tried", async () => {
  const world = boot();
  const changes = async (line: string) => {
    const before = world.backdrop.changes;
    await outputOf(world, line);
    return world.backdrop.changes !== before;
  };
  expect(await changes("kubectl create namespace shop")).toBe(true);
  expect(await changes("kubectl create namespace shop")).toBe(false);
  expect(await changes("kubectl label namespace shop a=b --dry-run=server")).toBe(false);
  expect(await changes("kubectl get namespaces")).toBe(false);
  expect(await changes("kubectl label namespace shop a=b")).toBe(true);
});
