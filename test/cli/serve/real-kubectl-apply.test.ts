// Declared objects through a real kubectl: apply in all its forms, diff, edit, replace, rollouts, custom resources, explanations.

import { describe, expect } from "vitest";
import { type Learner, withEachKubectl, withOldestAndNewestKubectl } from "./learner.ts";

const CONFIG = `
apiVersion: v1
kind: ConfigMap
metadata: {name: app, labels: {set: one}}
data: {color: red}
`;

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, labels: {app: api}}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: "nginx:1.27", ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{port: 80}]}
`;

const MISSPELT = `
apiVersion: v1
kind: Pod
metadata: {name: bad}
spec: {contaners: [], containers: [{name: a, image: "nginx:1.27", imagePolicy: x}]}
`;

const INVALID = `
apiVersion: v1
kind: Pod
metadata: {name: bad}
spec: {containers: [{name: A}]}
`;

const KUSTOMIZATION = `
resources: [deployment.yaml]
namePrefix: k-
configMapGenerator: [{name: gen, literals: [a=b]}]
images: [{name: nginx, newTag: "1.26"}]
`;

const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.harbor.example}
spec:
  group: harbor.example
  scope: Namespaced
  names: {plural: boats, singular: boat, kind: Boat, shortNames: [bo], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{name: Length, type: integer, jsonPath: .spec.length}]
    subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
    schema:
      openAPIV3Schema:
        type: object
        description: A boat.
        properties:
          spec:
            type: object
            description: What is wanted.
            properties:
              length: {type: integer, description: In metres.}
              replicas: {type: integer}
          status: {type: object, properties: {replicas: {type: integer}}}
`;

const BOAT = `
apiVersion: harbor.example/v1
kind: Boat
metadata: {name: anna}
spec: {length: 12, replicas: 1}
`;

function many(count: number): string {
  const one = (_: unknown, index: number): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many-${index}}\ndata: {n: "${index}"}\n`;
  return Array.from({ length: count }, one).join("---\n");
}

async function files(learner: Learner): Promise<void> {
  learner.file("cm.yaml", CONFIG);
  learner.file("deployment.yaml", DEPLOYMENT);
  learner.file("dir/a.yaml", CONFIG);
  learner.file("dir/b.yaml", CONFIG.replace("name: app", "name: app2"));
}

describe("declared objects", () => {
  withEachKubectl("are applied, compared, edited and replaced", "plan", async (learner) => {
    await files(learner);
    learner.file("misspelt.yaml", MISSPELT);
    learner.file("invalid.yaml", INVALID);
    await learner.plays(`
$ kubectl apply -f cm.yaml --dry-run=server
configmap/app created (server dry run)
$ kubectl apply -f cm.yaml && kubectl apply -f cm.yaml
configmap/app created
configmap/app unchanged
$ sed s/red/green/ cm.yaml | kubectl apply -f -
configmap/app configured
$ kubectl diff -f cm.yaml | tail -n +4
@@ -1,6 +1,6 @@
 apiVersion: v1
 data:
-  color: green
+  color: red
 kind: ConfigMap
 metadata:
   annotations:
$ kubectl apply -f dir
configmap/app configured
configmap/app2 created
$ kubectl apply -f cm.yaml --prune -l set=one --prune-allowlist=core/v1/ConfigMap
configmap/app unchanged
configmap/app2 pruned
$ kubectl apply -f misspelt.yaml
! Error from server (BadRequest): error when creating "misspelt.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagePolicy", unknown field "spec.contaners"
[1]
$ kubectl apply -f invalid.yaml
! The Pod "bad" is invalid: 
! * spec.containers[0].name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
! * spec.containers[0].image: Required value
[1]
$ printf 'sed -i s/color:.*/color:\\\\ purple/ $1' > editor; KUBE_EDITOR='sh editor' kubectl edit cm app
configmap/app edited
$ printf 'sed -i s/set:.*/set:\\ -x/ $1' > editor; KUBE_EDITOR='sh editor' kubectl edit cm app
! error: configmaps "app" is invalid
! A copy of your changes has been stored to "…"
! error: Edit cancelled, no valid changes were saved.
[1]
$ kubectl replace -f cm.yaml
configmap/app replaced
$ kubectl replace --force -f cm.yaml
configmap "app" deleted
configmap/app replaced
$ kubectl get cm app -o yaml | sed 's/resourceVersion: .*/resourceVersion: "1"/' | kubectl replace -f -
! Error from server (Conflict): error when replacing "STDIN": Operation cannot be fulfilled on configmaps "app": the object has been modified; please apply your changes to the latest version and try again
[1]
`);
  });

  withEachKubectl("are applied by the server, which knows whose fields are whose", "office", async (learner) => {
    await files(learner);
    await learner.plays(`
$ kubectl apply -f deployment.yaml --server-side
deployment.apps/api serverside-applied
service/api serverside-applied
$ kubectl patch deploy api --type=merge -p '{"spec":{"replicas":3}}'
deployment.apps/api patched
$ kubectl apply -f deployment.yaml --server-side
service/api serverside-applied
! error: Apply failed with 1 conflict: conflict with "kubectl-patch" using apps/v1: .spec.replicas
! Please review the fields above--they currently have other managers. Here
! are the ways you can resolve this warning:
! * If you intend to manage all of these fields, please re-run the apply
!   command with the \`--force-conflicts\` flag.
! * If you do not intend to manage all of the fields, please edit your
!   manifest to remove references to the fields that should keep their
!   current managers.
! * You may co-own fields by updating your manifest to match the existing
!   value; in this case, you'll become the manager if the other manager(s)
!   stop managing the field (remove it from their configuration).
! See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
[1]
$ kubectl apply -f deployment.yaml --server-side --force-conflicts
deployment.apps/api serverside-applied
service/api serverside-applied
$ kubectl get deploy api --show-managed-fields -o jsonpath='{range .metadata.managedFields[*]}{.manager} {.operation} {.subresource}{"\\n"}{end}'
kubectl Apply 
kube-controller-manager Update status
$ kubectl delete -f deployment.yaml --cascade=orphan && kubectl get rs -l app=api -o name
deployment.apps "api" deleted
service "api" deleted
replicaset.apps/api-…
$ kubectl delete rs -l app=api --cascade=foreground
replicaset.apps "api-…" deleted
`);
  });

  withOldestAndNewestKubectl("may be three hundred at once, or a kustomization", "quarry", async (learner) => {
    await files(learner);
    learner.file("many.yaml", many(300));
    learner.file("kustomization.yaml", KUSTOMIZATION);
    await learner.plays(`
$ kubectl create -f many.yaml --validate=false | tail -n 1
configmap/many-299 created
$ kubectl get cm -o name | wc -l
301
$ kubectl delete -f many.yaml --wait=false | wc -l
300
$ kubectl apply -k .
configmap/k-gen-4h2mbtbbt6 created
service/k-api created
deployment.apps/k-api created
$ kubectl get deploy k-api -o jsonpath='{.spec.template.spec.containers[0].image}{"\\n"}'
nginx:1.26
$ kubectl diff -k . && kubectl delete -k . --wait=false | wc -l
3
`);
  });

  withEachKubectl("of custom kinds are as good as any", "harbor", async (learner) => {
    learner.file("definition.yaml", DEFINITION);
    learner.file("boat.yaml", BOAT);
    await learner.plays(`
$ kubectl apply -f definition.yaml && kubectl wait --for=condition=established crd/boats.harbor.example --timeout=10s
customresourcedefinition.apiextensions.k8s.io/boats.harbor.example created
customresourcedefinition.apiextensions.k8s.io/boats.harbor.example condition met
$ kubectl apply -f boat.yaml && kubectl get bo
boat.harbor.example/anna created
NAME   LENGTH
anna   12
$ kubectl get all -o name
boat.harbor.example/anna
$ kubectl patch boat anna -p '{"spec":{"length":15}}'
! error: application/strategic-merge-patch+json is not supported by harbor.example/v1, Kind=Boat: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml
[1]
$ kubectl patch boat anna --type=merge -p '{"spec":{"length":15}}' && sed s/12/16/ boat.yaml | kubectl apply -f -
boat.harbor.example/anna patched
boat.harbor.example/anna configured
$ kubectl scale boat anna --replicas=3 && kubectl get boat anna -o jsonpath='{.spec}{"\\n"}'
boat.harbor.example/anna scaled
{"length":16,"replicas":3}
$ kubectl explain boat.spec | grep -A1 -e length -e DESCRIPTION
DESCRIPTION:
    What is wanted.
--
  length	<integer>
    In metres.
$ kubectl delete -f definition.yaml
customresourcedefinition.apiextensions.k8s.io "boats.harbor.example" deleted
$ kubectl get boats
! Error from server (NotFound): Unable to list "harbor.example/v1, Resource=boats": the server could not find the requested resource (get boats.harbor.example)
[1]
`);
  });

  withEachKubectl("are explained", "school", async (learner) => {
    await learner.plays(`
$ kubectl explain pod.spec.containers.ports | sed -n '1,/containerPort/p' | grep -e KIND -e VERSION -e FIELD -e containerPort
KIND:       Pod
VERSION:    v1
FIELD: ports <[]ContainerPort>
FIELDS:
  containerPort	<integer> -required-
$ kubectl explain hpa.spec.metrics --recursive --api-version=autoscaling/v2 | grep -c .
…
$ kubectl explain pod.spec.nosuch
KIND:       Pod
VERSION:    v1

! error: field "nosuch" does not exist
[1]
$ kubectl explain pod.spec.containers --output=plaintext-openapiv2 | head -n 4
KIND:     Pod
VERSION:  v1

RESOURCE: containers <[]Object>
`);
  });

  withEachKubectl("are rolled out, and back", "stage", async (learner) => {
    await files(learner);
    await learner.plays(`
$ kubectl apply -f deployment.yaml && kubectl rollout status deploy/api | tail -n 1
deployment.apps/api created
service/api created
deployment "api" successfully rolled out
$ kubectl set image deploy/api api=nginx:1.26 && kubectl annotate deploy api kubernetes.io/change-cause='older nginx' && kubectl rollout status deploy/api | tail -n 1
deployment.apps/api image updated
{<1.28} deployment.apps/api annotate
{>=1.28} deployment.apps/api annotated
deployment "api" successfully rolled out
$ kubectl rollout history deploy/api
deployment.apps/api 
REVISION  CHANGE-CAUSE
1         <none>
2         older nginx

$ kubectl rollout undo deploy/api && kubectl rollout undo deploy/api --to-revision=9
deployment.apps/api rolled back
! error: unable to find specified revision 9 in history
[1]
$ kubectl rollout pause deploy/api && kubectl rollout restart deploy/api
deployment.apps/api paused
! error: deployments.apps "api" can't restart paused deployment (run rollout resume first)
[1]
$ kubectl rollout resume deploy/api && kubectl rollout restart deploy/api && kubectl rollout status deploy/api --timeout=30s | tail -n 1
deployment.apps/api resumed
deployment.apps/api restarted
deployment "api" successfully rolled out
$ kubectl wait --for=jsonpath='{.status.readyReplicas}'=2 deploy/api --timeout=5s
deployment.apps/api condition met
$ kubectl wait --for=condition=Stuck deploy/api --timeout=1s
! error: timed out waiting for the condition on deployments/api
[1]
`);
    expect(await learner.output("kubectl get pods -o name")).toMatch(/^(pod\/api-.*\n?)+$/);
  });
});
