// A random life of a small cluster: pods of all kinds come, crash, are probed and deleted, nodes fail, and time jumps.

import type { ApiRequest } from "../../src/api/request.ts";
import { Cluster } from "../../src/cluster/cluster.ts";
import { type ClusterProfile, parseProfile } from "../../src/cluster/profile.ts";
import { Random } from "../../src/sim/random.ts";
import { PodWitness } from "./invariants.ts";
import { schema } from "./schema.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const user = { name: "somebody", groups: ["system:masters"] };
const NODES = ["north", "south"];
const PODS = "/api/v1/namespaces/default/pods";

let profile: ClusterProfile | undefined;

export interface Life {
  readonly cluster: Cluster;
  readonly witness: PodWitness;
  /** What was done, for who wants to see a failure again. */
  readonly deeds: readonly string[];
}

export function live(seed: number, deedCount: number): Life {
  profile ??= parseProfile({ addons: [], nodes: NODES.map((name) => ({ name })), images: "cached" });
  const cluster = Cluster.boot({ profile, seed, startMs, schema });
  const witness = new PodWitness(() => cluster.clock.now());
  const watch = cluster.handle({ method: "GET", path: "/api/v1/pods", query: { watch: "true" }, user });
  if (watch.kind !== "watch") throw new Error(`the watch was answered ${watch.status}`);
  watch.events.observe({ next: (event) => witness.see(event), end: () => undefined });
  const random = new Random(`life/${seed}`);
  const world: World = { cluster, witness, dark: new Set(), restoredMs: new Map() };
  const deeds: string[] = [];
  for (let turn = 0; turn < deedCount; turn++) {
    deeds.push(DEEDS[chosen(random)]?.(world, random, turn) ?? "nothing");
    const jump = random.pick([0, 150, 1000, 4000, 12_000, 40_000]);
    cluster.clock.advanceTo(cluster.clock.now() + jump);
    deeds.push(`+ ${jump / 1000}s`);
    lookForLeftovers(world);
  }
  return { cluster, witness, deeds };
}

/** Everything stored of pods, events and nodes, as text. */
export function stateOf(cluster: Cluster): string {
  const paths = ["/api/v1/pods", "/api/v1/events", "/api/v1/nodes", "/apis/coordination.k8s.io/v1/leases"];
  return paths.map((path) => JSON.stringify(ask(cluster, { method: "GET", path }))).join("\n");
}

interface World {
  readonly cluster: Cluster;
  readonly witness: PodWitness;
  /** Nodes without power: what runs there is seen by nobody. */
  readonly dark: Set<string>;
  /** When the power of a node came back. */
  readonly restoredMs: Map<string, number>;
}

type Deed = (world: World, random: Random, turn: number) => string;

const DEEDS: readonly Deed[] = [
  createPod,
  createPod,
  createPod,
  deletePod,
  crashContainer,
  labelPod,
  failNode,
  restoreNode,
];
const WEIGHTS = [4, 3, 2, 3, 3, 1, 1, 2];

function chosen(random: Random): number {
  let left = random.below(WEIGHTS.reduce((sum, weight) => sum + weight, 0));
  return WEIGHTS.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}

function createPod({ cluster }: World, random: Random, turn: number): string {
  const name = `p${turn}`;
  const spec = podSpec(random);
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec };
  return `create ${name} ${JSON.stringify(spec)}: ${send(cluster, { method: "POST", path: PODS, body })}`;
}

function podSpec(random: Random): object {
  const restartPolicy = random.pick(["Always", "Always", "OnFailure", "Never"]);
  const count = random.pick([1, 1, 2]);
  const initContainers = random.pick([[], [], [step(random)], [step(random), sidecar(random)], [sidecar(random)]]);
  const grace = random.pick([{}, { terminationGracePeriodSeconds: random.pick([0, 1, 5, 30]) }]);
  const deadline = random.pick([{}, {}, {}, { activeDeadlineSeconds: 15 }]);
  const containers = Array.from({ length: count }, (_, index) => ({ ...container(random), name: `c${index}` }));
  return { restartPolicy, ...grace, ...deadline, initContainers, containers };
}

const SCRIPTS = [
  "sleep 100000",
  "exit 0",
  "exit 3",
  "sleep 3; exit 1",
  "sleep 7",
  "trap 'exit 0' TERM; while true; do sleep 1; done",
  "while true; do date >> /tmp/log; sleep 5; done",
  "touch /tmp/ok; sleep 10; rm /tmp/ok; sleep 1000",
  "kill -9 $$",
];

function container(random: Random): object {
  const image = random.pick([
    "busybox:1.36",
    "busybox:1.36",
    "busybox:1.36",
    "nginx:1.27",
    "nosuch/image:1",
    "busybox:1.36",
  ]);
  const command = image === "busybox:1.36" ? { command: ["sh", "-c", random.pick(SCRIPTS)] } : {};
  return { image, ...command, ...probes(random), ...hooks(random), ...limits(random) };
}

function step(random: Random): object {
  return { name: "first", image: "busybox:1.36", command: ["sh", "-c", random.pick(["true", "sleep 4", "exit 1"])] };
}

function sidecar(random: Random): object {
  const script = random.pick(["sleep 100000", "sleep 6; exit 1", "exit 0"]);
  return {
    name: "side",
    image: "busybox:1.36",
    restartPolicy: "Always",
    command: ["sh", "-c", script],
    ...probes(random),
  };
}

function probes(random: Random): object {
  const probe = () => ({
    ...random.pick([
      { exec: { command: ["test", "-f", "/tmp/ok"] } },
      { httpGet: { port: 80 } },
      { tcpSocket: { port: 80 } },
    ]),
    periodSeconds: random.pick([1, 3, 10]),
    failureThreshold: random.pick([1, 3]),
    initialDelaySeconds: random.pick([0, 5]),
  });
  const kind = random.pick(["livenessProbe", "readinessProbe", "startupProbe", "none", "none"]);
  return kind === "none" ? {} : { [kind]: probe() };
}

function hooks(random: Random): object {
  return random.pick([
    {},
    {},
    {},
    { lifecycle: { preStop: { exec: { command: ["sleep", "3"] } } } },
    { lifecycle: { postStart: { exec: { command: ["sh", "-c", "exit 1"] } } } },
    { lifecycle: { preStop: { sleep: { seconds: 2 } } } },
  ]);
}

function limits(random: Random): object {
  return random.pick([{}, {}, { resources: { requests: { cpu: random.pick(["10m", "900m", "64"]) } } }]);
}

function deletePod({ cluster }: World, random: Random): string {
  const name = somePod(cluster, random);
  const grace = random.pick([{}, {}, { gracePeriodSeconds: "0" }, { gracePeriodSeconds: "1" }]);
  return `delete ${name} ${JSON.stringify(grace)}: ${send(cluster, { method: "DELETE", path: `${PODS}/${name}`, query: grace })}`;
}

function crashContainer({ cluster }: World, random: Random): string {
  const running = NODES.flatMap((node) => cluster.containersOn(node));
  const victim = running.length === 0 ? undefined : random.pick(running);
  const pod = podNames(cluster).find(({ uid }) => uid === victim?.podUid)?.name;
  if (victim === undefined || pod === undefined) return "crash nobody";
  const exitCode = random.pick([0, 1, 137]);
  cluster.apply({ kind: "crash", namespace: "default", pod, container: victim.name, exitCode });
  return `crash ${pod}/${victim.name} ${exitCode}`;
}

function labelPod({ cluster }: World, random: Random, turn: number): string {
  const name = somePod(cluster, random);
  const body = { metadata: { labels: { turn: String(turn) } } };
  const contentType = "application/merge-patch+json";
  return `label ${name}: ${send(cluster, { method: "PATCH", path: `${PODS}/${name}`, body, contentType })}`;
}

function failNode({ cluster, dark }: World, random: Random): string {
  const node = random.pick(NODES);
  cluster.apply({ kind: "fail-node", node });
  dark.add(node);
  return `fail ${node}`;
}

function restoreNode({ cluster, dark, restoredMs }: World, random: Random): string {
  const node = random.pick(NODES);
  cluster.apply({ kind: "restore-node", node });
  dark.delete(node);
  restoredMs.set(node, cluster.clock.now());
  return `restore ${node}`;
}

function podNames(cluster: Cluster): readonly { readonly name: string; readonly uid: string }[] {
  const list = ask(cluster, { method: "GET", path: PODS }) as { items: { metadata: { name: string; uid: string } }[] };
  return list.items.map(({ metadata }) => metadata);
}

function somePod(cluster: Cluster, random: Random): string {
  const names = podNames(cluster);
  return names.length === 0 ? "nobody" : random.pick(names).name;
}

/** A kubelet that comes back needs a moment to see what is left, and then gives it grace. */
const ORPHANS_GONE_MS = 35_000;

function lookForLeftovers({ cluster, witness, dark, restoredMs }: World): void {
  for (const node of NODES) {
    for (const { podUid, name } of cluster.containersOn(node)) {
      const pod = witness.gone.get(podUid);
      const untilMs = Math.max(pod?.untilMs ?? 0, (restoredMs.get(node) ?? 0) + ORPHANS_GONE_MS);
      if (pod !== undefined && !dark.has(node) && cluster.clock.now() > untilMs)
        witness.objections.push(`${pod.name} is gone, its container ${name} still runs on ${node}`);
    }
  }
}

function ask(cluster: Cluster, request: Omit<ApiRequest, "user" | "query">): unknown {
  const response = cluster.handle({ query: {}, ...request, user });
  return response.kind === "object" ? response.body : undefined;
}

function send(
  cluster: Cluster,
  request: Omit<ApiRequest, "user" | "query"> & { query?: Record<string, string> },
): number {
  return cluster.handle({ query: {}, ...request, user }).status;
}
