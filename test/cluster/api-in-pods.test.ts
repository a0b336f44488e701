// Programs in pods speak to the API server with the token that their pod has, and may do what their account may.

import { expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const account = "/var/run/secrets/kubernetes.io/serviceaccount";
const bot = `apiVersion: v1
kind: Pod
metadata: {name: bot}
spec:
  serviceAccountName: bot
  containers: [{name: main, image: "curlimages/curl:8.10.1", command: [sleep, infinity]}]
`;

function boot(): LearnerWorld {
  const profile = { ...cityProfile(), images: "cached", addons: ["coredns", "kube-proxy"] } as const;
  const files = new MemoryFiles({ now: () => startMs });
  files.makeDirectory("/home");
  return LearnerWorld.boot({ profile, seed: 1, startMs, schema: schemaSource(), files });
}

async function say(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 60_000);
  return (stdout + stderr).trim();
}

const ask = (path: string, more = "") =>
  `kubectl exec bot -- sh -c 'curl -s --cacert ${account}/ca.crt -H "Authorization: Bearer $(cat ${account}/token)" ${more} https://kubernetes.default.svc${path}'`;

test("a pod reads and writes as its account may, and is told by name what it may not", async () => {
  const world = boot();
  await say(world, "kubectl create serviceaccount bot");
  await say(world, `kubectl apply -f - <<'END'\n${bot}END`);
  await say(world, "kubectl wait --for=condition=Ready pod/bot --timeout=30s");
  const pods = "/api/v1/namespaces/default/pods";
  const forbidden = 'pods is forbidden: User \\"system:serviceaccount:default:bot\\" cannot list resource \\"pods\\"';
  expect(await say(world, ask(pods))).toContain(forbidden);
  await say(world, "kubectl create role reader --verb=get,list --resource=pods");
  await say(world, "kubectl create rolebinding bot --role=reader --serviceaccount=default:bot");
  const list = JSON.parse(await say(world, ask(pods)));
  expect(list).toMatchObject({ kind: "PodList", apiVersion: "v1", items: [{ metadata: { name: "bot" } }] });
  expect(list.items[0]).not.toHaveProperty("kind");
  expect(await say(world, ask(`${pods}/bot`))).toMatch(
    /^\{\n {2}"kind": "Pod",\n {2}"apiVersion": "v1",\n {2}"metadata": \{\n/,
  );
  expect(await say(world, ask("/api/v1/namespaces/default/secrets", "-o /dev/null -w %{http_code}"))).toBe("403");

  await say(world, "kubectl create role writer --verb=create --resource=configmaps");
  await say(world, "kubectl create rolebinding bot-writes --role=writer --serviceaccount=default:bot");
  const made = `-X POST -H "Content-Type: application/json" -d "{\\"kind\\":\\"ConfigMap\\",\\"apiVersion\\":\\"v1\\",\\"metadata\\":{\\"name\\":\\"made\\"}}"`;
  expect(await say(world, ask("/api/v1/namespaces/default/configmaps", made))).toContain('"name": "made"');
  expect(await say(world, "kubectl get configmap made -o name")).toBe("configmap/made");
});

test("who shows no token is nobody, a wrong one is refused, and a stranger's certificate is not trusted", async () => {
  const world = boot();
  await say(world, "kubectl run bot --image=curlimages/curl:8.10.1 --command -- sleep infinity");
  await say(world, "kubectl wait --for=condition=Ready pod/bot --timeout=30s");
  const bare = (more: string) => `kubectl exec bot -- curl -s ${more} https://kubernetes.default.svc/api/v1/pods`;
  expect(await say(world, bare("-k"))).toContain('User \\"system:anonymous\\" cannot list resource \\"pods\\"');
  expect(await say(world, bare("-k -H 'Authorization: Bearer x'"))).toContain('"message": "Unauthorized"');
  expect(await say(world, `${bare("")}; echo $?`)).toMatch(/60$/);
  expect(await say(world, bare(`--cacert ${account}/ca.crt -o /dev/null -w '%{http_code}'`))).toBe("403");
  expect(await say(world, bare("-k -X BREW"))).toContain("MethodNotAllowed");
});
