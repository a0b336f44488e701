import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../fake-io.ts";
import { emptyHome, execute, findRealKubectl, fixtureTransport, serve } from "../real-kubectl.ts";
import { objects } from "./objects.ts";

const kubectl = await findRealKubectl();
if (kubectl === undefined) console.warn("SKIPPED: no kubectl 1.33 on the PATH, so ours is not compared with it");

// Each line is run by both; what they print must be the same, byte for byte.
const LINES = [
  "describe pod web",
  "describe pod we",
  "describe pods",
  "describe pod nope",
  "describe pod -l app=none",
  "describe",
  "describe gizmo x",
  "describe deployment web",
  "describe replicaset web-1",
  "describe daemonset agent",
  "describe statefulset db",
  "describe job sum",
  "describe cronjob tick",
  "describe service web",
  "describe ingress web",
  "describe networkpolicy web",
  "describe configmap one",
  "describe secret one",
  "describe serviceaccount robot",
  "describe pv disk",
  "describe pvc data",
  "describe storageclass fast",
  "describe resourcequota small",
  "describe limitrange one",
  "describe namespace default",
  "describe hpa web",
  "describe pdb web",
  "describe priorityclass high",
  "describe role reader",
  "describe clusterrole all",
  "describe rolebinding reader",
  "describe lease one",
  "describe node worker",
  "describe endpointslice web-abc",
  "describe svc/web pod/web --show-events=false",
  "run web --image=nginx --dry-run=client -o yaml",
  "run web --image=nginx --port=80 --env=A=b --labels=x=y --restart=Never -i --dry-run=client -o yaml -- sh",
  'run web --image=nginx --overrides={"spec":{"hostname":"h"}} --dry-run=client -o yaml',
  "run web",
  "run",
  "run web --image=nginx --rm",
  "run web --image=nginx -t",
  "run web --image=nginx --restart=Sometimes",
  "expose deployment web --dry-run=client -o yaml",
  "expose deployment web --port=1 --target-port=http --name=x --type=NodePort --dry-run=client -o yaml",
  "expose job sum --port=1",
  "expose pod web --port=80 --dry-run=client",
  "expose",
  "set image deployment/web app=nginx:2 --dry-run=client",
  "set image deployment/web x=y",
  "set image deployment/web",
  "set image",
  "set env deployment/web --list",
  "set env deployment/web A=1 A-",
  "set resources deployment/web",
  "set selector deployment/web a=b",
  "autoscale deployment web",
  "autoscale deployment web --max=0",
  "autoscale pod web --max=2",
  "scale deployment web",
  "scale deployment nope --replicas=1",
  "scale deployment --replicas=1",
  "scale deployment web --replicas=2 --dry-run=client",
  "rollout",
  "rollout begin deployment web",
  "rollout undo",
  "rollout undo deployment/web --to-revision=7",
  "rollout history pod/web",
  "rollout history deployment/web",
  "rollout restart pod/web",
  "rollout pause job/sum",
  "rollout resume deployment/web",
  "rollout undo service/web",
  "cordon",
  "cordon worker --dry-run=client",
  "cordon nope",
  "drain",
  "drain worker --dry-run=client",
  "drain nope",
  "taint nodes worker a=b:NoSchedule --dry-run=client",
  "taint nodes worker a=b:Bad",
  "taint nodes worker",
  "taint nodes worker nope-",
  "logs",
  "logs nope",
  "logs web -c nope",
  "logs web --all-containers -c app",
  "logs -l app=none",
  "logs web --tail=-2",
  "exec",
  "exec web ls",
  "exec nope -- ls",
  "exec web --",
  "attach",
  "port-forward web",
  "port-forward nope 80",
  "cp",
  "cp a b",
  "cp a:b c:d",
  "debug",
  "debug web",
  "debug web --image=x -t",
  "auth can-i",
  "top pod --sort-by=x",
  "events",
  "events --for x",
  "certificate approve",
];

describe.skipIf(kubectl === undefined)("what a real kubectl prints", () => {
  const transport = fixtureTransport(objects);
  const env = emptyHome();
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve(transport);
  });
  afterAll(() => server.close());

  it.concurrent.each(LINES)("kubectl %s", async (line) => {
    const args = line.split(" ");
    const real = await execute(kubectl ?? "", [`--server=${server.url}`, ...args], env);
    const ours = await run([`--server=${server.url}`, ...args], { transport, env: { TERM: "dumb" } });
    // The name that kubectl was started under stands in some of its texts.
    const own = (text: string) => text.replaceAll("kubectl.1.33", "kubectl");
    expect({ stdout: ours.stdout, stderr: ours.stderr, exitCode: ours.exitCode }).toEqual({
      ...real,
      stderr: own(real.stderr),
      stdout: own(real.stdout),
    });
  });
});
