// Near misses of names, kinds, namespaces and labels, and commands that were refused.

import { beforeAll, describe, expect, it } from "vitest";
import type { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { act, bootCity, type Deed, refusal, said } from "./city.ts";

const labelled = (name: string, labels: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: ${labels}}, spec: {containers: [{name: web, image: nginx}]}}`;
const tower = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: tower, labels: {tier: upper}}, spec: {selector: {matchLabels: {app: tower}}, template: {metadata: {labels: {app: tower}}, spec: {containers: [{name: web, image: nginx}]}}}}`;

type Case = readonly [what: string, deeds: readonly Deed[], check: string, expected: string];

const CASES: readonly Case[] = [
  [
    "is in another namespace",
    ["kubectl run canal --image=nginx -n shop"],
    "{resource: Pod/canal}",
    "There is a Pod `canal`, but in the namespace `shop`; it should be in `default`.",
  ],
  [
    "is a letter off",
    ["kubectl run wbe --image=nginx"],
    "{resource: Pod/web}",
    "There is a Pod `wbe`: one letter away from `web`. Compare the names.",
  ],
  [
    "lacks a hyphen",
    ["kubectl create configmap shopconfig"],
    "{resource: ConfigMap/shop-config}",
    "only the hyphens, underscores or dots differ",
  ],
  [
    "is the plural",
    ["kubectl create configmap settings"],
    "{resource: ConfigMap/setting}",
    "one is the plural of the other",
  ],
  [
    "has two letters doubled",
    ["kubectl create configmap commitee"],
    "{resource: ConfigMap/committee}",
    "There is a ConfigMap `commitee`: one letter away",
  ],
  [
    "is a bare Pod",
    ["kubectl run bakery --image=nginx"],
    "{resource: Deployment/bakery}",
    "Pod `bakery` is there; the task asks for a Deployment of that name. Nobody makes a bare Pod anew",
  ],
  [
    "is a Deployment",
    ["kubectl create deployment museum --image=nginx --replicas=0"],
    "{resource: Pod/museum}",
    "Deployment `museum` is there; the task asks for a Pod of that name.",
  ],
  [
    "is a ClusterRole",
    ["kubectl create clusterrole look --verb=get --resource=pods"],
    "{resource: Role/look}",
    "It belongs to no namespace.",
  ],
  [
    "is a Secret",
    ["kubectl create secret generic door --from-literal=a=b"],
    "{resource: ConfigMap/door}",
    "Secret `door` is there; the task asks for a ConfigMap",
  ],
  [
    "lives in a namespace that is a letter off",
    [],
    "{resource: {kind: Pod, name: office, namespace: shp}}",
    "There is a namespace `shop`, not `shp`: one letter away.",
  ],
  [
    "has a label that is a letter off",
    [labelled("a-slip", "{app: harbuor}")],
    "{resource: {kind: Pod, selector: app=harbour}}",
    "Pod `a-slip` comes close, but has the label `app=harbuor` where the selector says `app=harbour`: one letter away.",
  ],
  [
    "has a label in capitals",
    [labelled("b-case", "{app: Mill}")],
    "{resource: {kind: Pod, selector: app=mill}}",
    "only its capital letters differ",
  ],
  [
    "has the right value under another key",
    [labelled("c-key", "{run: barn}")],
    "{resource: {kind: Pod, selector: app=barn}}",
    "the value fits, the key is another",
  ],
  [
    "has one of two labels",
    [labelled("d-pair", "{app: school, tier: back}")],
    "{resource: {kind: Pod, selector: 'app=school,tier=front'}}",
    "the label `tier=back` where the selector says `tier=front`",
  ],
  [
    "has its label on the Deployment only",
    [tower],
    "{resource: {kind: Pod, selector: tier=upper}}",
    "Deployment `tower` has that label itself, but the Pods take theirs from its `spec.template`.",
  ],
  [
    "is told to be none",
    [],
    "{resource: {kind: Pod, selector: app=museum}}",
    "Deployment `museum` makes such Pods, but is told to have 0 of them.",
  ],
  [
    "is a Service under another name",
    ["kubectl create service clusterip statoin --tcp=80"],
    "{endpoints: {service: station}}",
    "There is a Service `statoin`: one letter away from `station`.",
  ],
];

let city: LessonWorld;
beforeAll(async () => {
  city = bootCity();
  await act(
    [
      "kubectl create namespace shop",
      "kubectl create deployment front --image=nginx",
      ...CASES.flatMap(([, deeds]) => deeds),
      "kubectl run isle-0 --image=nginx",
    ],
    city,
  );
  await act(["+ 5s"], city);
}, 30_000);

describe("what is not there", () => {
  it.each(CASES)("%s", async (_, _deeds, check, expected) => {
    expect(await said(check, city)).toContain(expected);
  });

  it.each([
    ["has a sibling by number", "{resource: Pod/isle-1}"],
    ["is nowhere near", "{resource: Pod/lighthouse}"],
    ["has nothing in common", "{resource: {kind: Pod, selector: colour=red}}"],
  ])("and %s is no near miss", async (_, check) => {
    expect(await said(check, city)).toBeUndefined();
  });

  it("and should not be there: it is made anew, or is ending", async () => {
    const [pod = ""] = (await city.run("kubectl get pods -l app=front -o name")).stdout.split("\n");
    const check = `{resource: Pod/${pod.replace("pod/", "")}, exists: false}`;
    expect(await said(check, city)).toMatch(/belongs to the ReplicaSet `front-\w+`, which makes another/);
    await act([`kubectl delete ${pod} --wait=false`], city);
    expect(await said(check, city)).toContain("is being deleted and still ending");
  });
});

describe("what was there when the step began", () => {
  it("was deleted, not made and unmade", async () => {
    await act(["kubectl create quota kiosk --hard=pods=99", "+ 1s"], city);
    city.beginStep({ at: city.now(), objects: [] });
    await act(["kubectl delete quota kiosk"], city);
    const check = "{resource: ResourceQuota/kiosk}";
    expect(await said(check, city)).toContain("was deleted in this step");
    await act(["kubectl create quota other --hard=pods=99"], city);
    expect(await said(check, city)).toBeUndefined();
  });
});

describe("a refused command", () => {
  it.each<[string, string]>([
    ["kubectl get pods -n shop nothing", "There is no Pod `nothing` where the command looked."],
    ["kubectl run web --image=nginx -n shopp", "There is `shop`: one letter away."],
    ["kubectl scale deployment fornt --replicas=3", "There is `front`: one letter away."],
    ["kubectl scale deployment front --replicas=3 -n shop", "One of that name is in the namespace `default`."],
    ["kubectl create deployment front --image=nginx", "`front` is taken among the deployments."],
    ["kubectl label pod front a=b", "But there is a Deployment of that name. Which kind is meant?"],
    ["kubectl get deploymnts", "There is `deployments`."],
    ["kubectl apply -f wbe.yaml", "There is no file `wbe.yaml` here. There is `web.yaml`."],
    ["kubectl apply -f web.yaml", "The API server knows no field `spec.contaners`"],
    ["kubectl apply -f kind.yaml", "A Deployment belongs to another API group than `v1`"],
    ["kubectl apply -f indent.yaml", "That file is not valid YAML in line 2 or just above."],
    [
      `kubectl patch deployment front -p '{"spec":{"selector":{"matchLabels":{"a":"b"}}}}'`,
      "`spec.selector` is fixed as long as the object lives.",
    ],
    ["kubectl apply -f mount.yaml", "`spec.containers[0].volumeMounts[0].name`: it names something that nothing else"],
    [
      "kubectl create configmap board --from-literal=a=one two three",
      "kubectl was given 3 words where one name stands.",
    ],
    ["kubectl set image deployment/front nginx=", "refused the object because of one field"],
    ["kubectl get pods --as=bot", "`bot` may not list pods in `default`."],
    ["kubectl delete front", "it is the name of a Deployment. Say the kind first"],
    ["kubectl get pods app=front", "To choose by a label, put `-l` before it."],
    ["kubectl run web -image nginx", "A flag that is a whole word has two: `--image`."],
    ["kubectl get pods --label a=b", "`kubectl get` has no flag `--label`."],
    ["kubectl create pod web --image=nginx", "Which verb starts a Pod from an image?"],
    ["kubectl run web nginx", "cannot do without the flag `--image`"],
    ["kubectl apply web.yaml", "`-f` stands before `web.yaml`"],
    ["kubectl create web", "`kubectl create` knows no `web`"],
    ["kubectl run x --image=nginx --restart=never", "written just like this: `Always`"],
    ["kubectl label deployment front tier web", "written as one word: `key=value`"],
    ["kubectl set image deployment/front webb=nginx", "No container there is called `webb`."],
    ["kubectl create service db", "stands the type of Service"],
    ["kubectl create service clusterip db", "wants it as `--tcp=PORT`"],
    [
      `kubectl create -f - <<< '{apiVersion: v1, kind: Service, metadata: {name: odd}, spec: {type: Nodeport, ports: [{port: 80}]}}'`,
      "its value is not one of those that are allowed. Nothing was changed. There is `NodePort`.",
    ],
    ["kubectl get configmap kube-root", "There is `kube-root-ca.crt`. Compare the names."],
    ["kubectl apply", "`kubectl apply` wants to know from which file."],
    ["kubectl delete deployment", "Put the name behind it."],
    ["kubectl exec front", "It stands at the end, behind `--`."],
    ["kubectl apply -f number.yaml", "`ports` is a number (without quotes); the API server wants a list"],
  ])("%s", async (line, expected) => {
    city.writeFile(
      "web.yaml",
      "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {contaners: [], containers: [{name: a, image: b}]}}",
    );
    city.writeFile(
      "mount.yaml",
      "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b, volumeMounts: [{name: c, mountPath: /c}]}]}}",
    );
    city.writeFile("kind.yaml", "{apiVersion: v1, kind: Deployment, metadata: {name: web}}");
    city.writeFile(
      "number.yaml",
      "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, image: b, ports: 80}]}}",
    );
    city.writeFile("indent.yaml", "kind: Pod\n  metadata: {}\n");
    expect(await refusal(line, city)).toContain(expected);
  });

  it("is a matter of the last command only", async () => {
    await refusal("kubectl get pods nothing", city);
    expect(await refusal("kubectl get pods", city)).toBeUndefined();
  });
});
