// Objects through a real kubectl: made, shown in every form, described, changed and deleted.

import { describe } from "vitest";
import { withEachKubectl } from "./learner.ts";

const DESCRIBED = `
kind: List
apiVersion: v1
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {color: red}}
- {apiVersion: v1, kind: Secret, metadata: {name: pass}, stringData: {word: hunter2}}
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}, rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: reads}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}, subjects: [{kind: User, name: jane}]}
- {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}
- {apiVersion: v1, kind: ResourceQuota, metadata: {name: quota}, spec: {hard: {pods: "20"}}}
- {apiVersion: v1, kind: LimitRange, metadata: {name: limits}, spec: {limits: [{type: Container, default: {memory: 64Mi}}]}}
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: {name: front}
  spec: {rules: [{host: shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: closed}
  spec: {podSelector: {}, policyTypes: [Ingress]}
- {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
- {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}
- {apiVersion: batch/v1, kind: CronJob, metadata: {name: tick}, spec: {schedule: "0 0 1 1 *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: "busybox:1.36", command: [date]}]}}}}}}
`;

describe("objects", () => {
  withEachKubectl("are created, shown in every form, and deleted", "shop", async (learner) => {
    await learner.plays(`
$ kubectl create deployment web --image=nginx:1.27 --replicas=2
deployment.apps/web created
$ kubectl run solo --image=busybox:1.36 --labels=app=solo,tier=x -- sleep 1000
pod/solo created
$ kubectl expose deployment web --port=80
service/web exposed
$ kubectl rollout status deploy/web > status; tail -n 1 status
deployment "web" successfully rolled out
$ kubectl wait --for=condition=Ready pod/solo --timeout=20s
pod/solo condition met
$ kubectl get pods -o wide -l app=solo
NAME   READY   STATUS    RESTARTS   AGE   IP           NODE       NOMINATED NODE   READINESS GATES
solo   1/1     Running   0          …s    10.244.…   worker-…   <none>           <none>
$ kubectl get deploy,svc -o wide
NAME                  READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES       SELECTOR
deployment.apps/web   2/2     2            2           …s    nginx        nginx:1.27   app=web

NAME          TYPE        CLUSTER-IP…EXTERNAL-IP   PORT(S)   AGE…SELECTOR
service/web   ClusterIP   10.…<none>        80/TCP    …s…app=web
$ kubectl get pod solo -o jsonpath='{.spec.containers[0].image} {.status.qosClass}{"\\n"}'
busybox:1.36 BestEffort
$ kubectl get pod solo -o go-template='{{.metadata.name}} {{len .spec.containers}}{{"\\n"}}'
solo 1
$ kubectl get pods -o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image -l app=solo
NAME   IMAGE
solo   busybox:1.36
$ kubectl get pods --show-labels -l 'app in (solo),tier=x,!none'
NAME   READY   STATUS    RESTARTS   AGE   LABELS
solo   1/1     Running   0          …s    app=solo,tier=x
$ kubectl get pods -A --field-selector spec.nodeName=control-plane --sort-by=.metadata.name -o name | grep plane
pod/etcd-control-plane
pod/kube-apiserver-control-plane
pod/kube-controller-manager-control-plane
pod/kube-scheduler-control-plane
$ kubectl get pods -n kube-system --chunk-size=1 -o name > one; kubectl get pods -n kube-system -o name | diff one - && wc -l < one
10
$ kubectl get deploy web --subresource=scale
NAME   DESIRED   AVAILABLE   AGE
web    2         2           …s
$ kubectl get all -o name | sed 's/-[a-z0-9]*-[a-z0-9]*$//;s/-[a-z0-9]*$//' | sort -u
deployment.apps/web
pod/solo
pod/web
replicaset.apps/web
service/web
$ kubectl get events --field-selector involvedObject.name=solo,reason=Scheduled
LAST SEEN   TYPE     REASON      OBJECT     MESSAGE
…s          Normal   Scheduled   pod/solo   Successfully assigned shop/solo to worker-…
$ kubectl events --for pod/solo | sed 's/^[0-9]*s//' | sort
          Normal   Created     Pod/solo   Created container: solo
          Normal   Pulled      Pod/solo   Container image "busybox:1.36" already present on machine
          Normal   Scheduled   Pod/solo   Successfully assigned shop/solo to worker-…
          Normal   Started     Pod/solo   Started container solo
LAST SEEN   TYPE     REASON      OBJECT     MESSAGE
$ kubectl get ep web
NAME   ENDPOINTS                     AGE
web    10.244.…:80,10.244.…:80   …s
! Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
$ kubectl delete pod solo --now
pod "solo" deleted
$ kubectl delete svc,deploy -l app=web
service "web" deleted
deployment.apps "web" deleted
$ kubectl run gone --image=busybox:1.36 -- sleep 1000
pod/gone created
$ kubectl delete pod gone --force --grace-period=0
pod "gone" force deleted
! Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.
$ kubectl delete cm -l none=such
No resources found
`);
  });

  withEachKubectl("of all kinds are described", "museum", async (learner) => {
    learner.file("kinds.yaml", DESCRIBED);
    await learner.plays(`
$ kubectl create deployment web --image=nginx:1.27 && kubectl expose deployment web --port=80 && kubectl create job once --image=busybox:1.36 -- echo done && kubectl autoscale deploy web --max=3 --cpu-percent=50
deployment.apps/web created
service/web exposed
job.batch/once created
horizontalpodautoscaler.autoscaling/web autoscaled
$ kubectl create -f kinds.yaml
configmap/conf created
secret/pass created
serviceaccount/robot created
role.rbac.authorization.k8s.io/reader created
rolebinding.rbac.authorization.k8s.io/reads created
poddisruptionbudget.policy/web created
resourcequota/quota created
limitrange/limits created
ingress.networking.k8s.io/front created
networkpolicy.networking.k8s.io/closed created
persistentvolumeclaim/disk created
priorityclass.scheduling.k8s.io/high created
cronjob.batch/tick created
$ kubectl wait --for=condition=complete job/once --timeout=20s
job.batch/once condition met
$ kubectl describe deploy web
Name:                   web
Namespace:              museum
CreationTimestamp:      … +0000
Labels:                 app=web
Annotations:            deployment.kubernetes.io/revision: 1
Selector:               app=web
Replicas:               1 desired | 1 updated | 1 total | 1 available | 0 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  25% max unavailable, 25% max surge
Pod Template:
  Labels:  app=web
  Containers:
   nginx:
    Image:…nginx:1.27
    Port:…<none>
    Host Port:…<none>
    Environment:…<none>
    Mounts:…<none>
  Volumes:…<none>
{>=1.30}   Node-Selectors:  <none>
{>=1.30}   Tolerations:     <none>
Conditions:
  Type           Status  Reason
  ----           ------  ------
  Available      True    MinimumReplicasAvailable
  Progressing    True    NewReplicaSetAvailable
OldReplicaSets:  <none>
NewReplicaSet:   web-766486c5b6 (1/1 replicas created)
Events:
  Type    Reason             Age   From                   Message
  ----    ------             ----  ----                   -------
  Normal  ScalingReplicaSet  …s    deployment-controller  Scaled up replica set web-766486c5b6 from 0 to 1
$ kubectl describe pod -l app=web | sed -n '/^Conditions/,/^Volumes/p'
Conditions:
  Type                        Status
  PodReadyToStartContainers   True 
  Initialized                 True 
  Ready                       True 
  ContainersReady             True 
  PodScheduled                True 
Volumes:
$ kubectl describe pod -l app=web | tail -n 4 | sed 's/  */ /g'
 Normal Scheduled … default-scheduler Successfully assigned museum/web-766486c5b6-… to worker-…
 Normal Pulled … kubelet Container image "nginx:1.27" already present on machine
 Normal Created … kubelet Created container: nginx
 Normal Started … kubelet Started container nginx
$ kubectl describe svc web
Name:…web
Namespace:…museum
Labels:…app=web
Annotations:…<none>
Selector:…app=web
Type:…ClusterIP
IP Family Policy:…SingleStack
IP Families:…IPv4
IP:…10.…
IPs:…10.…
Port:…<unset>  80/TCP
TargetPort:…80/TCP
Endpoints:…10.244.…:80
Session Affinity:…None
{>=1.31} Internal Traffic Policy:  Cluster
Events:…<none>
{<1.31} ! Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
$ kubectl describe node worker-1 | sed -n '/^Conditions/,/^Addresses/p' | awk '{print $1, $2}'
Conditions: 
Type Status
---- ------
MemoryPressure False
DiskPressure False
PIDPressure False
Ready True
Addresses: 
$ kubectl describe secret pass
Name:         pass
Namespace:    museum
Labels:       <none>
Annotations:  <none>

Type:  Opaque

Data
====
word:  7 bytes
$ kubectl describe rolebinding reads
Name:         reads
Labels:       <none>
Annotations:  <none>
Role:
  Kind:  Role
  Name:  reader
Subjects:
  Kind  Name  Namespace
  ----  ----  ---------
  User  jane  
$ kubectl describe quota quota
Name:       quota
Namespace:  museum
Resource    Used  Hard
--------    ----  ----
pods        …     20
$ kubectl describe ingress front
Name:             front
Labels:           <none>
Namespace:        museum
Address:…
Ingress Class:…
Default backend:  <default>
Rules:
  Host          Path  Backends
  ----          ----  --------
  shop.example  
                /   web:80 (10.244.…:80)
Annotations:    <none>
Events:         <none>
{<1.31} ! Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice
$ kubectl describe netpol closed | tail -n 5
  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)
  Allowing ingress traffic:
    <none> (Selected pods are isolated for ingress connectivity)
  Not affecting egress traffic
  Policy Types: Ingress
$ kubectl describe ns museum
Name:         museum
Labels:       kubernetes.io/metadata.name=museum
Annotations:  <none>
Status:       Active

Resource Quotas
  Name:     quota
  Resource  Used  Hard
  --------  ---   ---
  pods      …     20

Resource Limits
 Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
 ----       --------  ---  ---  ---------------  -------------  -----------------------
 Container  memory    -    -    64Mi             64Mi           -
$ kubectl describe -n kube-system node,rs,cm,sc,ds,sa,pdb,pvc,job,priorityclass,cronjob,clusterrole,clusterrolebinding,lease,endpointslice,hpa,events,limits,apiservice > all; grep -c ^Name: all
…
$ kubectl describe pod nosuch
! Error from server (NotFound): pods "nosuch" not found
[1]
`);
  });

  // Whether a patch changed anything is asked of an object that nobody else changes meanwhile.
  withEachKubectl("are changed a little", "workshop", async (learner) => {
    await learner.plays(`
$ kubectl create deployment api --image=nginx:1.27
deployment.apps/api created
$ kubectl label deploy api tier=db && kubectl label deploy api tier=web
deployment.apps/api labeled
! error: 'tier' already has a value (db), and --overwrite is false
[1]
$ kubectl label deploy api 'bad key=1'
! The Deployment "api" is invalid: metadata.labels: Invalid value: "bad key": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
[1]
$ kubectl annotate deploy api note='some words'
{<1.28} deployment.apps/api annotate
{>=1.28} deployment.apps/api annotated
$ kubectl annotate deploy api note=1 --overwrite --resource-version=1
! Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "api": the object has been modified; please apply your changes to the latest version and try again
[1]
$ kubectl patch deploy api -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"nginx:1.26"}]}}}}'
deployment.apps/api patched
$ kubectl patch deploy api --type=json -p '[{"op":"test","path":"/spec/replicas","value":1},{"op":"replace","path":"/spec/replicas","value":2}]'
deployment.apps/api patched
$ kubectl patch deploy api --type=json -p '[{"op":"test","path":"/spec/replicas","value":9}]'
! The request is invalid: the server rejected our request due to an error in our request
[1]
$ kubectl create configmap calm --from-literal=a=b
configmap/calm created
$ kubectl patch configmap calm -p '{"data":{"a":"b"}}'
configmap/calm patched (no change)
$ kubectl patch configmap calm -p '{"nosuch":1}'
configmap/calm patched (no change)
! Warning: unknown field "nosuch"
$ kubectl patch deploy api -p '{"spec":{"replicas":"x"}}'
! The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32
[1]
$ kubectl patch deploy api -p '{bad'
! Error from server (BadRequest): invalid character 'b' looking for beginning of object key string
[1]
$ kubectl patch deploy api --subresource=scale --type=merge -p '{"spec":{"replicas":1}}'
scale.autoscaling/api patched
$ kubectl scale deploy api --replicas=2
deployment.apps/api scaled
$ kubectl scale deploy api --replicas=3 --current-replicas=5
! error: Expected replicas to be 5, was 2
[1]
$ kubectl set image deploy/api nginx=nginx:1.25
deployment.apps/api image updated
$ kubectl create rolebinding rb --clusterrole=view --user=joe && kubectl set subject rolebinding rb --user=jane
rolebinding.rbac.authorization.k8s.io/rb created
rolebinding.rbac.authorization.k8s.io/rb subjects updated
$ kubectl get rolebinding rb -o jsonpath='{.subjects[*].name}{"\\n"}'
joe jane
$ kubectl autoscale deploy api --min=2 --max=4 --cpu-percent=80 && kubectl get hpa api --no-headers
horizontalpodautoscaler.autoscaling/api autoscaled
api   Deployment/api   cpu: <unknown>/80%   2     4     0     …s
$ kubectl scale rs nosuch --replicas=1
{<1.32} ! error: no objects passed to scale
{>=1.32} ! error: no objects passed to scale replicasets.apps "nosuch" not found
[1]
`);
  });
});
