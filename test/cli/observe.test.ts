// `map` and `trace` at the prompt of a cluster: what came of a write, and how far a request comes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completionsOf } from "../../src/cli/completions.ts";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { profileOfNodes } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";
import { run, Scratch } from "./program.ts";

const startMs = Date.UTC(2026, 0, 5, 9);

function boot(): LearnerWorld {
  const files = new MemoryFiles({ now: () => startMs });
  return LearnerWorld.boot({
    profile: profileOfNodes(["a", "b", "c"]),
    seed: 1,
    startMs,
    schema: schemaSource(),
    files,
  });
}

let world: LearnerWorld;

async function say(line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 600_000);
  return stdout + stderr;
}

async function pass(seconds: number): Promise<void> {
  await world.pacer.advanceTo(world.now() + seconds * 1000);
}

/** Who did what, in the order of the tree, without names that chance makes up. */
async function chain(line: string): Promise<string[]> {
  const told = JSON.parse(await say(`${line} --json`)) as Step;
  return flat(told).map(({ who, action, kind, names }) => `${who} ${action} ${names.length} ${kind}`);
}

interface Step {
  readonly who: string;
  readonly action: string;
  readonly kind: string;
  readonly names: readonly string[];
  readonly steps: readonly Step[];
}

function flat(step: Step): Step[] {
  return [step, ...step.steps.flatMap(flat)];
}

describe("trace of a write", () => {
  beforeAll(() => {
    world = boot();
  });

  test("says so when nobody has written", async () => {
    expect(await say("trace")).toBe("trace: nobody has written anything yet; create something with kubectl first\n");
  });

  test("follows a Deployment from kubectl to the kubelets and back", async () => {
    await say("kubectl create deployment web --image=nginx:1.27 --replicas=3");
    await pass(20);
    expect(await chain("trace")).toEqual([
      "kubectl created 1 Deployment",
      "deployment controller created 1 ReplicaSet",
      "replicaset controller created 3 Pod",
      "scheduler bound 3 Pod",
      "kubelet reported 3 Pod",
      "kubelet reported 3 Pod",
      "replicaset controller reported 1 ReplicaSet",
      "deployment controller reported 1 Deployment",
    ]);
    expect(await chain("trace deploy/web")).toEqual(await chain("trace"));
    const text = await say("trace");
    expect(text).toContain("   +0 ms  kubectl created deployment web\n");
    expect(text).toMatch(/\+\d+ ms {2}└─ deployment controller created replicaset web-\w+\n/);
    expect(text).toMatch(/scheduler bound these 3 pods: \d to b, \d to c\n/);
  });

  test("tells of one pod how it came about", async () => {
    const pod = (await say("kubectl get pods -o name")).split("\n")[0] ?? "";
    const told = await chain(`trace ${pod}`);
    expect(told.slice(0, 4)).toEqual([
      "kubectl created 1 Deployment",
      "deployment controller created 1 ReplicaSet",
      "replicaset controller created 1 Pod",
      "scheduler bound 1 Pod",
    ]);
  });

  test("begins anew with the next write", async () => {
    await say("kubectl scale deployment web --replicas=1");
    await pass(20);
    expect((await chain("trace")).slice(0, 3)).toEqual([
      "kubectl changed 1 Deployment",
      "deployment controller changed 1 ReplicaSet",
      "replicaset controller asked to delete 2 Pod",
    ]);
    expect(await say("trace")).toContain("kubectl changed deployment web: spec.replicas 3 → 1\n");
    expect(await say("trace --plain")).toContain("Level 1, after 10 ms: deployment controller changed replicaset web-");
  });

  test("knows what was there before anybody came", async () => {
    expect((await chain("trace deploy/coredns -n kube-system"))[0]).toBe("kubeadm created 1 Deployment");
  });

  test.each([
    ["trace pod/nope", "trace: there is no pod nope in the namespace default\n"],
    ["trace foo/nope", "trace: there is no kind foo; `kubectl api-resources` lists them\n"],
    ["trace web", 'trace: "web" is no object; name one as deployment/web\n'],
    ["trace --nope", "trace: there is no option --nope; `trace --help` says what there is\n"],
    ["trace https://web", "trace: k8s-tutor does not simulate https; write http://…\n"],
    [
      "trace http://web --from nope",
      "trace: there is no pod nope in the namespace default; --from laptop needs none\n",
    ],
  ])("%s is refused", async (line, said) => {
    expect(await say(line)).toBe(said);
  });
});

interface Request {
  readonly isAnswered: boolean;
  readonly hops: readonly {
    readonly name: string;
    readonly says: readonly string[];
    readonly look: readonly string[];
  }[];
}

async function request(
  line: string,
): Promise<{ readonly way: string; readonly last: string; readonly look: readonly string[] }> {
  const { hops, isAnswered } = JSON.parse(await say(`trace ${line} --json`)) as Request;
  const last = hops.at(-1);
  const way = `${hops.map(({ name }) => name).join(" ")}${isAnswered ? "" : " ✗"}`;
  return { way, last: last?.says[0] ?? "", look: last?.look ?? [] };
}

describe("trace of a request", () => {
  beforeAll(async () => {
    world = boot();
    for (const line of [
      "kubectl create deployment web --image=nginx:1.27",
      "kubectl expose deployment web --port=80",
      "kubectl expose deployment web --name=wrong --port=80 --target-port=8081",
      "kubectl expose deployment web --name=named --port=80 --target-port=http",
      "kubectl create service clusterip lonely --tcp=80:80",
      "kubectl run client --image=nginx:1.27",
      "kubectl create deployment sick --image=nginx:1.27",
      `kubectl patch deployment sick -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","readinessProbe":{"httpGet":{"path":"/nope","port":80}}}]}}}}'`,
      "kubectl expose deployment sick --port=80",
    ])
      await say(line);
    await pass(5);
    // The pods of the first template go before the probes of the second succeed, which they never do.
    await say("kubectl scale deployment sick --replicas=0");
    await pass(10);
    await say("kubectl scale deployment sick --replicas=1");
    await pass(20);
  });

  const inside = "client DNS Service";
  test.each([
    ["http://web", `${inside} endpoint pod container answer`, /^200 OK, \d+ bytes$/, []],
    ["http://web.default/nope", `${inside} endpoint pod container answer ✗`, /^404 Not Found/, [/^kubectl logs web-/]],
    ["http://wep", "client DNS ✗", /^no Service is called wep \(NXDOMAIN\)$/, [/^kubectl get services$/]],
    ["http://kube-dns", "client DNS ✗", /NXDOMAIN/, [/^kubectl get services -A$/]],
    ["http://web:81", `${inside} ✗`, /^service web has no port 81; it has 80$/, [/^kubectl describe service web$/]],
    ["http://lonely", `${inside} endpoint ✗`, /^no pod has the labels app=lonely,/, [/--show-labels$/]],
    [
      "http://sick",
      `${inside} endpoint ✗`,
      /^no pod behind service sick is ready: sick-/,
      [/-l app=sick$/, /describe pod sick-/],
    ],
    ["http://named", `${inside} endpoint ✗`, /has a port named http,/, [/^kubectl describe pod web-/]],
    [
      "http://wrong",
      `${inside} endpoint pod container ✗`,
      /^connection refused: .* port 8081$/,
      [/service wrong -o yaml$/, /logs web-/],
    ],
    ["http://web --from laptop", "client DNS ✗", /the laptop knows no name server$/, [/^kubectl get pods$/]],
    [
      "http://10.96.0.1:443 --from laptop",
      "client Service endpoint ✗",
      /the laptop is outside$/,
      [/port-forward service\/kubernetes/],
    ],
  ])("%s", async (line, way, says, look) => {
    const told = await request(line);
    expect(told.way).toBe(way);
    expect(told.last).toMatch(says);
    expect(told.look).toHaveLength(look.length);
    for (const [index, pattern] of look.entries()) expect(told.look[index]).toMatch(pattern);
  });

  test("http://web behind a NetworkPolicy", async () => {
    const policy = { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"] };
    const body = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "deny" },
      spec: policy,
    };
    await say(`echo '${JSON.stringify(body)}' | kubectl apply -f -`);
    await pass(3);
    expect(await request("http://web")).toEqual({
      way: `${inside} endpoint NetworkPolicy ✗`,
      last: "nobody answered for 5 s: packets are dropped",
      look: ["kubectl describe networkpolicy deny"],
    });
  });

  test("leaves the records of lessons alone, and the cluster as it was", async () => {
    const { journal } = world.cluster;
    const before = [journal.length, world.observer.audit.length];
    await say("trace http://web; map; trace");
    expect([world.cluster.journal.length, world.observer.audit.length]).toEqual(before);
  });

  test.each([
    ["trace http://we", ["http://web"]],
    ["trace deployments/w", ["deployments/web"]],
    ["trace deploym", ["deployments/"]],
    ["trace http://web --from cl", ["client"]],
    ["map -n kube-s", ["kube-system"]],
    ["map --j", ["--json"]],
  ])("Tab behind %s", async (line, offered) => {
    const { candidates } = await completionsOf(world, line, line.length);
    expect(candidates.map(({ text }) => text)).toEqual(offered);
  });
});

describe("in a script", () => {
  const scratch = new Scratch();
  afterAll(() => scratch.remove());

  test("map draws, and speaks where that is asked for", async () => {
    const input = "$ kubectl run web --image=nginx:1.27\n+ 20s\n$ map\n$ map --plain\n$ COLUMNS=40 map | head -1\n";
    const { stdout } = await run(["sandbox", "--script", "-", "--nodes", "a,b"], { cwd: scratch.path, input });
    expect(stdout).toContain("│ ● web                         ● web │");
    expect(stdout).toContain("\n  Pod web: Running, ready. Container web: Running.\n");
    expect(stdout).toContain("\nNodes and pods         namespace default\n");
    expect(stdout).not.toContain("\u001b");
  });
});
