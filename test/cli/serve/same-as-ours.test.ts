// What a real kubectl 1.33 prints at a served cluster, our own prints in the sandbox: the same bytes, but for what no two clusters share.

import { describe, expect, it } from "vitest";
import { findRealKubectls } from "../../kubectl/real-kubectl.ts";
import { program, run } from "../program.ts";
import { Learner } from "./learner.ts";

const real = process.platform === "win32" ? undefined : (await findRealKubectls()).find(({ minor }) => minor === 33);
if (real === undefined)
  process.stderr.write("SKIPPED: no kubectl 1.33 is on this machine, so ours was compared with none\n");

// One node, so that nothing depends on where a pod goes.
const PROFILE = "kubernetes: v1.33.5\nimages: cached\nnodes:\n- {name: worker-1}\n";
const CONFIG =
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, labels: {set: one}}\ndata: {color: red, size: '3'}\n";
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, labels: {app: api}}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - {name: api, image: "nginx:1.27", ports: [{containerPort: 80, name: http}], resources: {requests: {cpu: 10m}}}
`;
const PODS = `apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two}}
spec:
  initContainers: [{name: first, image: "busybox:1.36", command: [echo, init]}]
  containers:
  - {name: a, image: "busybox:1.36", command: [sh, -c, "echo from a; sleep 1000"], env: [{name: E, value: v}]}
  - {name: b, image: "busybox:1.36", command: [sh, -c, "echo from b; sleep 1000"], volumeMounts: [{name: v, mountPath: /v}]}
  volumes: [{name: v, emptyDir: {}}]
`;
const BAD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {contaners: [], containers: [{name: a, image: x, imagePolicy: y}]}\n";
const INVALID = "apiVersion: v1\nkind: Service\nmetadata: {name: 1bad}\nspec: {ports: [{port: 70000}]}\n";

const FILES = { "cm.yaml": CONFIG, "api.yaml": DEPLOYMENT, "two.yaml": PODS, "bad.yaml": BAD, "invalid.yaml": INVALID };

const COMMANDS = `
kubectl apply -f cm.yaml -f api.yaml -f two.yaml
kubectl rollout status deploy/api --timeout=30s | tail -n 1
kubectl wait --for=condition=Ready pod/two --timeout=30s
kubectl expose deploy api --port=80
kubectl get pods
kubectl get pods -o wide
kubectl get all
kubectl get deploy,rs,svc,cm -o wide --show-labels
kubectl get pods -A -o custom-columns=NS:.metadata.namespace,PHASE:.status.phase,IMAGES:.spec.containers[*].image
kubectl get pod two -o yaml
kubectl get pod two -o json
kubectl get deploy api -o yaml
kubectl get svc api -o json
kubectl get cm app -o jsonpath='{.data}'
kubectl get nodes
kubectl get nodes -o wide
kubectl get events --sort-by=.metadata.name -o custom-columns=REASON:.reason,KIND:.involvedObject.kind | sort | uniq -c
kubectl get pods --field-selector=status.phase=Failed
kubectl get pods -l app=api --no-headers
kubectl get sa,ns,sc,priorityclass,clusterrole -A --no-headers | head -n 60
kubectl get ep,endpointslice
kubectl describe pod two
kubectl describe deploy api
kubectl describe rs
kubectl describe svc api
kubectl describe cm app
kubectl describe node worker-1
kubectl describe ns default
kubectl describe sc
kubectl logs two
kubectl logs two --all-containers --prefix | sort
kubectl logs -l app=two -c b
kubectl exec two -c a -- sh -c 'echo out; echo err >&2; exit 3'
kubectl exec two -- hostname
kubectl exec two -c a -- nosuch
kubectl label pod two tier=x
kubectl label pod two tier=y
kubectl annotate pod two note=1
kubectl get pod two --show-labels --no-headers
kubectl apply -f cm.yaml
kubectl diff -f api.yaml
sed s/red/green/ cm.yaml | kubectl apply -f -
kubectl apply -f bad.yaml
kubectl apply -f invalid.yaml
kubectl apply -f nosuch.yaml
kubectl apply -f api.yaml --server-side
kubectl apply -f api.yaml --server-side --force-conflicts
kubectl get deploy api --show-managed-fields -o jsonpath='{range .metadata.managedFields[*]}{.manager} {.operation}{"\\n"}{end}'
kubectl patch deploy api -p '{"spec":{"replicas":3}}'
kubectl patch deploy api -p '{"spec":{"replicas":3}}'
kubectl patch deploy api --type=json -p '[{"op":"remove","path":"/spec/none"}]'
kubectl scale deploy api --replicas=2
kubectl wait --for=jsonpath='{.status.replicas}'=2 deploy/api --timeout=20s
kubectl autoscale deploy api --min=1 --max=3 --cpu-percent=50
kubectl set image deploy/api api=nginx:1.26
kubectl rollout status deploy/api --timeout=30s | tail -n 1
kubectl rollout history deploy/api
kubectl rollout history deploy/api --revision=2
kubectl rollout undo deploy/api
kubectl rollout status deploy/api --timeout=30s | tail -n 1
kubectl rollout pause deploy/api
kubectl rollout pause deploy/api
kubectl set env deploy/api A=1
kubectl set env deploy/api --list
kubectl create job once --image=busybox:1.36 -- echo done
kubectl wait --for=condition=complete job/once --timeout=30s
kubectl describe job once
kubectl get job once
kubectl create cronjob tick --image=busybox:1.36 --schedule='0 0 1 1 *' -- date
kubectl describe cronjob tick
kubectl create secret generic pass --from-literal=word=hunter2
kubectl describe secret pass
kubectl create quota quota --hard=pods=10
kubectl describe quota quota
kubectl create pdb api --selector=app=api --min-available=1
kubectl get pdb
kubectl create ingress front --rule='shop.example/api*=api:80'
kubectl describe ingress front
kubectl create role reader --verb=get,list --resource=pods
kubectl create rolebinding reader --role=reader --user=jane
kubectl describe role,rolebinding
kubectl auth can-i list pods --as=jane
kubectl auth can-i delete pods --as=jane
kubectl auth can-i --list --as=jane
kubectl auth whoami
kubectl get secrets --as=jane
kubectl create deployment x --image=x --as=jane
kubectl run tmp --image=busybox:1.36 --dry-run=client -o yaml -- date
kubectl create deployment tmp --image=nginx:1.27 --dry-run=client -o yaml
kubectl create configmap tmp --from-literal=a=b --dry-run=server -o name
kubectl explain pod.spec.containers.ports
kubectl explain deploy --recursive | head -n 60
kubectl explain pod.nosuch
kubectl api-resources
kubectl api-versions
kubectl cordon worker-1
kubectl drain worker-1 --ignore-daemonsets
kubectl uncordon worker-1
kubectl taint node worker-1 a=b:NoSchedule
kubectl taint node worker-1 a-
kubectl get nosuch
kubectl get pod nosuch
kubectl describe pod nosuch
kubectl delete pod nosuch
kubectl get pods -o bogus
kubectl get --raw /readyz
kubectl frobnicate
kubectl get pods --bogus
kubectl delete deploy api --cascade=orphan
kubectl get rs --no-headers
kubectl delete rs --all
kubectl delete pod two --now
kubectl delete -f cm.yaml
kubectl delete cm nosuch --ignore-not-found
`
  .trim()
  .split("\n");

/** After these the cluster has something to do. */
const SETTLING = /\b(expose|uncordon|create (quota|pdb)|delete (deploy|rs))\b/;

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

async function byTheReal(learner: Learner): Promise<Printed[]> {
  const all: Printed[] = [];
  for (const command of COMMANDS) {
    all.push(await learner.run(command));
    await new Promise((resolve) => setTimeout(resolve, SETTLING.test(command) ? 1000 : 0));
  }
  return all;
}

async function byOurs(learner: Learner): Promise<Printed[]> {
  const args = ["sandbox", "--script", "-", "--json", "--dir", ".", "--cluster", "cluster.profile"];
  const input = COMMANDS.map((command) => `$ ${command}\n+ 1s\n`).join("");
  const { stdout, stderr } = await run(args, { cwd: learner.folder, input });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as Printed[];
}

// A real kubectl walks through the data of a ConfigMap in another order each time.
const UNORDERED = /^(kubectl )?describe (cm|configmap)/;

/** Without what depends on the instant, on chance, or on the way to the cluster. */
function comparable({ stdout, stderr, exitCode }: Printed): string {
  const text = `${stdout}${stderr.replace(/^(?=.)/gm, "! ")}[${exitCode}]`;
  return (
    text
      // What the libraries of the real one log.
      .replace(/^! [EWI]\d{4} .*\n/gm, "")
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UID")
      .replace(/[0-9a-f]{64}/g, "DIGEST")
      .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} [+-]\d{4}/g, "INSTANT")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "INSTANT")
      .replace(/\b(\d+[smhd])+\b|<invalid>/g, "AGE")
      .replace(/resourceVersion(": "|: ")\d+/gi, "resourceVersion$1N")
      .replace(/\b10\.\d+\.\d+\.\d+/g, "ADDRESS")
      .replace(/Machine ID: .*/, "Machine ID: DIGEST")
      .replace(/(-|access-)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "$1NAME")
      .replace(/[ \t]+/g, " ")
  );
}

function difference(command: string, theirs: Printed | undefined, ours: Printed | undefined): string[] {
  const [their = [], our = []] = [theirs, ours].map((each) => each && comparable(each).split("\n"));
  if (their.join() === our.join()) return [];
  if (UNORDERED.test(command) && their.toSorted().join() === our.toSorted().join()) return [];
  const only = (those: string[], others: string[]): string[] => those.filter((line) => !others.includes(line));
  const lines = [
    ...only(their, our).map((line) => `real: ${line}`),
    ...only(our, their).map((line) => `ours: ${line}`),
  ];
  return [`$ ${command}`, ...(lines.length === 0 ? ["the same lines in another order"] : lines)];
}

// At one cluster, one after the other, so that even the ages are the same but for a second.
const LOOKS = `
get all -A
get pods -A -o wide --show-labels
get nodes -o yaml
get deploy -n kube-system coredns -o json
get cm -A --sort-by=.metadata.name -o name
describe node worker-1
describe pod -n kube-system -l k8s-app=kube-dns
describe svc kubernetes
get events -A -o custom-columns=REASON:.reason --no-headers
logs -n kube-system -l k8s-app=kube-dns --tail=3
top pod nosuch
api-resources -o wide
explain svc.spec.ports
auth can-i --list
auth whoami
version
cluster-info
get nosuch
get pod nosuch -n nowhere
exec -n kube-system nosuch -- ls
create -f nosuch.yaml
create configmap kube-root-ca.crt
delete ns kube-system
get --raw /nosuch
get pods --token=wrong
get pods --server=https://127.0.0.1:1
get pods --context=nosuch
`
  .trim()
  .split("\n");

describe.skipIf(real === undefined)("a real kubectl and ours", () => {
  it("print the same of a served cluster", { timeout: 120_000 }, async () => {
    if (real === undefined) return;
    const learner = await Learner.come(real, "default", PROFILE);
    learner.file("ours", `exec "${process.execPath}" "${program}" kubectl "$@"\n`);
    const wrong: string[] = [];
    for (const look of LOOKS) {
      const [theirs, ours] = [await learner.run(`kubectl ${look}`), await learner.run(`sh ours ${look}`)];
      wrong.push(...difference(`kubectl ${look}`, theirs, ours));
    }
    expect(wrong.join("\n")).toBe("");
  });

  it("print the same", { timeout: 120_000 }, async () => {
    if (real === undefined) return;
    const learner = await Learner.come(real, "default", PROFILE);
    for (const [name, content] of Object.entries({ ...FILES, "cluster.profile": PROFILE })) learner.file(name, content);
    const [theirs, ours] = await Promise.all([byTheReal(learner), byOurs(learner)]);
    const differences = COMMANDS.flatMap((command, index) => difference(command, theirs[index], ours[index]));
    expect(differences.join("\n")).toBe("");
  });
});
