// Tab at the prompt: what is offered, where it goes, that it is quick, and that it changes nothing.

import { beforeAll, describe, expect, test } from "vitest";
import { completionsOf } from "../../src/cli/completions.ts";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { profileOfNodes } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";
import { applyCompletions } from "../../src/terminal/completion.ts";

const startMs = Date.UTC(2026, 0, 5, 9);
let world: LearnerWorld;

beforeAll(async () => {
  const files = new MemoryFiles({ now: () => startMs });
  files.makeDirectory("/manifests");
  for (const name of ["/web.yaml", "/notes.txt", "/with space.yaml", "/manifests/db.yml"]) files.write(name, "x");
  world = LearnerWorld.boot({ profile: profileOfNodes(["a", "b"]), seed: 1, startMs, schema: schemaSource(), files });
  for (const line of [
    "kubectl create deployment web --image=nginx:1.27 --replicas=100",
    "kubectl run solo --image=nginx:1.27 --port=80",
    "kubectl create ns shop",
    "kubectl run till -n shop --image=nginx:1.27",
    "alias kg='kubectl get'",
    "sleep 5",
  ])
    await world.runLine(line, world.now() + 60_000);
});

async function offered(line: string, cursor = line.length): Promise<string[]> {
  return (await completionsOf(world, line, cursor)).candidates.map(({ text }) => text);
}

/** The line with the cursor as `|` after Tab. */
async function afterTab(line: string): Promise<string> {
  const cursor = line.indexOf("|");
  const text = line.replace("|", "");
  const done = applyCompletions({ text, cursor }, await completionsOf(world, text, cursor));
  if (done === undefined) return line;
  return `${done.buffer.text.slice(0, done.buffer.cursor)}|${done.buffer.text.slice(done.buffer.cursor)}`;
}

describe("one candidate is put in", () => {
  test.each([
    ["kubectl desc|", "kubectl describe |"],
    ["k desc|", "k describe |"],
    ["kg configm|", "kg configmaps |"],
    ["kubectl get pods so|", "kubectl get pods solo |"],
    ["kubectl get pod/so|", "kubectl get pod/solo |"],
    ["kubectl -n shop logs t|", "kubectl -n shop logs till |"],
    ["kubectl logs solo -c |", "kubectl logs solo -c solo |"],
    ["kubectl get pods --output=y|", "kubectl get pods --output=yaml |"],
    ["kubectl get pods -n sh|", "kubectl get pods -n shop |"],
    ["kubectl config use-c| k8s-tutor", "kubectl config use-context| k8s-tutor"],
    ["kubectl get pods so| -o yaml", "kubectl get pods solo| -o yaml"],
    [
      "kubectl get pods | kubectl get svc kube|".replace("| kubectl", "; kubectl"),
      "kubectl get pods ; kubectl get svc kubernetes |",
    ],
    ["echo $(kubectl get pods so|", "echo $(kubectl get pods solo |"],
    ["kubectl get pods 'so|", "kubectl get pods 'solo' |"],
    ['A=b watch kubectl get pods "so|', 'A=b watch kubectl get pods "solo" |'],
    ["kubectl apply -f web|", "kubectl apply -f web.yaml |"],
    ["kubectl apply -f manif|", "kubectl apply -f manifests/|"],
    ["kubectl apply --filename=manifests/|", "kubectl apply --filename=manifests/db.yml |"],
    ["cat 'with|", "cat 'with space.yaml' |"],
    ["cat with|", "cat with\\ space.yaml |"],
    ["cat < no|", "cat < notes.txt |"],
    ["kubectl get pods > no|", "kubectl get pods > notes.txt |"],
    ["ls ~/wo|", "ls ~/work/|"],
    ["echo $KUBECONF|", "echo $KUBECONFIG |"],
    ["kubectl port-forward solo 8080:|", "kubectl port-forward solo 8080:80 |"],
    ["kubectl wait po/so|", "kubectl wait po/solo |"],
    ["kubectl delete pod solo --cascade=f|", "kubectl delete pod solo --cascade=foreground |"],
  ])("%s", async (line, expected) => expect(await afterTab(line)).toBe(expected));
});

test("several are told, with what they share put in", async () => {
  expect(await afterTab("kubectl rollout re|")).toBe("kubectl rollout res|");
  expect(await offered("kubectl rollout re")).toEqual(["restart", "resume"]);
  expect(await offered("kubectl get pods ")).toHaveLength(101);
  expect(await offered("kubectl apply -f ")).toEqual(["manifests/", "web.yaml", "with\\ space.yaml"]);
  expect(await offered("cd ")).toEqual(["manifests/"]);
});

test("names of commands: programs, builtins, aliases", async () => {
  expect(await offered("kub")).toEqual(["kubectl"]);
  expect(await offered("ls | gre")).toEqual(["grep"]);
  for (const name of ["alias", "k", "kg", "jq", "curl", "export"]) expect(await offered(name)).toContain(name);
});

test("what runs in a container has no files here", async () => {
  expect(await offered("kubectl exec solo -- cat ")).toEqual([]);
});

test("it takes less than 20 ms with 100 pods, and changes nothing", async () => {
  await offered("kubectl get pods web");
  const before = { journal: world.cluster.journal.length, audit: world.observer.audit.length, now: world.now() };
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    const began = performance.now();
    await offered("kubectl get pods web");
    times.push(performance.now() - began);
  }
  expect(times.toSorted((one, other) => one - other)[7]).toBeLessThan(500);
  expect({ journal: world.cluster.journal.length, audit: world.observer.audit.length, now: world.now() }).toEqual(
    before,
  );
});
