// Nodes, users and the API itself through a real kubectl.

import { execFileSync } from "node:child_process";
import { describe, expect } from "vitest";
import { type Learner, withEachKubectl } from "./learner.ts";

function has(program: string): boolean {
  try {
    execFileSync(program, ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function signingRequest(learner: Learner): void {
  const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { cwd: learner.folder, stdio: "pipe" });
  openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "jane.key");
  openssl("req", "-new", "-key", "jane.key", "-subj", "/CN=jane/O=dev", "-out", "jane.csr");
  const request = openssl("req", "-in", "jane.csr").toString("base64");
  const spec = {
    request,
    signerName: "kubernetes.io/kube-apiserver-client",
    expirationSeconds: 86400,
    usages: ["client auth"],
  };
  const metadata = { name: "jane" };
  const object = { apiVersion: "certificates.k8s.io/v1", kind: "CertificateSigningRequest", metadata, spec };
  learner.file("jane.json", JSON.stringify(object));
}

describe("nodes", () => {
  withEachKubectl("are cordoned, drained within a budget, and tainted", "dock", async (learner) => {
    await learner.plays(`
$ kubectl cordon worker-1 && kubectl cordon worker-1
node/worker-1 cordoned
node/worker-1 already cordoned
$ kubectl create deployment web --image=nginx:1.27 --replicas=2 && kubectl rollout status deploy/web | tail -n 1 && kubectl uncordon worker-1
deployment.apps/web created
deployment "web" successfully rolled out
node/worker-1 uncordoned
$ kubectl create pdb web --selector=app=web --min-available=1 && kubectl wait --for=jsonpath='{.status.disruptionsAllowed}'=1 pdb/web --timeout=10s
poddisruptionbudget.policy/web created
poddisruptionbudget.policy/web condition met
$ kubectl drain worker-2
node/worker-2 cordoned
{<1.31} ! error: unable to drain node "worker-2" due to error:cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-system/kube-proxy-…, continuing command...
{>=1.31} ! error: unable to drain node "worker-2" due to error: cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-system/kube-proxy-…, continuing command...
! There are pending nodes to be drained:
!  worker-2
! cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): kube-system/kube-proxy-…
[1]
$ kubectl drain worker-2 --ignore-daemonsets --pod-selector=app=web
node/worker-2 already cordoned
evicting pod dock/web-766486c5b6-…
evicting pod dock/web-766486c5b6-…
pod/web-766486c5b6-… evicted
evicting pod dock/web-766486c5b6-…
pod/web-766486c5b6-… evicted
node/worker-2 drained
! error when evicting pods/"web-766486c5b6-…" -n "dock" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.
$ kubectl get nodes worker-2 --no-headers
worker-2   Ready,SchedulingDisabled   <none>   …   v1.33.5
$ kubectl uncordon worker-2 && kubectl taint node worker-2 a=b:NoSchedule && kubectl taint node worker-2 a=b:NoSchedule
node/worker-2 uncordoned
node/worker-2 tainted
! error: node worker-2 already has a taint(s) with same effect(s) and --overwrite is false
[1]
$ kubectl taint node worker-2 a=c:NoSchedule --overwrite && kubectl taint node worker-2 a-
node/worker-2 modified
node/worker-2 untainted
$ kubectl top nodes | awk '{print $1}'
NAME
control-plane
worker-1
worker-2
$ kubectl debug node/worker-1 --image=busybox:1.36 -- ls > said 2>&1 && grep Creating said
Creating debugging pod node-debugger-worker-1-… with container debugger on node worker-1.
`);
  });
});

describe("users", () => {
  withEachKubectl("are who they are, and may what they may", "court", async (learner) => {
    await learner.plays(`
{>=1.28} $ kubectl auth whoami
{>=1.28} ATTRIBUTE   VALUE
{>=1.28} Username    kubernetes-admin
{>=1.28} Groups      [kubeadm:cluster-admins system:authenticated]
$ kubectl auth can-i create pods && kubectl auth can-i list pods --as=jane
yes
no
[1]
$ kubectl get pods --as=jane
! Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "court"
[1]
$ kubectl create role reader --verb=get,list --resource=pods && kubectl create rolebinding reader --role=reader --user=jane
role.rbac.authorization.k8s.io/reader created
rolebinding.rbac.authorization.k8s.io/reader created
$ kubectl auth can-i --list --as=jane --no-headers | grep pods
pods…[]…[]…[get list]
$ kubectl get pods --as=jane
! No resources found in court namespace.
$ kubectl create serviceaccount robot && kubectl create rolebinding robot --clusterrole=view --serviceaccount=court:robot
serviceaccount/robot created
rolebinding.rbac.authorization.k8s.io/robot created
$ sed "s/token: .*/token: $(kubectl create token robot --duration=10m)/" $KUBECONFIG > robot.kubeconfig
$ kubectl --kubeconfig robot.kubeconfig get serviceaccounts -o name && kubectl --kubeconfig robot.kubeconfig delete serviceaccount robot
serviceaccount/default
serviceaccount/robot
! Error from server (Forbidden): serviceaccounts "robot" is forbidden: User "system:serviceaccount:court:robot" cannot delete resource "serviceaccounts" in API group "" in the namespace "court"
[1]
$ kubectl delete serviceaccount robot && kubectl --kubeconfig robot.kubeconfig get pods
serviceaccount "robot" deleted
! error: You must be logged in to the server (Unauthorized)
[1]
$ kubectl create clusterrole counter --verb=get --resource=nodes --dry-run=client -o yaml | sed 's/get/list/' | kubectl auth reconcile -f -
clusterrole.rbac.authorization.k8s.io/counter reconciled
! 	reconciliation required create
! 	missing rules added:
! 		{Verbs:[list] APIGroups:[] Resources:[nodes] ResourceNames:[] NonResourceURLs:[]}
$ kubectl create namespace kept && kubectl patch namespace kept --type=merge -p '{"metadata":{"finalizers":["court.example/hold"]}}' && kubectl delete namespace kept --wait=false && kubectl get namespace kept --no-headers
namespace/kept created
namespace/kept patched
namespace "kept" deleted
kept   Terminating   …s
`);
    if (!has("openssl")) return;
    signingRequest(learner);
    await learner.plays(`
$ kubectl apply -f jane.json && kubectl certificate approve jane
certificatesigningrequest.certificates.k8s.io/jane created
certificatesigningrequest.certificates.k8s.io/jane approved
$ for i in 1 2 3 4 5 6 7 8 9; do kubectl get csr jane -o jsonpath='{.status.certificate}' | base64 -d > jane.crt; test -s jane.crt && break; done
$ kubectl get csr jane --no-headers
jane   …s   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h   Approved,Issued
$ cp $KUBECONFIG jane.kubeconfig; export KUBECONFIG=$PWD/jane.kubeconfig; kubectl config set-credentials jane --client-key=jane.key --client-certificate=jane.crt --embed-certs && kubectl config set-context --current --user=jane
User "jane" set.
Context "k8s-tutor" modified.
$ KUBECONFIG=$PWD/jane.kubeconfig kubectl get serviceaccounts
! Error from server (Forbidden): serviceaccounts is forbidden: User "jane" cannot list resource "serviceaccounts" in API group "" in the namespace "court"
[1]
`);
  });
});

describe("the API", () => {
  withEachKubectl("says what it has", "desk", async (learner) => {
    await learner.plays(`
$ kubectl version -o json | grep -A5 serverVersion | grep -e major -e minor
    "major": "1",
    "minor": "33",
{<1.32} ! WARNING: version difference between client (1.…) and server (1.33) exceeds the supported minor version skew of +/-1
$ kubectl cluster-info | grep -c -e 'control plane' -e CoreDNS
2
$ kubectl api-resources --api-group=apps --no-headers
controllerrevisions         apps/v1   true    ControllerRevision
daemonsets    ds       apps/v1   true    DaemonSet
deployments   deploy   apps/v1   true    Deployment
replicasets   rs       apps/v1   true    ReplicaSet
statefulsets  sts      apps/v1   true    StatefulSet
$ kubectl get --raw /readyz && kubectl get --raw '/api/v1/nodes?limit=1' | cut -c 1-40
ok{"kind":"NodeList","apiVersion":"v1","me
$ kubectl get pods -l 'a in b'
! Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "a in b", field selector "": unable to parse requirement: found 'b' expected: '('
[1]
$ kubectl run web --image=nginx:1.27 && kubectl wait --for=condition=Ready pod/web --timeout=20s
pod/web created
pod/web condition met
$ kubectl debug web --image=busybox:1.36 -c probe -- sleep 1000 2> /dev/null; kubectl get pod web -o jsonpath='{.spec.ephemeralContainers[*].name}{"\\n"}'
probe
$ kubectl debug web --copy-to=copy --image=busybox:1.36 -c side -- sleep 1000 2> /dev/null; kubectl get pod copy -o jsonpath='{.spec.containers[*].name}{"\\n"}'
web side
$ kubectl cluster-info dump --namespaces=desk --output-directory=dump > said && ls dump/desk
copy
daemonsets.json
deployments.json
events.json
pods.json
replicasets.json
replication-controllers.json
services.json
web
`);
    const proxy = learner.start("exec kubectl proxy --port=0");
    const [, port = ""] = /127\.0\.0\.1:(\d+)/.exec(await proxy.sees("Starting to serve on 127.0.0.1:")) ?? [];
    const pods = await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/desk/pods`);
    expect(await pods.json()).toMatchObject({ kind: "PodList", items: [{}, {}] });
  });
});
