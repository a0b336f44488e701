// The official JavaScript client against `k8s-tutor serve`: what goes on inside of pods.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import {
  AppsV1Api,
  Attach,
  CoreV1Api,
  Cp,
  Exec,
  KubeConfig,
  Log,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  type V1Status,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Scratch } from "../program.ts";
import { type Served, startServe } from "../served.ts";

const scratch = new Scratch();
const namespace = "default";
const soon = { timeout: 10_000 };
let served: Served;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  served = await startServe(scratch, "--port", "0", "--nodes", "control,worker");
  config = new KubeConfig();
  config.loadFromFile(served.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  const web = { name: "web", image: "nginx" };
  const talk = { name: "talk", image: "busybox", command: ["sh", "-c", "while read line; do echo heard $line; done"] };
  for (const container of [web, { ...talk, stdin: true }]) {
    const metadata = { name: container.name, labels: { app: container.name } };
    await core.createNamespacedPod({ namespace, body: { metadata, spec: { containers: [container] } } });
  }
  const isRunning = async (name: string): Promise<boolean> =>
    (await core.readNamespacedPodStatus({ namespace, name })).status?.phase === "Running";
  for (const name of ["web", "talk"]) await vi.waitUntil(() => isRunning(name), soon);
}, 30_000);

afterAll(async () => {
  await served.end();
  expect(served.stderr()).toBe("");
  scratch.remove();
});

/** All that comes, as it comes. */
function heardFrom(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  return () => text;
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: V1Status;
}

/** Runs a command in the pod web to its end. */
async function run(command: string[], input?: string, tty = false): Promise<Ran> {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const [out, err] = [heardFrom(stdout), heardFrom(stderr)];
  const status = new Promise<V1Status>((resolve, reject) => {
    const from = input === undefined ? null : stdin;
    new Exec(config)
      .exec(namespace, "web", "web", command, stdout, stderr, from, tty, resolve)
      .then(() => stdin.end(input), reject);
  });
  return { status: await status, stdout: out(), stderr: err() };
}

it("Exec: both outputs, the input to its end, the exit code", async () => {
  const ran = await run(["sh", "-c", "cat; echo done >&2; exit 3"], "one\ntwo\n");
  expect([ran.stdout, ran.stderr]).toEqual(["one\ntwo\n", "done\n"]);
  expect(ran.status).toMatchObject({ status: "Failure", reason: "NonZeroExitCode" });
  expect(ran.status.details?.causes).toEqual([{ reason: "ExitCode", message: "3" }]);
  expect((await run(["hostname"])).stdout).toBe("web\n");
});

it("Exec: on a terminal there is one output, and lines end as on terminals", async () => {
  const ran = await run(["sh", "-c", "tty; echo oh >&2"], undefined, true);
  expect([ran.stdout, ran.stderr, ran.status.status]).toEqual(["/dev/pts/0\r\noh\r\n", "", "Success"]);
});

it("Exec: a program that is not there, and a pod that is not there", async () => {
  const { status } = await run(["nothing-like-it"]);
  expect(status.message).toContain('exec: "nothing-like-it": executable file not found in $PATH');
  const asked = new Exec(config).exec(namespace, "nobody", "web", ["ls"], new PassThrough(), null, null, false);
  await expect(asked).rejects.toMatchObject({ message: "Unexpected server response: 404" });
});

it("Exec: a shell that somebody types into", async () => {
  const [stdout, stdin] = [new PassThrough(), new PassThrough()];
  const heard = heardFrom(stdout);
  const status = new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, "web", "web", ["sh"], stdout, null, stdin, true, resolve)
      .catch((error: Error) => reject(error));
  });
  await expect.poll(heard, soon).toContain("# ");
  stdin.write("echo $((6 * 7))\n");
  await expect.poll(heard, soon).toMatch(/^42\r$/m);
  stdin.write("exit\n");
  expect((await status).status).toBe("Success");
});

it("Attach: what the container says to what is typed", async () => {
  const [stdout, stdin] = [new PassThrough(), new PassThrough()];
  const heard = heardFrom(stdout);
  const webSocket = await new Attach(config).attach(namespace, "talk", "talk", stdout, null, stdin, false);
  stdin.write("hello\n");
  await expect.poll(heard, soon).toBe("heard hello\n");
  webSocket.close();
});

it("Log: whole, its end, and as it is written", async () => {
  expect(await core.readNamespacedPodLog({ namespace, name: "talk", tailLines: 1 })).toBe("heard hello\n");
  const stream = new PassThrough();
  const heard = heardFrom(stream);
  const controller = await new Log(config).log(namespace, "web", "web", stream, { follow: true, tailLines: 1 });
  await run(["curl", "-s", "http://localhost/found-in-the-log"]);
  await expect.poll(heard, soon).toMatch(/^127\.0\.0\.1 - - .*"GET \/found-in-the-log HTTP\/1.1" 404 /m);
  controller.abort();
  const asked = new Log(config).log(namespace, "web", "other", new PassThrough(), {});
  await expect(asked).rejects.toMatchObject({ code: 400 });
});

it("PortForward: a page through it, and why a closed port stays silent", async () => {
  const forward = new PortForward(config);
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const [page, why] = [heardFrom(output), heardFrom(errors)];
  await forward.portForward(namespace, "web", [80], output, null, input);
  input.write("GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n");
  await expect.poll(page, soon).toMatch(/^HTTP\/1.1 200 OK[\s\S]*Welcome to nginx!/);
  await forward.portForward(namespace, "web", [81], new PassThrough(), errors, new PassThrough());
  await expect.poll(why, soon).toContain("connect: connection refused");
});

it("Cp: files into a pod, whatever bytes they have", async () => {
  const folder = join(scratch.path, "files");
  mkdirSync(folder);
  writeFileSync(join(folder, "page.html"), "<h1>Copied</h1>\n");
  writeFileSync(join(folder, "bytes"), Uint8Array.of(0, 255, 128, 10));
  await new Cp(config).cpToPod(namespace, "web", "web", folder, "/usr/share/nginx/html");
  const copied = async (): Promise<string> => (await run(["curl", "-s", "http://localhost/page.html"])).stdout;
  await expect.poll(copied, soon).toBe("<h1>Copied</h1>\n");
  expect((await run(["od", "-An", "-tx1", "/usr/share/nginx/html/bytes"])).stdout.trim()).toBe("00 ff 80 0a");
});

it("a Deployment: scaled, patched, rolled out, and deleted with its pods or without", async () => {
  const apps = config.makeApiClient(AppsV1Api);
  const labels = { app: "rolled" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  const place = { namespace, name: "rolled" };
  const body = { metadata: { name: "rolled" }, spec: { selector: { matchLabels: labels }, template } };
  await apps.createNamespacedDeployment({ namespace, body });
  const scale = await apps.readNamespacedDeploymentScale(place);
  expect(scale.status?.selector).toBe("app=rolled");
  // Without a resourceVersion, which the Deployment's controller may have moved on from.
  await apps.replaceNamespacedDeploymentScale({ ...place, body: { metadata: place, spec: { replicas: 2 } } });
  const env = [{ name: "A", value: "b" }];
  const patch = { spec: { template: { spec: { containers: [{ name: "c", env }] } } } };
  const strategic = setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch);
  const patched = await apps.patchNamespacedDeployment({ ...place, body: patch }, strategic);
  expect(patched.spec?.template.spec?.containers).toMatchObject([{ name: "c", image: "nginx", env }]);
  const progress = async (): Promise<unknown> => {
    const { metadata, status } = await apps.readNamespacedDeployment(place);
    return [status?.observedGeneration === metadata?.generation, status?.updatedReplicas, status?.readyReplicas];
  };
  await expect.poll(progress, soon).toEqual([true, 2, 2]);
  await apps.deleteNamespacedDeployment({ ...place, propagationPolicy: "Orphan" });
  const owners = async (): Promise<unknown> =>
    (await apps.listNamespacedReplicaSet({ namespace, labelSelector: "app=rolled" })).items.map(
      ({ metadata }) => metadata?.ownerReferences,
    );
  await expect.poll(owners, soon).toEqual([undefined, undefined]);
  await apps.deleteCollectionNamespacedReplicaSet({
    namespace,
    labelSelector: "app=rolled",
    propagationPolicy: "Background",
  });
  const pods = async (): Promise<unknown> =>
    (await core.listNamespacedPod({ namespace, labelSelector: "app=rolled", fieldSelector: "status.phase=Running" }))
      .items.length;
  await expect.poll(pods, soon).toBe(0);
}, 40_000);
