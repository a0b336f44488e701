// What real kubectls send, decoded, is what they write as JSON.

import { existsSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CertificateAuthority } from "../../../src/http/certificates/authority.ts";
import { decodeProtobuf } from "../../../src/http/protobuf/decode.ts";
import { execute } from "../../kubectl/real-kubectl.ts";
import { dryRun, record, type World } from "./recorder.ts";
import { richPod, richSpec } from "./rich-pod.ts";
import { builtTable } from "./table.ts";

const table = builtTable();
const folder = mkdtempSync(join(tmpdir(), "protobuf-"));
const argumentsOf = (command: string): string[] => command.replaceAll("FOLDER", folder).split(" ");

const creations = `
create deployment web --image=nginx:1.27 --replicas=3 --port=80 -- sleep 5
create deployment zero --image=nginx --image=busybox --replicas=0
create configmap app --from-literal=a=1 --from-literal=empty= --from-file=FOLDER/app.properties --from-file=FOLDER/logo.bin
create configmap nothing
create secret generic db --from-literal=password=geheim --from-literal=none= --from-file=FOLDER/logo.bin
create secret docker-registry reg --docker-server=r.example --docker-username=u --docker-password=p
create secret tls cert --cert=FOLDER/tls.crt --key=FOLDER/tls.key
create namespace shop
create quota q --hard=cpu=1500m,memory=2Gi,pods=0 --scopes=BestEffort
create role r --verb=get,list --resource=pods,deployments.apps --resource-name=a
create rolebinding rb --role=r --user=jane --group=dev --serviceaccount=ns:sa
create clusterrole cr --verb=get --non-resource-url=/healthz
create clusterrole agg --aggregation-rule=a=b
create clusterrolebinding crb --clusterrole=view --serviceaccount=ns:sa
create service clusterip web --tcp=80:8080 --tcp=443:https
create service clusterip headless --clusterip=None
create service nodeport web --tcp=80:8080 --node-port=30080
create service loadbalancer web --tcp=80
create service externalname web --external-name=example.com
create ingress web --rule=a.example/x*=web:80,tls=cert --rule=/=other:http --class=nginx --annotation=a=b --default-backend=d:80
create job once --image=busybox -- date
create job again --from=cronjob/nightly
create cronjob nightly --image=busybox --schedule=@daily --restart=Never -- date
create pdb p --selector=app=web --min-available=50%
create pdb p --selector=app=web --max-unavailable=0
create priorityclass high --value=1000 --global-default --description=x --preemption-policy=Never
create priorityclass zero --value=0
create serviceaccount robot --namespace=shop
autoscale deployment web --min=1 --max=5 --cpu-percent=80
`
  .trim()
  .split("\n");

const review = { apiVersion: "authorization.k8s.io/v1", metadata: {} };

/** Commands that print no object before they send it. */
const others: readonly (readonly [command: string, sent: unknown])[] = [
  [
    "create token default --audience=a --duration=1h --bound-object-kind=Pod --bound-object-name=p --bound-object-uid=u",
    {
      kind: "TokenRequest",
      apiVersion: "authentication.k8s.io/v1",
      metadata: {},
      spec: {
        audiences: ["a"],
        expirationSeconds: 3600,
        boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "p", uid: "u" },
      },
      status: { token: "" },
    },
  ],
  [
    "auth can-i get pods --subresource=log",
    {
      ...review,
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { namespace: "default", verb: "get", resource: "pods", subresource: "log" } },
      status: { allowed: false },
    },
  ],
  [
    "auth can-i get /healthz",
    {
      ...review,
      kind: "SelfSubjectAccessReview",
      spec: { nonResourceAttributes: { path: "/healthz", verb: "get" } },
      status: { allowed: false },
    },
  ],
  [
    "auth can-i --list",
    {
      ...review,
      kind: "SelfSubjectRulesReview",
      spec: { namespace: "default" },
      status: { incomplete: false },
    },
  ],
  [
    "auth whoami",
    {
      kind: "SelfSubjectReview",
      apiVersion: "authentication.k8s.io/v1",
      metadata: {},
      status: { userInfo: {} },
    },
  ],
  [
    "drain n --force --disable-eviction --delete-emptydir-data --grace-period=0 --timeout=1ms",
    { kind: "DeleteOptions", apiVersion: "v1", gracePeriodSeconds: 0 },
  ],
];

const meta = (name: string) => ({ name, namespace: "default", uid: "6f1c", resourceVersion: "7" });
const container = { name: "c", image: "i", resources: {} };
const signingRequest = {
  kind: "CertificateSigningRequest",
  apiVersion: "certificates.k8s.io/v1",
  metadata: { name: "c", creationTimestamp: "2026-01-02T03:04:05Z" },
  spec: {
    request: "AAH/",
    signerName: "example.com/s",
    expirationSeconds: 600,
    usages: ["client auth"],
    username: "jane",
    groups: ["a", "b"],
    extra: { "example.com/x": ["1", "2"] },
  },
  status: {},
};
const cronJob = {
  kind: "CronJob",
  apiVersion: "batch/v1",
  metadata: meta("nightly"),
  spec: {
    schedule: "@daily",
    jobTemplate: {
      metadata: { labels: { a: "b" } },
      spec: { backoffLimit: 0, template: { spec: { ...richSpec, containers: [container] } } },
    },
  },
};
const world: World = {
  "/api/v1/nodes/n": { kind: "Node", apiVersion: "v1", metadata: { name: "n", uid: "1" }, spec: {} },
  "/api/v1/pods": { kind: "PodList", apiVersion: "v1", metadata: { resourceVersion: "7" }, items: [richPod] },
  "/api/v1/namespaces/default/pods/p": richPod,
  "/apis/batch/v1/namespaces/default/cronjobs/nightly": cronJob,
  "/apis/certificates.k8s.io/v1/certificatesigningrequests/c": signingRequest,
  "/apis/apps/v1/namespaces/default/deployments/web": {
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: meta("web"),
    spec: { selector: { matchLabels: { app: "web" } }, template: { spec: { containers: [container] } } },
  },
};

/** Without nulls, which mean nothing in an object that is sent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutNulls(each)]));
}

/** The first object that the command sends as protobuf. */
async function sentBy(kubectl: string, command: string): Promise<Readonly<Record<string, unknown>>> {
  const { sent, ran } = await record(kubectl, argumentsOf(command), world, table);
  const body = sent.find(({ contentType }) => contentType === "application/vnd.kubernetes.protobuf")?.body;
  if (body === undefined) throw new Error(`nothing was sent as protobuf: ${ran.stderr}`);
  return decodeProtobuf(body, table);
}

/** A kubectl of this minor version: on the PATH, or beside what `kubectl` there points to. */
async function findKubectl(version: string): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const links = folders.map((each) => join(each, "kubectl")).filter((each) => existsSync(each));
  const all = [...folders, ...links.map((link) => dirname(realpathSync(link)))];
  const names = new Set(all.flatMap((each) => [join(each, `kubectl.${version}`), join(each, "kubectl")]));
  for (const name of [...names].filter((each) => existsSync(each))) {
    const { stdout } = await execute(name, ["version", "--client"], {});
    if (stdout.includes(`Client Version: v${version}.`)) return name;
  }
  return undefined;
}

for (const version of ["1.33", "1.32"]) {
  const kubectl = await findKubectl(version);
  describe.skipIf(kubectl === undefined)(`what kubectl ${version} sends`, () => {
    const program = kubectl ?? "";
    beforeAll(() => {
      writeFileSync(join(folder, "app.properties"), "colour=blue\nsize=ü\n");
      writeFileSync(join(folder, "logo.bin"), new Uint8Array([0, 255, 254, 1, 128]));
      const validity = { notBefore: new Date(0), notAfter: new Date("2100-01-01") };
      const pair = CertificateAuthority.create("ca", validity).issue({
        subject: { commonName: "a" },
        usages: [],
        ...validity,
      });
      writeFileSync(join(folder, "tls.crt"), pair.certificate);
      writeFileSync(join(folder, "tls.key"), pair.key);
    });

    it.each(creations)("%s", async (command) => {
      const expected = await dryRun(program, argumentsOf(command), world, table);
      expect(await sentBy(program, command)).toEqual(withoutNulls(expected));
    });

    it.each(others)("%s", async (command, expected) => {
      expect(await sentBy(program, command)).toEqual(expected);
    });

    it("debug node", async () => {
      const pod = await sentBy(program, "debug node/n --image=busybox --profile=general");
      expect(pod).toMatchObject({
        kind: "Pod",
        spec: { hostPID: true, volumes: [{ name: "host-root", hostPath: { path: "/" } }], nodeName: "n" },
      });
    });

    it("debug --copy-to, with everything that a pod can have", async () => {
      const copy = await sentBy(program, "debug p --copy-to=q --image=busybox --container=d --profile=legacy");
      const added = expect.objectContaining({ name: "d", image: "busybox" });
      expect(copy.metadata).toEqual({ name: "q", namespace: "default", annotations: richPod.metadata.annotations });
      expect(copy.spec).toEqual({ ...richSpec, containers: [...richPod.spec.containers, added] });
    });

    it("certificate approve", async () => {
      const approved = await sentBy(program, "certificate approve c");
      const approval = { type: "Approved", status: "True", reason: "KubectlApprove" };
      const conditions = [expect.objectContaining(approval)];
      expect(approved).toEqual({ ...signingRequest, status: { conditions } });
      const [condition] = (approved.status as { conditions: { lastUpdateTime: string }[] }).conditions;
      expect(condition?.lastUpdateTime).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    });
  });
}
