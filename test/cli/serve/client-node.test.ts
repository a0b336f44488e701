// The official JavaScript client against `k8s-tutor serve`: objects of every kind, lists, watches, informers, users.

import { connect, createServer, type Socket } from "node:net";
import {
  ApiException,
  ApisApi,
  AuthorizationV1Api,
  CoreApi,
  CoreV1Api,
  CustomObjectsApi,
  EventsV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  RbacAuthorizationV1Api,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Status,
  VersionApi,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scratch } from "../program.ts";
import { type Served, startServe } from "../served.ts";

const scratch = new Scratch();
let served: Served;
let config: KubeConfig;
let core: CoreV1Api;
const namespace = "default";
const soon = { timeout: 10_000 };

beforeAll(async () => {
  served = await startServe(scratch, "--port", "0", "--nodes", "control,worker");
  config = new KubeConfig();
  config.loadFromFile(served.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
});

afterAll(async () => {
  await served.end();
  expect(served.stderr()).not.toMatch(/should not/);
  scratch.remove();
});

/** The Status of what is refused. */
async function refusal(asked: Promise<unknown>): Promise<V1Status> {
  const error = await asked.then(
    () => undefined,
    (failed: unknown) => failed,
  );
  expect(error).toBeInstanceOf(ApiException);
  const { body } = error as ApiException<string | V1Status>;
  return typeof body === "string" ? (JSON.parse(body) as V1Status) : body;
}

const withType = (type: PatchStrategy) => setHeaderOptions("Content-Type", type);

describe("what is served", () => {
  it("VersionApi, CoreApi, ApisApi", async () => {
    expect(await config.makeApiClient(VersionApi).getCode()).toMatchObject({ major: "1", gitVersion: "v1.33.5" });
    expect((await config.makeApiClient(CoreApi).getAPIVersions()).versions).toEqual(["v1"]);
    const { groups } = await config.makeApiClient(ApisApi).getAPIVersions();
    expect(groups.find(({ name }) => name === "apps")?.preferredVersion?.groupVersion).toBe("apps/v1");
    const { resources } = await core.getAPIResources();
    expect(resources.find(({ name }) => name === "pods")).toMatchObject({ kind: "Pod", shortNames: ["po"] });
  });
});

describe("objects", () => {
  it("are made, read, changed in every way, and deleted", async () => {
    const made = await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { generateName: "config-", labels: { app: "one" } }, data: { a: "1" } },
    });
    const name = made.metadata?.name ?? "";
    expect(name).toMatch(/^config-[a-z0-9]{5}$/);
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const place = { namespace, name };
    expect((await core.readNamespacedConfigMap(place)).data).toEqual({ a: "1" });
    const replaced = await core.replaceNamespacedConfigMap({ ...place, body: { ...made, data: { a: "2", b: "2" } } });
    expect(replaced.metadata?.resourceVersion).not.toBe(made.metadata?.resourceVersion);
    expect(await refusal(core.replaceNamespacedConfigMap({ ...place, body: made }))).toMatchObject({
      reason: "Conflict",
      code: 409,
    });
    const bodies: [PatchStrategy, object][] = [
      [PatchStrategy.JsonPatch, [{ op: "replace", path: "/data/a", value: "3" }]],
      [PatchStrategy.MergePatch, { data: { b: null } }],
      [PatchStrategy.StrategicMergePatch, { metadata: { labels: { tier: "x" } } }],
    ];
    for (const [type, body] of bodies) await core.patchNamespacedConfigMap({ ...place, body }, withType(type));
    expect(await core.readNamespacedConfigMap(place)).toMatchObject({
      data: { a: "3" },
      metadata: { labels: { app: "one", tier: "x" } },
    });
    expect(await core.deleteNamespacedConfigMap(place)).toMatchObject({ status: "Success", details: { name } });
    expect(await refusal(core.readNamespacedConfigMap(place))).toMatchObject({
      message: `configmaps "${name}" not found`,
      reason: "NotFound",
      details: { name, kind: "configmaps" },
      code: 404,
    });
  });

  it("are applied on the server's side, where each field has its owner", async () => {
    const apply = (fieldManager: string, data: Record<string, string>, force = false): Promise<V1ConfigMap> =>
      core.patchNamespacedConfigMap(
        {
          namespace,
          name: "shared",
          fieldManager,
          force,
          body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shared" }, data },
        },
        withType(PatchStrategy.ServerSideApply),
      );
    await apply("one", { a: "1" });
    const { metadata } = await apply("two", { b: "1" });
    expect(metadata?.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([
      ["one", "Apply"],
      ["two", "Apply"],
    ]);
    const conflict = await refusal(apply("two", { a: "2" }));
    expect([conflict.reason, conflict.details?.causes?.[0]?.reason]).toEqual(["Conflict", "FieldManagerConflict"]);
    expect((await apply("two", { a: "2" }, true)).data).toEqual({ a: "2" });
  });

  it("are not stored in a dry run, and refused where they are wrong", async () => {
    const body = { metadata: { name: "dry" } };
    await core.createNamespacedConfigMap({ namespace, body, dryRun: "All" });
    expect((await refusal(core.readNamespacedConfigMap({ namespace, name: "dry" }))).code).toBe(404);
    const wrong = await refusal(
      core.createNamespacedPod({ namespace, body: { metadata: { name: "A_" }, spec: { containers: [] } } }),
    );
    expect([wrong.code, wrong.reason]).toEqual([422, "Invalid"]);
    expect(wrong.details?.causes?.map(({ field }) => field)).toEqual(["metadata.name", "spec.containers"]);
  });

  it("of kinds that the client does not know, by their apiVersion and kind", async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "generic", namespace },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: "generic" } },
        template: { metadata: { labels: { app: "generic" } }, spec: { containers: [{ name: "c", image: "nginx" }] } },
      },
    };
    const header = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "generic", namespace } };
    await objects.create(deployment);
    expect(await objects.read(header)).toMatchObject({
      kind: "Deployment",
      spec: { strategy: { type: "RollingUpdate" } },
    });
    const labelled: KubernetesObject = { ...header, metadata: { ...header.metadata, labels: { x: "y" } } };
    expect((await objects.patch(labelled)).metadata?.labels).toEqual({ x: "y" });
    const scaled = { ...header, spec: { revisionHistoryLimit: 3 } };
    const applied = await objects.patch(scaled, undefined, undefined, "t", true, PatchStrategy.ServerSideApply);
    expect(applied).toMatchObject({ spec: { revisionHistoryLimit: 3 } });
    const { items } = await objects.list(
      "apps/v1",
      "Deployment",
      namespace,
      undefined,
      undefined,
      undefined,
      undefined,
      "x=y",
    );
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(["generic"]);
    expect(await objects.delete(header, undefined, undefined, undefined, undefined, "Foreground")).toBeDefined();
    await expect.poll(() => refusal(objects.read(header)).then(({ code }) => code), soon).toBe(404);
  });
});

describe("custom resources", () => {
  const place = { group: "example.com", version: "v1", namespace, plural: "boats" };

  it("are served as soon as their definition is established", async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const schema = { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } };
    const subresources = {
      status: {},
      scale: { specReplicasPath: ".spec.sails", statusReplicasPath: ".status.sails" },
    };
    await objects.create({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "boats.example.com" },
      spec: {
        group: place.group,
        scope: "Namespaced",
        names: { plural: "boats", singular: "boat", kind: "Boat" },
        versions: [{ name: "v1", served: true, storage: true, schema, subresources }],
      },
    } as KubernetesObject);
    const boats = config.makeApiClient(CustomObjectsApi);
    const body = { apiVersion: "example.com/v1", kind: "Boat", metadata: { name: "ada" }, spec: { sails: 1 } };
    await expect
      .poll(() => boats.createNamespacedCustomObject({ ...place, body }).catch(() => undefined), soon)
      .toMatchObject({ kind: "Boat", metadata: { generation: 1 } });
    const ada = { ...place, name: "ada" };
    const [merge, json] = [withType(PatchStrategy.MergePatch), withType(PatchStrategy.JsonPatch)];
    expect(await boats.patchNamespacedCustomObject({ ...ada, body: { spec: { sails: 2 } } }, merge)).toMatchObject({
      metadata: { generation: 2 },
      spec: { sails: 2 },
    });
    await boats.patchNamespacedCustomObjectStatus({ ...ada, body: { status: { sails: 2 } } }, merge);
    expect(await boats.getNamespacedCustomObjectScale(ada)).toMatchObject({ kind: "Scale", status: { replicas: 2 } });
    const more = [{ op: "replace", path: "/spec/replicas", value: 3 }];
    expect(await boats.patchNamespacedCustomObjectScale({ ...ada, body: more }, json)).toMatchObject({
      spec: { replicas: 3 },
    });
    expect(await boats.getNamespacedCustomObject(ada)).toMatchObject({ spec: { sails: 3 } });
    expect(await boats.listClusterCustomObject(place)).toMatchObject({
      kind: "BoatList",
      items: [{ status: { sails: 2 } }],
    });
    expect(await boats.deleteNamespacedCustomObject(ada)).toMatchObject({ status: "Success" });
  });
});

describe("lists", () => {
  const app = "many";

  it("come in pieces, by labels and by fields, and are deleted as a whole", async () => {
    for (let n = 0; n < 7; n++) {
      const labels = { app, odd: String(n % 2 === 1) };
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: `many-${n}`, labels } } });
    }
    const labelSelector = `app=${app}`;
    const names: (string | undefined)[] = [];
    for (let next: string | undefined = ""; next !== undefined; ) {
      const list = await core.listNamespacedConfigMap({ namespace, labelSelector, limit: 3, _continue: next });
      names.push(...list.items.map(({ metadata }) => metadata?.name));
      next = list.metadata?._continue;
    }
    expect(names).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `many-${n}`));
    const namesOf = async (labels: string, fieldSelector = ""): Promise<unknown[]> =>
      (await core.listNamespacedConfigMap({ namespace, labelSelector: labels, fieldSelector })).items.map(
        ({ metadata }) => metadata?.name,
      );
    expect(await namesOf(`${labelSelector},odd in (true)`)).toEqual(["many-1", "many-3", "many-5"]);
    expect(await namesOf(labelSelector, "metadata.name=many-4")).toEqual(["many-4"]);
    const all = await core.listConfigMapForAllNamespaces({ fieldSelector: "metadata.namespace!=default" });
    expect(all.items.length).toBeGreaterThan(2);
    expect(await refusal(core.listNamespacedConfigMap({ namespace, _continue: "abc" }))).toMatchObject({ code: 400 });
    await core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: `${labelSelector},odd=true` });
    expect((await namesOf(labelSelector)).length).toBe(4);
  });
});

describe("events", () => {
  it("are read and written, in both of their groups", async () => {
    const involvedObject = { kind: "ConfigMap", name: "shared", namespace, apiVersion: "v1" };
    const metadata = { generateName: "shared." };
    await core.createNamespacedEvent({
      namespace,
      body: { metadata, involvedObject, reason: "Looked", message: "nice", type: "Normal", firstTimestamp: new Date() },
    });
    const fieldSelector = "involvedObject.name=shared,reason=Looked";
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector });
    expect(items.map(({ message }) => message)).toEqual(["nice"]);
    const newer = await config.makeApiClient(EventsV1Api).listNamespacedEvent({ namespace });
    expect(newer.items.map(({ note }) => note)).toContain("nice");
  });
});

/** A door before the server's, which can be slammed. */
async function doorBefore(port: number): Promise<{ readonly port: number; slam(): void; close(): void }> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    client.pipe(upstream).pipe(client);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const slam = (): void => {
    for (const socket of open) socket.destroy();
    open.clear();
  };
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    slam,
    close: () => {
      slam();
      server.close();
    },
  };
}

const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;

describe("watches", () => {
  it("tell of everything after the list, by labels, and end when they were to", async () => {
    const { metadata } = await core.listNamespacedConfigMap({ namespace });
    const seen: string[] = [];
    const query = { resourceVersion: metadata?.resourceVersion, labelSelector: "watched=yes", timeoutSeconds: 2 };
    const ended = new Promise((resolve) => {
      const note = (phase: string, object: KubernetesObject): unknown => seen.push(`${phase} ${object.metadata?.name}`);
      void new Watch(config).watch(configMaps, query, note, resolve);
    });
    const labels = { watched: "yes" };
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "unseen" } } });
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "seen", labels } } });
    const place = { namespace, name: "seen" };
    const merge = withType(PatchStrategy.MergePatch);
    await core.patchNamespacedConfigMap({ ...place, body: { data: { a: "1" } } }, merge);
    await core.patchNamespacedConfigMap({ ...place, body: { metadata: { labels: { watched: null } } } }, merge);
    expect(await ended).toBe(null);
    expect(seen).toEqual(["ADDED seen", "MODIFIED seen", "DELETED seen"]);
  });

  it("feed informers, which go on when the server ends a watch and start again when the connection breaks", async () => {
    const door = await doorBefore(served.port);
    const outside = new KubeConfig();
    outside.loadFromString(config.exportConfig().replaceAll(`:${served.port}`, `:${door.port}`));
    const seen: string[] = [];
    const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: "informed" });
    const informer = makeInformer(outside, `${configMaps}?timeoutSeconds=1`, list, "informed");
    for (const verb of ["add", "update", "delete"] as const)
      informer.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata?.name}`));
    let connects = 0;
    informer.on("connect", () => connects++);
    informer.on("error", () => void informer.start());
    await informer.start();
    const create = (name: string): Promise<unknown> =>
      core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { informed: "yes" } } } });
    await create("i1");
    await core.patchNamespacedConfigMap(
      { namespace, name: "i1", body: { data: { a: "1" } } },
      withType(PatchStrategy.MergePatch),
    );
    await expect.poll(() => seen, soon).toEqual(["add i1", "update i1"]);
    await expect.poll(() => connects, soon).toBeGreaterThan(1);
    await create("i2");
    await expect.poll(() => seen.at(-1), soon).toBe("add i2");
    door.slam();
    await core.deleteNamespacedConfigMap({ namespace, name: "i1" });
    await create("i3");
    await expect.poll(() => seen.slice(3).sort(), soon).toEqual(["add i3", "delete i1"]);
    await informer.stop();
    door.close();
  });
});

describe("users", () => {
  it("with the token of a service account may do what its roles say", async () => {
    const rbac = config.makeApiClient(RbacAuthorizationV1Api);
    await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: "robot" } } });
    const { status } = await core.createNamespacedServiceAccountToken({
      namespace,
      name: "robot",
      body: { spec: { audiences: [], expirationSeconds: 3600 } },
    });
    const robot = new KubeConfig();
    const cluster = config.getCurrentCluster();
    if (cluster === null) throw new Error("there is no cluster");
    robot.loadFromClusterAndUser(cluster, { name: "robot", token: status?.token ?? "" });
    const asRobot = robot.makeApiClient(CoreV1Api);
    const user = "system:serviceaccount:default:robot";
    expect(await refusal(asRobot.listNamespacedPod({ namespace }))).toMatchObject({
      code: 403,
      message: `pods is forbidden: User "${user}" cannot list resource "pods" in API group "" in the namespace "default"`,
    });
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }];
    await rbac.createNamespacedRole({ namespace, body: { metadata: { name: "looker" }, rules } });
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "looker" };
    const subjects = [{ kind: "ServiceAccount", name: "robot", namespace }];
    await rbac.createNamespacedRoleBinding({ namespace, body: { metadata: { name: "looker" }, roleRef, subjects } });
    expect((await asRobot.listNamespacedPod({ namespace })).kind).toBe("PodList");
    const resourceAttributes = { namespace, verb: "delete", resource: "pods" };
    const review = await robot
      .makeApiClient(AuthorizationV1Api)
      .createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } });
    expect(review.status?.allowed).toBe(false);
  });

  it("without valid credentials are nobody", async () => {
    const stranger = new KubeConfig();
    stranger.loadFromString(config.exportConfig().replaceAll(served.token, "made-up"));
    await expect(stranger.makeApiClient(CoreV1Api).listNode()).rejects.toMatchObject({ code: 401 });
  });
});
