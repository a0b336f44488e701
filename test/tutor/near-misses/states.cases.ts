// Near misses of what is right as it is written, but does not get ready: what it waits for.

import { beforeAll, describe, expect, it } from "vitest";
import type { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { act, bootCity, type Deed, said } from "./city.ts";

const pod = (name: string, spec: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: ${spec}}`;
const one = (name: string, container: string) => pod(name, `{containers: [{name: app, ${container}}]}`);
const busybox = (script: string) => `image: busybox, command: [sh, -c, "${script}"]`;

type Case = readonly [what: string, deeds: readonly Deed[], check: string, expected: string];

const ready = (name: string) => `{resource: Pod/${name}, where: ready(obj)}`;

const CASES: readonly Case[] = [
  [
    "its image's name",
    [one("aimage", "image: ngnix")],
    ready("aimage"),
    "The registry has no such repository: read the name before the colon",
  ],
  [
    "its image's tag",
    [one("atag", "image: 'nginx:1.2.3.4'")],
    ready("atag"),
    "but not this tag: look at what stands behind the colon",
  ],
  [
    "its node",
    [pod("big", "{containers: [{name: a, image: nginx, resources: {requests: {cpu: '500'}}}]}")],
    ready("big"),
    "Pod `big` is Pending: no node takes it. The scheduler says: 0/3 nodes are available:",
  ],
  [
    "its program, which ends with an error",
    [one("crash", busybox("exit 3"))],
    ready("crash"),
    "with exit code 3 (Error). What it said last stands in its logs (crash), those of its previous life.",
  ],
  [
    "its program, which just ends",
    [one("short", busybox("true"))],
    ready("short"),
    "Its program comes to an end by itself",
  ],
  [
    "its program, which is not there",
    [one("nosuch", busybox("exec wsh"))],
    ready("nosuch"),
    "look at the command's words",
  ],
  [
    "its memory",
    [
      one(
        "fat",
        "image: polinux/stress, command: [stress, --vm, '1', --vm-bytes, 250M], resources: {limits: {memory: 50Mi}}",
      ),
    ],
    ready("fat"),
    "It needed more memory than its limit allows.",
  ],
  [
    "its init container",
    [
      pod(
        "house",
        `{initContainers: [{name: first, ${busybox("true")}}, {name: second, ${busybox("sleep 999")}}], containers: [{name: a, image: nginx}]}`,
      ),
    ],
    ready("house"),
    "waits for its init container `second`, number 2 of 2, to finish",
  ],
  [
    "its readiness probe",
    [one("probe", "image: nginx, readinessProbe: {httpGet: {path: /redy, port: 80}, periodSeconds: 2}")],
    ready("probe"),
    "its readiness probe has not passed. The kubelet says: Readiness probe failed: HTTP probe failed with statuscode: 404.",
  ],
  [
    "a ConfigMap that is a letter off",
    [
      "kubectl create configmap board --from-literal=hours=8",
      one("reader", "image: nginx, envFrom: [{configMapRef: {name: baord}}]"),
    ],
    ready("reader"),
    "It asks for the ConfigMap `baord`, which is not there; there is `board`.",
  ],
  [
    "a key that is a letter off",
    [one("keys", "image: nginx, env: [{name: H, valueFrom: {configMapKeyRef: {name: board, key: hour}}}]")],
    ready("keys"),
    "It asks for the key `hour` of the ConfigMap `board`; there is `hours`.",
  ],
  [
    "a Secret to be mounted",
    [
      pod(
        "mounts",
        "{containers: [{name: a, image: nginx, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v, secret: {secretName: token}}]}",
      ),
    ],
    ready("mounts"),
    "It asks for the Secret `token`, which is not there.",
  ],
  [
    "its claim, of a class that is not there",
    [
      "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: slow}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
    ],
    "{resource: PersistentVolumeClaim/slow, where: \"obj.status.phase == 'Bound'\"}",
    "it asks for the StorageClass `fast`, which is not there",
  ],
  [
    "somebody who uses its claim",
    [
      "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: idle}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}",
    ],
    "{resource: PersistentVolumeClaim/idle, where: \"obj.status.phase == 'Bound'\"}",
    "its storage is made when a Pod uses it",
  ],
  [
    "the worst of its Pods",
    ["kubectl create deployment bad --image=httpd:nosuch --replicas=2"],
    "{resource: Deployment/bad, where: ready(obj)}",
    "Deployment `bad` has 0 of 2 Pods ready. Pod `bad-",
  ],
  [
    "a quota",
    [
      "kubectl create quota few --hard=pods=1 -n tight",
      "kubectl create deployment many --image=nginx --replicas=3 -n tight",
    ],
    "{resource: {kind: Deployment, name: many, namespace: tight}, where: ready(obj)}",
    'may not make its Pods: pods "many-',
  ],
  [
    "its rollout, which is paused",
    [
      "kubectl create deployment calm --image=nginx",
      "kubectl rollout pause deployment calm",
      "kubectl set image deployment calm nginx=httpd",
    ],
    "{resource: Deployment/calm, where: ready(obj)}",
    "is paused: its template has changed",
  ],
  [
    "its work",
    [
      `{apiVersion: batch/v1, kind: Job, metadata: {name: long}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, ${busybox("sleep 999")}}]}}}}`,
    ],
    "{resource: Job/long, where: ready(obj)}",
    "Job `long` is at work: 1 Pods run",
  ],
  [
    "a Job's tries",
    [
      `{apiVersion: batch/v1, kind: Job, metadata: {name: failing}, spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: a, ${busybox("exit 1")}}]}}}}`,
    ],
    "{resource: Job/failing, where: ready(obj)}",
    "has failed for good (BackoffLimitExceeded)",
  ],
];

let city: LessonWorld;
beforeAll(async () => {
  city = bootCity();
  await act(["kubectl create namespace tight", ...CASES.flatMap(([, deeds]) => deeds), "+ 45s"], city);
}, 30_000);

describe("what is not ready waits for", () => {
  it.each(CASES)("%s", async (_, _deeds, check, expected) => {
    expect(await said(check, city)).toContain(expected);
  });

  it("the kubelet, at first", async () => {
    await act([one("fresh", "image: 'redis:7'"), "+ 2s"], city);
    expect(await said(ready("fresh"), city)).toMatch(
      /^progress: Pod `fresh` is being set up\..*Pulling image "redis:7"/,
    );
  });

  it("nothing that the author says otherwise", async () => {
    expect(await said("{resource: Pod/crash, where: ready(obj), missing: Look at the Pod.}", city)).toBeUndefined();
    expect(await said("{resource: Pod/crahs, missing: Look at the Pod.}", city)).toContain("one letter away");
  });
});
