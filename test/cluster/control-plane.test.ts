// The control plane lives in its static pods: what happens to their manifests and containers happens to it.

import { expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const laptop = () => new MemoryFiles({ now: () => startMs });

function boot() {
  const profile = { ...cityProfile(), addons: ["coredns", "kube-proxy"] as const };
  return LearnerWorld.boot({ profile, seed: 1, startMs, schema: schemaSource(), files: laptop() });
}

async function say(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 200_000);
  return (stdout + stderr).trim();
}

const onNode = (script: string) => `kubectl debug node/city-hall --image=busybox -q -- chroot /host sh -c '${script}'`;
const manifests = "cd /etc/kubernetes/manifests";
const phases = "kubectl get pods a b -o jsonpath='{.items[*].status.phase}'";
const server = "kubectl get --raw /version >/dev/null 2>&1 && echo up || echo down";
const wait = (world: LearnerWorld, seconds: number) => world.pacer.advanceTo(world.now() + seconds * 1000);

test("without its manifest the scheduler does nothing; with it, it goes on; and so does a killed one", async () => {
  const world = boot();
  await say(world, onNode(`${manifests}; mv kube-scheduler.yaml /tmp`));
  await wait(world, 8);
  expect(await say(world, "kubectl get pods -n kube-system -l component=kube-scheduler")).toMatch(/^No resources/);
  await say(world, "kubectl run a --image=nginx; kubectl run b --image=nginx");
  await wait(world, 30);
  expect(await say(world, phases)).toBe("Pending Pending");
  // A copy's laptop draws the same names again.
  await say(world, "kubectl delete $(kubectl get pods -o name | grep node-debugger)");
  const copy = world.fork(laptop());
  for (const each of [world, copy]) {
    await say(each, onNode(`mv /tmp/kube-scheduler.yaml /etc/kubernetes/manifests`));
    await wait(each, 15);
    expect(await say(each, phases)).toBe("Running Running");
  }
  const pod = "kube-scheduler-city-hall";
  world.cluster.apply({ kind: "crash", namespace: "kube-system", pod, exitCode: 1 });
  expect(await say(world, "kubectl get cs scheduler")).toContain("Unhealthy");
  await wait(world, 3);
  expect(await say(world, "kubectl get cs scheduler")).toContain("Healthy");
  expect(await say(world, `kubectl get pod -n kube-system ${pod}`)).toMatch(/1\/1 +Running +1 \(/);
});

test.each(["kube-apiserver", "etcd"])("without %s nobody is answered, until its manifest is back", async (name) => {
  const world = boot();
  await say(world, "kubectl run a --image=nginx; kubectl run b --image=busybox -- sh -c 'sleep 20; exit 1'");
  await wait(world, 10);
  await say(world, onNode(`${manifests}; mv ${name}.yaml /tmp; sleep 60; mv /tmp/${name}.yaml .`));
  await wait(world, 8);
  expect(await say(world, server)).toBe("down");
  const copy = world.fork(laptop());
  for (const each of [world, copy]) {
    await wait(each, 40);
    expect(await say(each, server)).toBe("down");
    await wait(each, 30);
    expect(await say(each, server)).toBe("up");
    expect(await say(each, "kubectl get nodes --no-headers | grep -c ' Ready'")).toBe("3");
    expect(await say(each, "kubectl get pod b")).toMatch(/ [2-4] \(/);
  }
});

test("what is open when the API server stops breaks off, and goes on when it is asked for again", async () => {
  const world = boot();
  await say(world, "kubectl run a --image=nginx");
  await wait(world, 10);
  const outage = onNode(`${manifests}; sleep 5; mv kube-apiserver.yaml /tmp; sleep 20; mv /tmp/kube-apiserver.yaml .`);
  for (const [command, expected] of [
    ["kubectl get pods a -w --no-headers", /^a +1\/1 +Running .*\n0$/],
    ["kubectl exec a -- sleep 100", /^1\nerror: error reading from .*\(abnormal closure\): unexpected EOF$/],
  ] as const) {
    await say(world, outage);
    expect(await say(world, `${command}; echo $?`)).toMatch(expected);
    expect(await say(world, server)).toBe("down");
    await wait(world, 40);
  }
  await say(world, "kubectl create deployment web --image=nginx");
  await wait(world, 10);
  expect(await say(world, "kubectl get deployment web --no-headers")).toMatch(/^web +1\/1/);
});

test("a component that a lesson stops is missing like one that an administrator has put aside", async () => {
  const world = boot();
  const look = "kubectl get pods -n kube-system -l component=kube-controller-manager -o name";
  world.cluster.apply({ kind: "stop", component: "kube-controller-manager" });
  await say(world, "kubectl create deployment web --image=nginx");
  await wait(world, 10);
  expect(await say(world, `${look}; kubectl get pods -o name`)).toBe("");
  world.cluster.apply({ kind: "start", component: "kube-controller-manager" });
  await wait(world, 10);
  expect(await say(world, look)).toBe("pod/kube-controller-manager-city-hall");
  expect(await say(world, "kubectl get deployment web --no-headers")).toMatch(/^web +1\/1/);
});

test("a manifest that is no YAML any more ends its component", async () => {
  const world = boot();
  await say(world, onNode(`${manifests}; echo "spec: [" >> kube-controller-manager.yaml`));
  await wait(world, 8);
  await say(world, "kubectl create deployment web --image=nginx");
  await wait(world, 10);
  expect(await say(world, "kubectl get deployment web --no-headers")).toMatch(/^web +0\/1 +0 /);
});
