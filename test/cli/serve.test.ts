import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { RawClient } from "../http/raw-client.ts";
import { type Outcome, run, Scratch } from "./program.ts";
import { type Served, startServe } from "./served.ts";

/** Images need not be pulled first. */
const cached = "nodes: [{name: only, controlPlane: true, taints: []}]\nimages: cached\n";

const scratch = new Scratch();
const running: Served[] = [];
afterAll(async () => {
  await Promise.all(running.map((each) => each.end("SIGKILL")));
  scratch.remove();
});

async function start(...args: string[]): Promise<Served> {
  const served = await startServe(scratch, ...args);
  running.push(served);
  return served;
}

function clientOf({ port, ca, token }: Served): RawClient {
  return new RawClient(port, ca, { token });
}

/** A run that ends by itself. */
function fails(...args: string[]): Promise<Outcome> {
  return run(["serve", ...args], { cwd: scratch.path });
}

async function runPod(client: RawClient, name: string, command: string): Promise<void> {
  const pods = "/api/v1/namespaces/default/pods";
  const containers = [{ name: "c", image: "busybox:1.36", command: ["sh", "-c", command] }];
  await client.send("POST", pods, { metadata: { name }, spec: { containers } });
  const watch = client.watch(`${pods}?watch=true&fieldSelector=metadata.name%3D${name}`);
  await watch.until(({ object }) => (object.status as { phase?: string }).phase === "Running");
  watch.vanish();
}

describe("serve", () => {
  it("says in one line where it is, and writes a kubeconfig for its owner only", async () => {
    const kubeconfig = join(scratch.path, "its own", "config");
    const served = await start("--nodes", "alpha,beta", "--kubeconfig", kubeconfig);
    expect(served.stdout()).toBe(`Kubernetes v1.33.5 is ready at ${served.url}; export KUBECONFIG='${kubeconfig}'\n`);
    expect(served.url).toBe(`https://127.0.0.1:${served.port}`);
    if (process.platform !== "win32") expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    const { text } = await clientOf(served).ask("/api/v1/nodes");
    const { items } = JSON.parse(text) as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toEqual(["alpha", "beta"]);
    expect((await served.end()).exitCode).toBe(0);
    expect(served.stderr()).toBe("");
    expect(existsSync(kubeconfig)).toBe(false);
  });

  // Windows has no signals that a program may answer.
  it.skipIf(process.platform === "win32").concurrent.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends at %s: clients see it, and what it wrote is gone",
    async (signal) => {
      const served = await start("--cluster", scratch.file(`${signal}.yaml`, cached));
      const client = clientOf(served);
      await runPod(client, "talker", "while true; do echo tick; sleep 1; done");
      const pods = "/api/v1/namespaces/default/pods";
      const watches = ["?watch=true", "/talker/log?follow=true"].map((path) => client.watch(pods + path));
      const upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"];
      const key = ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: v5.channel.k8s.io"];
      const exec = `${pods}/talker/exec?command=sleep&command=1000&stdin=true&stdout=true`;
      const socket = await client.connect();
      socket.write(client.head(`GET ${exec} HTTP/1.1`, ...upgrade, ...key));
      const cut = new Promise((resolve) => socket.once("close", resolve));
      const upgraded = new Promise<string>((resolve) => socket.once("data", (chunk: Buffer) => resolve(String(chunk))));
      expect(await upgraded).toMatch(/^HTTP\/1\.1 101 /);
      await Promise.all(watches.map((watch) => watch.untilLine(() => true)));
      const half = await client.connect();
      half.on("error", () => undefined).write("GET /version HTTP/1.1\r\nHost: lo");
      const ended = await served.end(signal);
      expect(ended).toMatchObject({ exitCode: 0, signal: null });
      expect(ended.tookMs).toBeLessThan(5000);
      expect(await Promise.all(watches.map((watch) => watch.ended))).toEqual(["whole", "whole"]);
      await cut;
      expect(existsSync(served.kubeconfig)).toBe(false);
      expect(served.stderr()).toBe("");
    },
  );

  it("goes on when nobody listens to what it says any more", async () => {
    const served = await start("--nodes", "one");
    served.process.stdout?.destroy();
    served.process.stderr?.destroy();
    const client = clientOf(served);
    for (let index = 0; index < 3; index++) expect((await client.ask("/api/v1/../x")).status).toBe(400);
    expect((await client.ask("/healthz")).text).toBe("ok");
    await sleep(50);
    expect((await client.ask("/healthz")).text).toBe("ok");
    expect((await served.end()).exitCode).toBe(0);
  });

  it("tells on stderr of whom it refused, and goes on", async () => {
    const served = await start("--nodes", "one");
    const nobody = clientOf(served).as({ token: "wrong" });
    expect((await nobody.ask("/api/v1/secrets")).status).toBe(401);
    expect(served.stderr()).toBe('refused GET "/api/v1/secrets" from 127.0.0.1: its credentials are nobody\'s (401)\n');
    expect(served.stderr()).not.toContain(served.token);
    await served.end();
  });
});

describe("the kubeconfig", () => {
  it("takes the place of an older one of ours, and is its owner's only then too", async () => {
    const first = await start("--nodes", "one");
    const file = scratch.file("ours", readFileSync(first.kubeconfig, "utf8"));
    const second = await start("--nodes", "one", "--kubeconfig", file);
    expect(second.port).not.toBe(first.port);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    // What somebody has changed since is theirs.
    writeFileSync(file, `${readFileSync(file, "utf8")}# mine\n`);
    await Promise.all([first.end(), second.end()]);
    expect(readFileSync(file, "utf8")).toContain("# mine");
  });

  it("is not written over one of somebody else's", async () => {
    const theirs = "apiVersion: v1\nkind: Config\nclusters:\n- name: production\n  cluster: {server: https://prod}\n";
    for (const [name, text] of Object.entries({ theirs, shopping: "milk\n", broken: "a: [" })) {
      const file = scratch.file(name, text);
      const { exitCode, stderr, stdout } = await fails("--kubeconfig", file);
      expect([exitCode, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^k8s-tutor: .* holds more than k8s-tutor wrote, and is left as it is; [^\n]+\n$/);
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  });

  it("that cannot be written ends the program, and leaves nothing", async () => {
    const blocked = join(scratch.file("a-file", ""), "config");
    for (const file of [blocked, scratch.folder("a-folder")]) {
      const { exitCode, stderr } = await fails("--nodes", "one", "--kubeconfig", file);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(
        /^k8s-tutor: the kubeconfig .* cannot be (written|read): [^\n]+; choose another with --kubeconfig\n$/,
      );
    }
  });
});

describe("the address", () => {
  it("that is taken or none of this machine's is refused in one sentence", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const taken = await fails("--port", String(port));
    other.close();
    expect(taken.exitCode).toBe(1);
    expect(taken.stderr).toBe(
      `k8s-tutor: cannot listen on port ${port} of 127.0.0.1: the port is in use; choose another with --port or --listen\n`,
    );
    const strange = await fails("--listen", "192.0.2.1");
    expect([strange.exitCode, strange.stderr.split("\n")]).toEqual([
      1,
      [
        expect.stringMatching(/^warning: /),
        expect.stringMatching(/^k8s-tutor: cannot listen on 192\.0\.2\.1: .*; choose another with --port or --listen$/),
        "",
      ],
    ]);
    for (const wrong of ["65536", "-1", "http"]) expect((await fails("--port", wrong)).exitCode).toBe(2);
  });

  it("may be all of them, with a warning, and all names of this machine are good then", async () => {
    const served = await start("--nodes", "one", "--listen", "0.0.0.0");
    expect(served.stderr()).toMatch(
      /^warning: with --listen 0\.0\.0\.0 other machines can reach this cluster\. [^\n]+\n$/,
    );
    expect(served.url).toBe(`https://127.0.0.1:${served.port}`);
    const ask = (host: string): Promise<number> => statusOf(served, "127.0.0.1", host);
    expect(await ask(hostname())).toBe(200);
    expect(await ask("localhost")).toBe(200);
    expect(await ask("evil.example")).toBe(421);
    expect((await served.end()).exitCode).toBe(0);
  });

  it("may be one of IPv6", async ({ skip }) => {
    if (!(await hasIPv6())) skip("this machine has no IPv6");
    const served = await start("--nodes", "one", "--listen", "::1");
    expect([served.url, served.stderr()]).toEqual([`https://[::1]:${served.port}`, ""]);
    expect(await statusOf(served, "::1", "[::1]")).toBe(200);
    await served.end();
  });
});

describe("the cluster", () => {
  it("may be described in a file, and mistakes in it are named", async () => {
    const profile = scratch.file(
      "cluster.yaml",
      "nodes:\n- name: only\n  controlPlane: true\n  taints: []\naddons: []\n",
    );
    const served = await start("--cluster", profile);
    const { text } = await clientOf(served).ask("/api/v1/nodes");
    expect((JSON.parse(text) as { items: unknown[] }).items).toHaveLength(1);
    await served.end();
    const bad = scratch.file("bad.yaml", "nodes: []\n");
    for (const [args, message] of [
      [["--cluster", bad], /bad\.yaml: nodes: a cluster needs at least one node\n$/],
      [["--cluster", join(scratch.path, "none.yaml")], /none\.yaml cannot be read: there is no such file or directory/],
      [["--nodes", "a,A"], /"A" is not a node name/],
      [["--nodes", "a", "--cluster", "city"], /cannot be used with/],
    ] as const) {
      const { exitCode, stderr } = await fails(...args);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(message);
    }
  });
});

/** Asks by that address, calling the server by that name. */
function statusOf({ port, ca, token }: Served, address: string, host: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, host: `${host}:${port}` };
  const servername = host.startsWith("[") ? "" : host === "evil.example" ? "localhost" : host;
  return new Promise((resolve, reject) => {
    get({ host: address, port, ca, path: "/api/v1/nodes", headers, servername, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on("error", reject);
  });
}

function hasIPv6(): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.on("error", () => resolve(false));
    server.listen(0, "::1", () => server.close(() => resolve(true)));
  });
}
