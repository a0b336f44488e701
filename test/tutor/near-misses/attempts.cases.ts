// Near misses of what was asked, changed, looked up and tried: audit, changed, dns, not, whatIf, and policies for the way out.

import { beforeAll, describe, expect, it } from "vitest";
import type { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { takeSnapshot } from "../../../src/tutor/objects.ts";
import { act, bootCity, type Deed, said } from "./city.ts";

const pod = (name: string, labels: string, rest = "") =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: ${labels}}, spec: {containers: [{name: web, image: nginx}]${rest}}}`;
const service = (name: string, selector: string, rest = "") =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {selector: ${selector}, ports: [{port: 80}]${rest}}}`;
const leaving = (name: string, selects: string, egress: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: {podSelector: {matchLabels: ${selects}}, policyTypes: [Egress], egress: ${egress}}}`;
const probe = (from: string, to: string, rest = "") => `{http: {mode: probe, from: pod/${from}, to: ${to}${rest}}}`;

type Case = readonly [what: string, deeds: readonly Deed[], check: string, expected: string | undefined];

/** What stands there when the step begins. */
const TOWN: readonly Deed[] = [
  pod("till", "{app: till}"),
  pod("bank", "{app: bank}"),
  service("bank", "{app: bank}"),
  pod("clerk", "{app: clerk}"),
  pod("porter", "{app: porter}"),
  pod("runner", "{app: runner}"),
  pod("once", "{app: once}", ", restartPolicy: Never"),
  pod("left", "{app: both}", ", nodeName: oak"),
  pod("right", "{app: both}", ", nodeName: oak"),
  service("both", "{app: both}"),
  leaving("to-nobody", "{app: till}", "[]"),
  leaving("to-bnak", "{app: clerk}", "[{to: [{podSelector: {matchLabels: {app: bnak}}}]}]"),
  leaving("to-8080", "{app: porter}", "[{to: [{podSelector: {matchLabels: {app: bank}}}], ports: [{port: 8080}]}]"),
  leaving("no-dns", "{app: runner}", "[{to: [{podSelector: {matchLabels: {app: bank}}}], ports: [{port: 80}]}]"),
  leaving("for-runnner", "{app: onec}", "[]"),
  "kubectl create namespace shop",
  "kubectl create deployment web --image=nginx --replicas=2",
  "kubectl expose deployment web --port=80",
  "+ 8s",
];

const STANDING: readonly Case[] = [
  [
    "nobody may be reached",
    [],
    probe("till", "pod/bank"),
    "NetworkPolicy `to-nobody` keeps Pod `till` in: no way out leads to Pod `bank`",
  ],
  [
    "a way out to others",
    [],
    probe("clerk", "pod/bank"),
    "lets Pod `clerk` out, but not to Pod `bank`: that has the label `app=bank` where the selector says `app=bnak`",
  ],
  [
    "a way out on another port",
    [],
    probe("porter", "service/bank"),
    "lets Pod `porter` out there on port 8080 only; the program listens on 80",
  ],
  [
    "a way out that leaves the name server out",
    [],
    probe("runner", "service/bank"),
    "lets Pod `runner` out, but not to port 53",
  ],
  ["a way out without a name", [], probe("runner", "pod/bank"), undefined],
  [
    "a policy for the way out of others",
    [],
    probe("once", "pod/bank", ", expect: {error: timeout}"),
    "NetworkPolicy `for-runnner` is not for Pod `once`",
  ],
  [
    "what still is so",
    [],
    "{not: {resource: Pod/till, where: ready(obj)}}",
    "Pod `till` is still as nothing should be. `kubectl describe pod till` shows how it is.",
  ],
  [
    "a Service that still leads",
    [],
    "{not: {endpoints: {service: both}}}",
    "Service `both` still leads to Pod `left`, Pod `right`",
  ],
  [
    "a crash that nothing follows",
    [],
    "{whatIf: {do: [{crash: once}], then: [{resource: Pod/once, where: restarts(obj) > 0}]}}",
    "has `restartPolicy: Never`",
  ],
  [
    "a Pod that nobody makes anew",
    [],
    "{whatIf: {do: [kubectl delete pod till], then: [{resource: Pod/till, where: ready(obj), within: 60s}]}}",
    "Pod `till` has no owner",
  ],
  [
    "all on one node",
    [],
    "{whatIf: {do: [{failNode: oak}], then: [{endpoints: {service: both, ready: 1}}]}}",
    "Pod `left` and Pod `right` are all on the node `oak`",
  ],
  [
    "a trial that is lost before it begins",
    [],
    "{whatIf: {do: [{advance: 5s}], then: [{resource: Pod/tlil, where: ready(obj)}]}}",
    "There is a Pod `till`: one letter away",
  ],
];

const ATTEMPTS: readonly Case[] = [
  [
    "a request for another object",
    ["kubectl delete pod left --now"],
    "{audit: {verb: delete, kind: Pod, name: right}}",
    "look: That was a `delete` of Pod `left`; the task is about `right`.",
  ],
  [
    "another request",
    ["kubectl label pod bank a=b"],
    "{audit: {verb: delete, kind: Pod, name: bank}}",
    "look: The API server was asked to `patch` a Pod.",
  ],
  [
    "another answer",
    ["kubectl label pod bank a=c --overwrite"],
    "{audit: {verb: patch, kind: Pod, name: bank, code: 403}}",
    "look: The API server answered that with 200",
  ],
  [
    "another place",
    ["kubectl create configmap a -n shop"],
    "{audit: {verb: create, kind: ConfigMap, namespace: default}}",
    "look: That request went to the namespace `shop`",
  ],
  ["no request at all", ["kubectl get pods"], "{audit: {verb: delete, kind: Job}}", undefined],
  [
    "a Pod that was replaced",
    ["kubectl delete pod clerk --now", pod("clerk", "{app: clerk}"), "+ 8s"],
    "{changed: {kind: Pod, name: clerk, restarted: {min: 1}}}",
    "slip: Pod `clerk` is another one now, by the same name",
  ],
  [
    "a container that was restarted",
    ["kubectl exec bank -- sh -c 'kill 1'", "+ 8s"],
    "{changed: {kind: Pod, name: bank, created: 1}}",
    "slip: Pod `bank` was restarted",
  ],
  [
    "one that was made under another name",
    ["kubectl run wagno --image=nginx"],
    "{changed: {kind: Pod, name: wagon, created: 1}}",
    "There is a Pod `wagno`: one letter away from `wagon`",
  ],
  [
    "what has happened",
    ["kubectl delete pod porter --now"],
    "{not: {changed: {kind: Pod, name: porter, deleted: {min: 1}}}}",
    "state: That has happened in this step",
  ],
  [
    "a name in another namespace",
    ["kubectl exec bank -- getent hosts web.shop"],
    "{dns: {from: pod/bank, name: web.default.svc.cluster.local}}",
    "The name was looked up in the namespace `shop`; what is meant lives in `default`",
  ],
  [
    "a name that is a letter off",
    ["kubectl exec bank -- getent hosts wbe"],
    "{dns: {from: pod/bank, name: web.default.svc.cluster.local}}",
    "slip: `wbe` was looked up, not `web`: one letter away",
  ],
  [
    "a question from elsewhere",
    ["kubectl exec right -- getent hosts web"],
    "{dns: {from: pod/bank, name: web.default.svc.cluster.local}}",
    "look: Pod `right` has asked for a name",
  ],
  [
    "a Service with an address of its own",
    ["kubectl exec bank -- getent hosts web"],
    "{dns: {from: pod/bank, name: web.default.svc.cluster.local, addresses: 2}}",
    "slip: Service `web` has an address of its own",
  ],
];

let city: LessonWorld;
beforeAll(async () => {
  city = bootCity();
  await act(TOWN, city);
  await city.advance(1);
  city.beginStep(await takeSnapshot(city.read, ["Pod"], city.now()));
}, 30_000);

describe("the engine tells of", () => {
  it.each(STANDING)("%s", async (_, _deeds, check, expected) => {
    const told = await said(check, city);
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(expected);
  });

  it.each(ATTEMPTS)("%s", async (_, deeds, check, expected) => {
    await city.advance(1000);
    city.attemptStart = city.now();
    await act(deeds, city);
    const told = await said(check, city);
    if (expected === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(expected);
  });
});
