// Near misses of Services, requests and policies, of rights, and of looking.

import { beforeAll, describe, expect, it } from "vitest";
import type { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { act, bootCity, type Deed, said } from "./city.ts";

const pod = (name: string, labels: string, ports = "[]") =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: ${labels}}, spec: {containers: [{name: web, image: nginx, ports: ${ports}}]}}`;
const service = (name: string, selector: string, port: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {selector: ${selector}, ports: [${port}]}}`;
const policy = (name: string, selects: string, from: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: {podSelector: {matchLabels: ${selects}}, policyTypes: [Ingress], ingress: ${from}}}`;
const probe = (to: string, rest = "") => `{http: {mode: probe, to: ${to}${rest}}}`;
const rights = (rest: string) => `{access: {${rest}, kind: Pod}}`;

type Case = readonly [what: string, deeds: readonly Deed[], check: string, expected: string];

const CASES: readonly Case[] = [
  [
    "a Service whose selector is a letter off",
    [pod("shop", "{app: shop}"), service("selector", "{app: shpo}", "{port: 80}")],
    "{endpoints: {service: selector}}",
    "finds no Pod by its selector `app=shpo`. Pod `shop` has the label `app=shop` where the selector says `app=shpo`: one letter away.",
  ],
  [
    "a Service with one label too many",
    [pod("till", "{app: till, tier: back}"), service("two", "{app: till, tier: front}", "{port: 80}")],
    "{endpoints: {service: two}}",
    "the label `tier=back` where the selector says `tier=front`",
  ],
  [
    "a Service whose Pods are elsewhere",
    ["kubectl create deployment far --image=nginx -n shop", service("far", "{app: far}", "{port: 80}")],
    "{endpoints: {service: far}}",
    "is in the namespace `shop`, not in `default`",
  ],
  [
    "Pods that are not ready",
    [pod("sick", "{app: sick}").replace("image: nginx", "image: ngnix"), service("sick", "{app: sick}", "{port: 80}")],
    "{endpoints: {service: sick}}",
    "Service `sick` sends requests to ready Pods only. Pod `sick` is not ready: its image `ngnix` cannot be pulled",
  ],
  [
    "a port by a name that no container has",
    [
      pod("named", "{app: named}", "[{name: http, containerPort: 80}]"),
      service("named", "{app: named}", "{port: 80, targetPort: htpp}"),
    ],
    "{endpoints: {service: named}}",
    "port named `htpp` of its Pods, but they have one named `http`",
  ],
  [
    "a request to another port",
    [service("listening", "{app: shop}", "{port: 8000, targetPort: 80}")],
    probe("'service/listening:9000'"),
    "listens on port 8000; the request goes to 9000",
  ],
  [
    "a request to swapped ports",
    [],
    probe("service/listening"),
    "has `port` 8000 and `targetPort` 80: they look swapped",
  ],
  [
    "a target port that the containers do not tell of",
    [service("target", "{app: named}", "{port: 80, targetPort: 8080}")],
    probe("service/target"),
    "sends to port 8080 of its Pods, but their containers tell of port 80",
  ],
  [
    "a request to a Service that is not there",
    [],
    "{http: {mode: probe, url: 'http://listenign/'}}",
    "There is a Service `listening`: one letter away",
  ],
  [
    "a policy for other Pods",
    [pod("vault", "{app: vault}"), policy("closed", "{app: valut}", "[]")],
    probe("pod/vault", ", from: pod/till, expect: {error: timeout}"),
    "NetworkPolicy `closed` is not for Pod `vault`: the Pod has the label `app=vault` where the selector says `app=valut`",
  ],
  [
    "a door for others",
    [
      pod("bank", "{app: bank}"),
      policy("door", "{app: bank}", "[{from: [{podSelector: {matchLabels: {app: tlil}}}]}]"),
    ],
    probe("pod/bank", ", from: pod/till"),
    "NetworkPolicy `door` does not let Pod `till` in: the Pod has the label `app=till` where the selector says `app=tlil`",
  ],
  [
    "no door at all",
    [pod("safe", "{app: safe}"), policy("shut", "{app: safe}", "[]")],
    probe("pod/safe", ", from: pod/till"),
    "NetworkPolicy `shut` selects Pod `safe`, and no policy lets Pod `till` in",
  ],
  [
    "a verb that is missing",
    [
      "kubectl create sa bot",
      "kubectl create role look --verb=get --resource=pods",
      "kubectl create rolebinding look --role=look --serviceaccount=default:bot",
    ],
    rights("serviceAccount: bot, verb: [get, list]"),
    "RoleBinding `look` binds `bot` to the Role `look`, and its rule for pods has the verbs get. One that the task asks for is missing.",
  ],
  [
    "a resource by its kind",
    [
      "kubectl create sa clerk",
      "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: single}, rules: [{apiGroups: [''], resources: [pod], verbs: [get]}]}",
      "kubectl create rolebinding single --role=single --serviceaccount=default:clerk",
    ],
    rights("serviceAccount: clerk, verb: get"),
    "its rule is for `pod`, which is not the resource's name in the API: one is the plural of the other",
  ],
  [
    "another API group",
    [
      "kubectl create sa smith",
      "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: group}, rules: [{apiGroups: [apps], resources: [pods], verbs: [get]}]}",
      "kubectl create rolebinding group --role=group --serviceaccount=default:smith",
    ],
    rights("serviceAccount: smith, verb: get"),
    "its rule for pods names the API group `apps`",
  ],
  [
    "a role that is not there",
    ["kubectl create sa guard", "kubectl create rolebinding guard --role=lokk --serviceaccount=default:guard"],
    rights("serviceAccount: guard, verb: get"),
    "refers to the Role `lokk`, which is not there. There is `look`.",
  ],
  [
    "a binding in another namespace",
    [
      "kubectl create sa guest -n shop",
      "kubectl create clusterrole watch --verb=get --resource=pods",
      "kubectl create rolebinding guest --clusterrole=watch --serviceaccount=shop:guest -n shop",
    ],
    rights("serviceAccount: shop/guest, verb: get"),
    "is in the namespace `shop` and counts only there; the rights are wanted in `default`",
  ],
  [
    "a binding to somebody of another namespace",
    ["kubectl create sa cook", "kubectl create rolebinding cook --clusterrole=watch --serviceaccount=shop:cook"],
    rights("serviceAccount: cook, verb: get"),
    "is for the ServiceAccount `cook` of the namespace `shop`: the one that is meant lives in `default`",
  ],
  [
    "a binding to a user of that name",
    ["kubectl create sa baker", "kubectl create rolebinding baker --clusterrole=watch --user=baker"],
    rights("serviceAccount: baker, verb: get"),
    "is for the User `baker`: it should be for a ServiceAccount",
  ],
  [
    "rights that are still given",
    [],
    rights("serviceAccount: bot, verb: get, allowed: false"),
    "`bot` still may, by RoleBinding `look` and the Role `look`",
  ],
  [
    "an event of another reason",
    [],
    "{event: {reason: BackOff, involved: Pod/shop}}",
    "The last event about Pod `shop` is `Started`",
  ],
];

let city: LessonWorld;
beforeAll(async () => {
  city = bootCity();
  await act(["kubectl create namespace shop", ...CASES.flatMap(([, deeds]) => deeds), "+ 8s"], city);
}, 30_000);

describe("the engine tells of", () => {
  it.each(CASES)("%s", async (_, _deeds, check, expected) => {
    expect(await said(check, city)).toContain(expected);
  });

  it.each([
    [
      "kubectl logs shop",
      "{observed: {kind: logs, of: Pod/till}}",
      "look: You have looked at Pod `shop`; the task is about another one.",
    ],
    [
      "kubectl get services",
      "{observed: {kind: list, of: Node}}",
      "look: What you have seen was about a Service; the task is about a Node.",
    ],
    [
      "kubectl describe pod till",
      "{observed: {kind: logs, of: Pod/till}}",
      "look: You have looked at the description of Pod `till`. What the task asks about stands in the logs.",
    ],
    [
      "kubectl get pods -n shop",
      "{observed: {kind: list, of: Pod/bank}}",
      "look: You have looked in the namespace `shop`; Pod `bank` is in `default`.",
    ],
    [
      "kubectl exec shop -- curl -s localhost",
      "{http: {mode: seen, to: service/listening, from: pod/till}}",
      "Your last request went to `127.0.0.1`, port 80. Whom does the task want to be asked?",
    ],
    [
      "kubectl get all",
      "{observed: {kind: field, of: Secret/till}}",
      "look: That list has many kinds, but no Secret in it. Ask for this kind by its own name.",
    ],
  ])("what %s shows", async (line, check, expected) => {
    await city.advance(1000);
    city.attemptStart = city.now();
    await city.run(line);
    expect(await said(check, city)).toContain(expected);
  });
});
