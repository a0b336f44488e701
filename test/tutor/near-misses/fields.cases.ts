// Near misses of fields: the right value in the wrong place, the wrong unit, kind or key, and entries of lists that come close.

import { beforeAll, describe, expect, it } from "vitest";
import type { LessonWorld } from "../../../src/cli/lesson-world.ts";
import { act, bootCity, type Deed, said } from "./city.ts";

const pod = (name: string, containers: string, rest = "") =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: ${name}}}, spec: {containers: ${containers}${rest}}}`;
const deployment = (name: string, own: string, pods: string, container: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, labels: ${own}}, spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: ${pods}}, spec: {containers: [${container}]}}}}`;
const twins =
  "[{name: web, image: nginx}, {name: helper, image: busybox, command: [sleep, '999'], env: [{name: TABLES, value: '12'}]}]";

type Case = readonly [what: string, deeds: readonly Deed[], check: string, expected: string];

const CASES: readonly Case[] = [
  [
    "a unit that is missing",
    [pod("cores", "[{name: a, image: nginx, resources: {requests: {cpu: '500'}}}]")],
    "{resource: Pod/cores, where: \"quantity(obj.spec.containers[0].resources.requests.cpu) == quantity('500m')\"}",
    "`spec.containers[0].resources.requests.cpu` = `500`: the number fits, but it has no unit.",
  ],
  [
    "M for Mi",
    [pod("mega", "[{name: a, image: nginx, resources: {limits: {memory: 64M}}}]")],
    "{resource: Pod/mega, where: \"quantity(container(obj, 'a').resources.limits.memory) == quantity('64Mi')\"}",
    "`Mi` counts by 1024, `M` by 1000",
  ],
  [
    "a text for a number",
    [
      "{apiVersion: v1, kind: Pod, metadata: {name: text, annotations: {level: '3'}}, spec: {containers: [{name: a, image: nginx}]}}",
    ],
    "{resource: Pod/text, where: 'obj.metadata.annotations.level == 3'}",
    "that is a text, and a number is asked for. In YAML, quotes make the difference.",
  ],
  [
    "a letter",
    ["kubectl create configmap sign --from-literal=hours='open 8 too 6'"],
    "{resource: ConfigMap/sign, where: \"obj.data.hours == 'open 8 to 6'\"}",
    "one letter away from what is asked for",
  ],
  [
    "a line break in a Secret",
    [`{apiVersion: v1, kind: Secret, metadata: {name: broken}, data: {token: ${btoa("open-sesame\n")}}}`],
    `{resource: Secret/broken, where: "obj.data.token == '${btoa("open-sesame")}'"}`,
    "decoded, it ends with a line break",
  ],
  [
    "base64 of base64",
    [`{apiVersion: v1, kind: Secret, metadata: {name: twice}, data: {token: ${btoa(btoa("open-sesame"))}}}`],
    `{resource: Secret/twice, where: "obj.data.token == '${btoa("open-sesame")}'"}`,
    "it is encoded twice",
  ],
  [
    "a key that is a letter off",
    ["kubectl create configmap keys --from-literal=hour=8"],
    "{resource: ConfigMap/keys, where: \"obj.data.hours == '8'\"}",
    "ConfigMap `keys` has `hour` = `8` among its data, not `hours`: one is the plural of the other.",
  ],
  [
    "another key",
    ["kubectl create configmap other --from-literal=opening=8"],
    "{resource: ConfigMap/other, where: \"obj.data.hours == '8'\"}",
    "the value is right, the key is not",
  ],
  [
    "a label's key",
    [pod("label", "[{name: a, image: nginx}]")],
    "{resource: Pod/label, path: .metadata.labels.apps, equals: label}",
    "has `app` = `label` among its labels, not `apps`",
  ],
  [
    "the tag",
    [pod("tagged", "[{name: a, image: 'tutor/app:1.0'}]")],
    "{resource: Pod/tagged, where: \"obj.spec.containers[0].image == 'tutor/app:1.1'\"}",
    "its name is right, its tag is not",
  ],
  [
    "no tag",
    [pod("untagged", "[{name: a, image: nginx}]")],
    "{resource: Pod/untagged, where: \"container(obj, 'a').image == 'nginx:1.27'\"}",
    "it has no tag, which stands for `latest`",
  ],
  [
    "the repository",
    [pod("foreign", "[{name: a, image: 'bitnami/nginx:1.27'}]")],
    "{resource: Pod/foreign, where: \"obj.spec.containers[0].image == 'nginx:1.27'\"}",
    "its last part is right, but it comes from another repository",
  ],
  [
    "another container",
    [pod("twins", twins)],
    "{resource: Pod/twins, where: \"container(obj, 'web').env.exists(e, e.name == 'TABLES')\"}",
    "In Pod `twins`, `env` is as asked in the container `helper`, but not in `web`.",
  ],
  [
    "another container by number",
    [],
    "{resource: Pod/twins, where: \"obj.spec.containers[0].image == 'busybox'\"}",
    "In Pod `twins`, `image` is as asked in the container `helper`, but not in `web`.",
  ],
  [
    "a container's name",
    [],
    "{resource: Pod/twins, where: \"container(obj, 'helpr').image == 'busybox'\"}",
    "has no container `helpr`. There is `helper`.",
  ],
  [
    "a container too many",
    [],
    "{resource: Pod/twins, where: 'size(obj.spec.containers) == 1'}",
    "has 2 containers: `web`, `helper`. Which one is too many?",
  ],
  [
    "the list of containers",
    [],
    "{resource: Pod/twins, where: \"obj.spec.initContainers.exists(c, c.name == 'helper')\"}",
    "stands under `containers`, not under `initContainers`",
  ],
  [
    "the kind of probe",
    [pod("probed", "[{name: a, image: nginx, readinessProbe: {tcpSocket: {port: 80}}}]")],
    "{resource: Pod/probed, where: 'has(obj.spec.containers[0].livenessProbe)'}",
    "has a `readinessProbe`, which keeps requests away while it fails, but no `livenessProbe`",
  ],
  [
    "the way a probe asks",
    [],
    "{resource: Pod/probed, where: \"obj.spec.containers[0].readinessProbe.httpGet.path == '/ready'\"}",
    "asks by `tcpSocket`, not by `httpGet`",
  ],
  [
    "the Pod, not the template",
    [
      deployment("shelf", "{app: shelf}", "{app: shelf}", "{name: a, image: nginx}"),
      "+ 2s",
      "kubectl label pods -l app=shelf tier=front",
    ],
    "{resource: Deployment/shelf, where: \"obj.spec.template.metadata.labels.tier == 'front'\"}",
    "is as asked, but not the template of Deployment `shelf`: the next Pod that it makes will be as before.",
  ],
  [
    "the Deployment, not its template",
    [deployment("roof", "{tier: front}", "{app: roof}", "{name: a, image: nginx}")],
    "{resource: Deployment/roof, where: \"obj.spec.template.metadata.labels.tier == 'front'\"}",
    "Deployment `roof` has that on itself, but its Pods are made from its `spec.template`",
  ],
  [
    "the Deployment, not its Pods",
    [],
    "{resource: {kind: Pod, selector: app=roof}, where: \"obj.metadata.labels.tier == 'front'\"}",
    "Deployment `roof` has that label itself, but the Pods take theirs from its `spec.template`.",
  ],
  [
    "a template whose rollout is paused",
    [
      deployment("calm", "{app: calm}", "{app: calm}", "{name: a, image: nginx}"),
      "+ 2s",
      "kubectl rollout pause deployment calm",
      "kubectl set image deployment calm a=httpd",
    ],
    "{resource: {kind: Pod, selector: app=calm}, where: \"obj.spec.containers[0].image == 'httpd'\"}",
    "The template of Deployment `calm` is as asked, but its rollout is paused",
  ],
  [
    "a variable's name",
    [pod("env", "[{name: a, image: nginx, env: [{name: HUORS, value: '8'}]}]")],
    "{resource: Pod/env, where: \"obj.spec.containers[0].env.exists(e, e.name == 'HOURS' && e.value == '8')\"}",
    "entry `HUORS` of `spec.containers[0].env`, has `name` = `HUORS`: one letter away",
  ],
  [
    "a reference",
    [
      pod(
        "refs",
        "[{name: a, image: nginx, env: [{name: HOURS, valueFrom: {configMapKeyRef: {name: shop-conf, key: hours}}}]}]",
      ),
    ],
    "{resource: Pod/refs, where: \"obj.spec.containers[0].env.exists(e, e.name == 'HOURS' && e.valueFrom.configMapKeyRef.name == 'shop-config')\"}",
    "comes close, but has `valueFrom.configMapKeyRef.name` = `shop-conf`",
  ],
  [
    "where something is mounted",
    [
      pod(
        "mount",
        "[{name: a, image: nginx, volumeMounts: [{name: v, mountPath: /bord}]}]",
        ", volumes: [{name: v, emptyDir: {}}]",
      ),
    ],
    "{resource: Pod/mount, where: \"obj.spec.containers[0].volumeMounts.exists(m, m.mountPath == '/board')\"}",
    "has `mountPath` = `/bord`: one letter away",
  ],
  [
    "its ports, swapped",
    [
      "{apiVersion: v1, kind: Service, metadata: {name: till}, spec: {selector: {app: till}, ports: [{port: 8080, targetPort: 80}]}}",
    ],
    '{resource: Service/till, where: "obj.spec.ports.exists(p, p.port == 80 && p.targetPort == 8080)"}',
    "has `port` 8080 and `targetPort` 80: they look swapped",
  ],
  [
    "the effect of a toleration",
    [
      pod(
        "tolerant",
        "[{name: a, image: nginx}]",
        ", tolerations: [{key: dedicated, operator: Exists, effect: NoExecute}]",
      ),
    ],
    "{resource: Pod/tolerant, where: \"obj.spec.tolerations.exists(t, t.key == 'dedicated' && t.effect == 'NoSchedule')\"}",
    "entry `dedicated` of `spec.tolerations`, comes close, but has `effect` = `NoExecute`",
  ],
  [
    "one of several ways",
    [],
    "{resource: ConfigMap/keys, where: \"obj.data.HOURS == '8' || obj.data.hours == '8'\"}",
    "one is the plural of the other",
  ],
];

let city: LessonWorld;
beforeAll(async () => {
  city = bootCity();
  await act([...CASES.flatMap(([, deeds]) => deeds), "+ 5s"], city);
}, 30_000);

describe("what is nearly as asked misses it by", () => {
  it.each(CASES)("%s", async (_, _deeds, check, expected) => {
    expect(await said(check, city)).toContain(expected);
  });

  it.each([
    [
      "{file: {path: web-pod.yaml}}",
      "There is a file `web_pod.yaml`, not `web-pod.yaml`: only the hyphens, underscores",
    ],
    [
      "{file: {path: web_pod.yaml, kind: Pod, where: \"obj.metadata.labels.tier == 'front'\"}}",
      "In `web_pod.yaml`: Pod `web` has `metadata.labels.tier` = `frnt`",
    ],
  ])("a file: %s", async (check, expected) => {
    city.writeFile(
      "web_pod.yaml",
      "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {tier: frnt}}, spec: {}}",
    );
    expect(await said(check, city)).toContain(expected);
  });

  it.each([
    ["another number", "{resource: Deployment/shelf, where: 'obj.spec.replicas == 3'}"],
    ["another image altogether", "{resource: Pod/env, where: \"obj.spec.containers[0].image == 'httpd'\"}"],
    ["a field that is not there at all", "{resource: Pod/env, where: 'has(obj.spec.containers[0].livenessProbe)'}"],
  ])("and %s is left to the check's own words", async (_, check) => {
    expect(await said(check, city)).toBeUndefined();
  });
});
