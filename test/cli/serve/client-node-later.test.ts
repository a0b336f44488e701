// The official JavaScript client against a served cluster in which minutes pass at once: forgotten versions, metrics, certificates.

import {
  ApiException,
  CoreV1Api,
  KubeConfig,
  Metrics,
  makeInformer,
  topNodes,
  topPods,
  type User,
  type V1Status,
  VersionApi,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedCluster, serveCluster } from "../../http/served-cluster.ts";

const namespace = "default";
const soon = { timeout: 10_000 };
const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
let leapMs = 0;
let served: ServedCluster;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  served = await serveCluster({ wall: () => Date.now() + leapMs });
  config = configOf({ name: "admin", token: served.adminToken });
  core = config.makeApiClient(CoreV1Api);
});

afterAll(() => served.close());

function configOf(user: User): KubeConfig {
  const made = new KubeConfig();
  const caData = Buffer.from(served.authority.certificate).toString("base64");
  made.loadFromClusterAndUser(
    { name: "c", server: `https://127.0.0.1:${served.port}`, caData, skipTLSVerify: false },
    user,
  );
  return made;
}

/** Lets the cluster live through the time, which it does in turns. */
async function pass(minutes: number): Promise<void> {
  leapMs += minutes * 60_000;
  const now = Date.now() + leapMs;
  await expect
    .poll(
      async () => {
        await config.makeApiClient(VersionApi).getCode();
        return served.cluster.clock.now() >= now;
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}

const create = (name: string): Promise<unknown> =>
  core.createNamespacedConfigMap({ namespace, body: { metadata: { name } } });

it("a user with a certificate is who it says", async () => {
  const { certificate, key } = served.certificate({ commonName: "jane", organizations: ["team"] });
  const [certData, keyData] = [certificate, key].map((pem) => Buffer.from(pem).toString("base64"));
  const jane = configOf({ name: "jane", ...(certData && keyData ? { certData, keyData } : {}) });
  const error: unknown = await jane
    .makeApiClient(CoreV1Api)
    .listNode()
    .catch((failed: unknown) => failed);
  expect(error).toBeInstanceOf(ApiException);
  const { message } = JSON.parse((error as ApiException<string>).body) as V1Status;
  expect(message).toBe(
    'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
  );
});

it("metrics of nodes and pods, as top shows them", async () => {
  await core.createNamespacedPod({
    namespace,
    body: { metadata: { name: "busy" }, spec: { containers: [{ name: "c", image: "nginx" }] } },
  });
  await pass(3);
  const metrics = new Metrics(config);
  const nodes = await metrics.getNodeMetrics();
  expect(nodes.items.map(({ metadata }) => metadata.name)).toEqual(["control", "worker"]);
  expect(nodes.items[0]?.usage.cpu).toMatch(/^\d+n$/);
  const pods = await metrics.getPodMetrics(namespace);
  expect(pods.items.map(({ containers }) => containers.map(({ name }) => name))).toEqual([["c"]]);
  const top = await topPods(core, metrics, namespace);
  expect(top.map(({ Pod, Containers }) => [Pod.metadata?.name, Containers.length])).toEqual([["busy", 1]]);
  expect(Number(top[0]?.Memory.CurrentUsage)).toBeGreaterThan(0);
  expect((await topNodes(core)).map(({ CPU }) => Number(CPU.Capacity))).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
});

it("a watch from a version that is forgotten is told so", async () => {
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  await pass(11);
  const told = new Promise<readonly [string, V1Status]>((resolve, reject) => {
    const query = { resourceVersion: metadata?.resourceVersion };
    const note = (phase: string, object: V1Status): void => resolve([phase, object]);
    new Watch(config).watch(configMaps, query, note, reject).catch(reject);
  });
  const [phase, status] = await told;
  expect([phase, status.code, status.reason]).toEqual(["ERROR", 410, "Expired"]);
  expect(status.message).toMatch(/^too old resource version: \d+ \(\d+\)$/);
});

it("an informer that is told so lists again, and goes on", async () => {
  const seen: string[] = [];
  let lists = 0;
  const list = () => {
    lists++;
    return core.listNamespacedConfigMap({ namespace });
  };
  // Each watch ends while the time passes, and the next one begins where it ended: too long ago.
  const informer = makeInformer(config, `${configMaps}?timeoutSeconds=60`, list);
  for (const verb of ["add", "delete"] as const)
    informer.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata?.name}`));
  await informer.start();
  await create("before");
  await expect.poll(() => seen, soon).toContain("add before");
  await pass(11);
  await expect.poll(() => lists, soon).toBeGreaterThan(1);
  await create("after");
  await expect.poll(() => seen.at(-1), soon).toBe("add after");
  expect(seen.filter((each) => each.startsWith("delete"))).toEqual([]);
  await informer.stop();
});
