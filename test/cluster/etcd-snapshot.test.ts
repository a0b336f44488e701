// Backup and restore of etcd, with the commands that an administrator of a kubeadm cluster types.

import { expect, test } from "vitest";
import { schemaSource } from "../../src/cli/schema-source.ts";
import { LearnerWorld } from "../../src/cli/world.ts";
import { cityProfile } from "../../src/cluster/profile.ts";
import { MemoryFiles } from "../../src/shell/memory-files.ts";

const startMs = Date.parse("2026-01-05T09:00:00Z");
const inEtcd = "kubectl exec -n kube-system etcd-city-hall --";
const pki = "/etc/kubernetes/pki/etcd";
const certificates = `--cacert=${pki}/ca.crt --cert=${pki}/server.crt --key=${pki}/server.key`;
const etcdctl = `${inEtcd} etcdctl --endpoints=https://127.0.0.1:2379 ${certificates}`;

function boot(): LearnerWorld {
  const profile = { ...cityProfile(), addons: ["coredns", "kube-proxy"] as const };
  const files = new MemoryFiles({ now: () => startMs });
  return LearnerWorld.boot({ profile, seed: 1, startMs, schema: schemaSource(), files });
}

async function say(world: LearnerWorld, line: string): Promise<string> {
  const { stdout, stderr } = await world.runLine(line, world.now() + 200_000);
  return (stdout + stderr).trim();
}

test("a snapshot brings the cluster back to what it was, in a copy too", async () => {
  const world = boot();
  await say(world, "kubectl create deployment web --image=nginx:1.27 --replicas=2; kubectl create configmap old");
  await world.pacer.advanceTo(world.now() + 15_000);
  expect(await say(world, `${etcdctl} snapshot save /var/lib/etcd/snap.db`)).toContain(
    "Snapshot saved at /var/lib/etcd/snap.db",
  );
  expect(await say(world, `${inEtcd} etcdutl snapshot status /var/lib/etcd/snap.db -w table`)).toMatch(
    /\| +HASH +\| REVISION \| TOTAL KEYS \| TOTAL SIZE \|\n.*\n\| [0-9a-f]+ \|/,
  );
  await say(world, "kubectl delete deployment web; kubectl delete configmap old; kubectl create configmap newer");
  await world.pacer.advanceTo(world.now() + 40_000);
  const copy = world.fork(new MemoryFiles({ now: () => startMs }));
  for (const each of [world, copy]) {
    const restore = `${inEtcd} etcdutl snapshot restore /var/lib/etcd/snap.db --data-dir`;
    expect(await say(each, `${restore} /var/lib/etcd`)).toContain('Error: data-dir "/var/lib/etcd" not empty');
    expect(await say(each, `${restore} /var/lib/etcd/new`)).toContain('"msg":"restored snapshot"');
    const edit = "sed -i s#data-dir=/var/lib/etcd#data-dir=/var/lib/etcd/new# /etc/kubernetes/manifests/etcd.yaml";
    await say(each, `kubectl debug node/city-hall --image=busybox -q -- chroot /host ${edit}`);
    await each.pacer.advanceTo(each.now() + 60_000);
    expect(await say(each, "kubectl get deploy,pods,cm --no-headers | awk '{print $1, $2}'")).toMatch(
      /^deployment.apps\/web 2\/2\n(pod\/web-\S+ 1\/1\n){2}configmap\/kube-root-ca.crt 1\nconfigmap\/old 0$/,
    );
  }
});

test("etcd answers who shows a certificate, by the names that Kubernetes gives its keys", async () => {
  const world = boot();
  expect(await say(world, `${inEtcd} etcdctl member list`)).toContain("Error: context deadline exceeded");
  expect(await say(world, `${etcdctl.replace("ca.crt", "none.crt")} member list`)).toContain(
    `Error: open ${pki}/none.crt: no such file or directory`,
  );
  expect(await say(world, `${etcdctl} endpoint health`)).toContain("is healthy");
  const keys = await say(world, `${etcdctl} get /registry --prefix --keys-only`);
  for (const key of ["deployments/kube-system/coredns", "minions/maple", "services/specs/default/kubernetes"])
    expect(keys).toContain(`/registry/${key}\n`);
  expect(keys).toContain("/registry/apiregistration.k8s.io/apiservices/v1.apps\n");
  const value = await say(world, `${etcdctl} get /registry/minions/maple`);
  expect(JSON.parse(value.split("\n")[1] ?? "")).toMatchObject({ kind: "Node", metadata: { name: "maple" } });
});
