// Real kubectl binaries, where this machine has them, against our side of the wire: SPDY up to 1.29, WebSocket after it.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawn as spawnTerminal } from "@lydell/node-pty";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryValue, queryValues } from "../../../src/api/request.ts";
import { internalError } from "../../../src/api/status.ts";
import { emptyHome, findRealKubectl } from "../../kubectl/real-kubectl.ts";
import { hostPort, hostProgram } from "./programs.ts";
import { type StreamServer, startStreamServer } from "./stream-server.ts";

const found = await findRealKubectl();
const versions = ["1.27", "1.28", "1.29", "1.30", "1.31", "1.32", "1.33"].flatMap((version) => {
  const file = join(dirname(found ?? ""), `kubectl.${version}`);
  return found !== undefined && existsSync(file) ? [{ version, file }] : [];
});

const sizes: string[] = [];
let server: StreamServer;
let echoServer: Server;
let echoPort: number;

beforeAll(async () => {
  server = await startStreamServer({
    open(query) {
      if (queryValue(query, "container") === "gone") {
        const status = internalError('unable to upgrade connection: container not found ("gone")');
        return { kind: "object", status: 500, body: status };
      }
      const command = queryValues(query, "command");
      return hostProgram(command.length === 0 ? ["cat"] : command, sizes);
    },
    dial: hostPort,
  });
  echoServer = createTcpServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echoServer.listen(0, "127.0.0.1", resolve));
  echoPort = (echoServer.address() as AddressInfo).port;
});

afterAll(async () => {
  await server.close();
  echoServer.close();
});

interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly code: number;
}

function environment(): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: emptyHome().HOME ?? "" };
}

function kubectl(file: string, args: readonly string[], input?: Buffer, more: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = {
      env: { ...environment(), ...more },
      encoding: "buffer" as const,
      maxBuffer: 1 << 28,
      timeout: 25_000,
    };
    const child = execFile(file, [`--server=${server.url}`, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 255;
      resolve({ stdout, stderr: stderr.toString(), code });
    });
    // A client that fails does not read.
    child.stdin?.on("error", () => undefined);
    if (input !== undefined) child.stdin?.end(input);
  });
}

describe.each(versions)("kubectl $version", ({ version, file }) => {
  test("exec prints both streams and hands on the exit code", async () => {
    const ran = await kubectl(file, ["exec", "web", "--", "sh", "-c", "echo out; echo err >&2; exit 7"]);
    expect(ran.stdout.toString()).toBe("out\n");
    expect(ran.stderr).toBe("err\ncommand terminated with exit code 7\n");
    expect(ran.code).toBe(7);
    expect(server.upgrades.at(-1)).toMatch(Number(version.slice(2)) < 30 ? /^POST SPDY/ : /^GET websocket v5/);
  });

  test("exec -i passes the end of the input on", async () => {
    const ran = await kubectl(file, ["exec", "-i", "web", "--", "wc", "-c"], Buffer.from("hi\n"));
    expect(ran).toMatchObject({ stderr: "", code: 0 });
    expect(ran.stdout.toString().trim()).toBe("3");
  });

  test("5 MB go both ways unharmed, whatever the bytes", async () => {
    const data = randomBytes(5_000_000);
    const ran = await kubectl(file, ["exec", "-i", "web", "--", "cat"], data);
    expect(ran).toMatchObject({ stderr: "", code: 0 });
    expect(digest(ran.stdout)).toBe(digest(data));
  });

  test("a program with much output that ends at once is read to its end", async () => {
    const ran = await kubectl(file, ["exec", "web", "--", "seq", "1", "300000"]);
    expect(ran.stdout.toString().endsWith("\n299999\n300000\n")).toBe(true);
    expect(ran.stdout.length).toBe(1_988_895);
  });

  test("cp to the pod and back", async () => {
    const folder = mkdtempSync(join(tmpdir(), "streams-"));
    const data = randomBytes(300_000);
    writeFileSync(join(folder, "here"), data);
    const up = await kubectl(file, ["cp", join(folder, "here"), `web:${folder}/there`]);
    expect(up).toMatchObject({ stderr: "", code: 0 });
    const down = await kubectl(file, ["cp", `web:${folder}/there`, join(folder, "back")]);
    expect(down.code).toBe(0);
    expect(digest(readFileSync(join(folder, "back")))).toBe(digest(data));
  });

  test("attach", async () => {
    const ran = await kubectl(file, ["attach", "-i", "web"], Buffer.from("to the program\n"));
    expect(ran.stdout.toString()).toBe("to the program\n");
    expect(ran.code).toBe(0);
  });

  test("a container that is not there is said as the kubelet says it", async () => {
    const ran = await kubectl(file, ["exec", "web", "-c", "gone", "--", "true"]);
    const said = 'unable to upgrade connection: container not found ("gone")\n';
    expect(ran.stderr).toBe(
      Number(version.slice(2)) < 30 ? `error: ${said}` : `error: Internal error occurred: ${said}`,
    );
    expect(ran.code).toBe(1);
  });

  test("port-forward carries connections side by side, and both directions end on their own", async () => {
    const forward = await startForward(file, `:${echoPort}`);
    const [small, large] = [randomBytes(1_000), randomBytes(3_000_000)];
    const answers = await Promise.all([throughPort(forward.port, small), throughPort(forward.port, large)]);
    expect(answers.map(digest)).toEqual([small, large].map(digest));
    expect(digest(await throughPort(forward.port, small))).toBe(digest(small));
    expect(server.upgrades.at(-1)).toMatch(Number(version.slice(2)) < 31 ? /^POST SPDY/ : /^GET websocket SPDY/);
    await forward.stop();
  });

  test("port-forward tells that a port is closed", async () => {
    const forward = await startForward(file, ":1");
    expect((await throughPort(forward.port, Buffer.from("x"))).length).toBe(0);
    await expect.poll(() => forward.stderr()).toContain("error forwarding port 1: connect ECONNREFUSED");
    await forward.stop();
  });
});

test.skipIf(found === undefined)("kubectl 1.33 falls back to SPDY when it is told to", async () => {
  const data = randomBytes(100_000);
  const spdy = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false" };
  const ran = await kubectl(found ?? "", ["exec", "-i", "web", "--", "cat"], data, spdy);
  expect(ran).toMatchObject({ stderr: "", code: 0 });
  expect(digest(ran.stdout)).toBe(digest(data));
  expect(server.upgrades.at(-1)).toMatch(/^POST SPDY\/3.1 v5/);
});

test.each(versions)("kubectl $version on a terminal tells its size, and goes with it", async ({ file }) => {
  const args = [`--server=${server.url}`, "exec", "-it", "web", "--", "cat"];
  const terminal = spawnTerminal(file, args, { cols: 91, rows: 17, env: environment() });
  let shown = "";
  terminal.onData((data) => {
    shown += data;
  });
  sizes.length = 0;
  await expect.poll(() => sizes, { timeout: 5000 }).toEqual(["91x17"]);
  terminal.resize(92, 18);
  await expect.poll(() => sizes, { timeout: 5000 }).toEqual(["91x17", "92x18"]);
  terminal.write("typed\n");
  await expect.poll(() => shown).toContain("typed");
  terminal.kill();
});

test.skipIf(versions.length === 0)("nothing stays open behind the clients", async () => {
  await expect.poll(() => server.sockets.size).toBe(0);
});

function digest(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

interface Forward {
  readonly port: number;
  stderr(): string;
  stop(): Promise<void>;
}

async function startForward(file: string, ports: string): Promise<Forward> {
  const child = spawn(file, [`--server=${server.url}`, "port-forward", "pod/web", ports], { env: environment() });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const [, number] = /127\.0\.0\.1:(\d+)/.exec(String(chunk)) ?? [];
      if (number !== undefined) resolve(Number(number));
    });
    child.on("exit", () => reject(new Error(stderr)));
  });
  return { port, stderr: () => stderr, stop: () => ended(child) };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.on("exit", () => resolve());
    child.kill("SIGINT");
  });
}

/** What comes back through the forwarded port, to the end. */
function throughPort(port: number, data: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks)));
    socket.on("error", reject);
    socket.end(data);
  });
}
