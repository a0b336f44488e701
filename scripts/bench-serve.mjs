// What clients of `k8s-tutor serve` feel: the first answer, requests a second with their slowest hundredth, memory under many watches.
// A bare HTTPS server of Node's that answers every request with the same small text is measured beside it, on the same machine.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";

const load = fileURLToPath(new URL("bench-load.mjs", import.meta.url));
const namespace = "/api/v1/namespaces/default";

/** @returns rows of [what, value, relative] */
export async function benchServe(options) {
  const { work, environment, bareMs } = options;
  const rows = [];
  const first = [];
  const kubectl = findKubectl();
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    const served = await serve(options);
    if (kubectl === undefined) await answer(served, "GET", "/api/v1/nodes");
    else execFileSync(kubectl, ["get", "nodes"], { env: { ...environment, KUBECONFIG: served.file, HOME: work } });
    first.push(performance.now() - started);
    await served.end();
  }
  const firstMs = first.sort((a, b) => a - b)[2];
  const who = kubectl === undefined ? "an answer about the nodes" : "a real kubectl's `get nodes` is answered";
  rows.push([
    `serve: from its start until ${who}`,
    `${firstMs.toFixed(1)} ms`,
    `${(firstMs / bareMs).toFixed(2)} × node -e 0`,
  ]);

  rows.push(...(await withServed(options, measureWatches)));
  rows.push(...(await withServed(options, measureRequests)));
  return rows;
}

async function withServed(options, measure) {
  const served = await serve(options);
  try {
    await prepare(served);
    return await measure(served, options);
  } finally {
    await served.end();
  }
}

async function measureRequests(served, { work }) {
  const rows = [];
  const bare = await bareServer(work);
  const bareRates = {};
  if (bare !== undefined) {
    for (const connections of [1, 10, 50]) {
      const { perSecond } = await measure(bare, connections, { method: "GET", path: "/" });
      bareRates[connections] = perSecond;
    }
    bare.end();
  }
  const requests = {
    "GET a config map": { method: "GET", path: `${namespace}/configmaps/bench` },
    "LIST 500 pods": { method: "GET", path: `${namespace}/pods?limit=500` },
    "CREATE a config map": {
      method: "POST",
      path: `${namespace}/configmaps`,
      body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"made-#"},"data":{"a":"b"}}',
    },
    "PATCH a config map": {
      method: "PATCH",
      path: `${namespace}/configmaps/bench`,
      contentType: "application/merge-patch+json",
      body: '{"data":{"turn":"#"}}',
    },
  };
  for (const [what, request] of Object.entries(requests)) {
    for (const connections of [1, 10, 50]) {
      const { perSecond, p99, failures } = await measure(served, connections, request);
      if (failures > 0) throw new Error(`${what}: ${failures} requests failed`);
      const value = `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(1)} ms`;
      const bareRate = bareRates[connections];
      const relative = bareRate === undefined ? "" : `${(perSecond / bareRate).toFixed(2)} × a bare HTTPS server`;
      rows.push([`serve: ${what}, ${connections} connections`, value, relative]);
    }
  }
  return rows;
}

async function measureWatches(served) {
  const before = residentMiB(served.pid);
  if (before === undefined) return [];
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => openWatch(served)));
  const started = performance.now();
  const told = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("data", resolve))));
  await answer(served, "PATCH", `${namespace}/configmaps/bench`, { data: { seen: "by all" } });
  await told;
  const spread = performance.now() - started;
  const after = residentMiB(served.pid);
  for (const socket of sockets) socket.destroy();
  return [
    ["serve: memory before, with 1,000 watches open", `${before} MiB, ${after} MiB`, ""],
    ["serve: a change until all 1,000 watches were told", `${spread.toFixed(0)} ms`, ""],
  ];
}

function openWatch({ port, ca, token }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca }, () =>
      socket.write(
        `GET ${namespace}/configmaps?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Dbench HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      ),
    );
    socket.on("error", reject);
    let seen = "";
    const wait = (data) => {
      seen += data;
      if (!seen.includes('"type":"ADDED"')) return;
      socket.off("data", wait);
      resolve(socket);
    };
    socket.on("data", wait);
  });
}

/** Starts `serve`; resolves when it is ready. */
export async function serve({ cli, work, environment }) {
  const file = join(work, "kubeconfig");
  const child = spawn(process.execPath, [cli, "serve", "--kubeconfig", file], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}`)));
  });
  const config = readFileSync(file, "utf8");
  const [, port] = /server: https:\/\/127\.0\.0\.1:(\d+)/.exec(config) ?? [];
  const [, token] = /token: (\S+)/.exec(config) ?? [];
  const [, authority] = /certificate-authority-data: (\S+)/.exec(config) ?? [];
  const end = () => {
    child.kill("SIGINT");
    return ended;
  };
  return {
    file,
    port: Number(port),
    token,
    ca: Buffer.from(authority, "base64").toString("utf8"),
    pid: child.pid,
    end,
  };
}

async function prepare(served) {
  await answer(served, "POST", `${namespace}/configmaps`, configMap("bench"));
  const container = { name: "c", image: "busybox", command: ["sleep", "1d"] };
  for (let i = 0; i < 500; i++) {
    const metadata = { name: `pod-${i}`, labels: { app: "bench" } };
    await answer(served, "POST", `${namespace}/pods`, {
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: { containers: [container] },
    });
  }
  // Those for whom there is room are running by then.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
}

function configMap(name) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { a: "b" } };
}

async function answer({ port, ca, token }, method, path, body) {
  const contentType = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": contentType };
    const asked = httpsRequest(
      { port, host: "127.0.0.1", servername: "localhost", ca, method, path, headers },
      (response) => {
        if (response.statusCode >= 300) reject(new Error(`${method} ${path} was answered ${response.statusCode}`));
        response.resume();
        response.once("end", resolve);
      },
    );
    asked.once("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function measure({ port, ca, token }, connections, request) {
  const options = JSON.stringify({ port, ca, token, connections, seconds: 2, request });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [load, options], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
    });
    child.once("close", (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the load ended with ${code}`)),
    );
  });
}

/** A process with a server that answers as many bytes as a config map has, and does nothing else: what Node and TLS cost. */
async function bareServer(work) {
  const identity = ["-keyout", join(work, "bare.key"), "-out", join(work, "bare.crt")];
  const kind = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-subj",
    "/CN=localhost",
  ];
  const names = ["-addext", "subjectAltName=DNS:localhost", "-days", "1"];
  if (spawnSync("openssl", [...kind, ...names, ...identity]).status !== 0) return undefined;
  const text = `const { readFileSync } = require("node:fs");
    const [key, cert] = ["bare.key", "bare.crt"].map((name) => readFileSync(name));
    const server = require("node:https").createServer({ key, cert }, (request, response) => {
      response.setHeader("Content-Type", "application/json");
      response.setHeader("Content-Length", 400);
      response.end("x".repeat(400));
    });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["-e", text], { cwd: work, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(Number(data))));
  return { port, ca: readFileSync(join(work, "bare.crt"), "utf8"), token: "none", end: () => child.kill() };
}

export function findKubectl() {
  for (const folder of (process.env.PATH ?? "").split(":")) {
    if (existsSync(join(folder, "kubectl"))) return join(folder, "kubectl");
  }
  return undefined;
}

/** Linux tells it in /proc; elsewhere it is not measured. */
function residentMiB(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(file, "utf8")) ?? [];
  return Math.round(Number(kib) / 1024);
}
