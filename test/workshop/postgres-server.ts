// A PostgreSQL server of the test's own, in a folder of its own, on a socket and port of its own; undefined where there is none to start.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PostgresServer {
  readonly url: string;
  stop(): void;
}

const packaged = "/usr/lib/postgresql";

export async function startPostgres(): Promise<PostgresServer | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-postgres-"));
  // The server refuses to be root, and its folder has to be its own.
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
  if (isRoot) execFileSync("chown", ["postgres:postgres", folder]);
  chmodSync(folder, 0o700);
  const run = (program: string, ...args: string[]): readonly [string, string[]] => {
    const [first = "", ...rest] = [...as, join(programs, program), ...args];
    return [first, rest];
  };
  const data = join(folder, "data");
  const port = await freePort();
  execFileSync(...run("initdb", "-D", data, "-U", "test", "-A", "trust", "--no-sync", "--no-instructions"), {
    stdio: "ignore",
    cwd: folder,
  });
  const [program, args] = run("postgres", "-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1");
  const server = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], cwd: folder });
  await isReady(server);
  return {
    url: `postgres://test@127.0.0.1:${port}/postgres`,
    stop: () => {
      server.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function findPrograms(): string | undefined {
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(packaged, version, "bin")).find((folder) => existsSync(join(folder, "initdb")));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function isReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.once("exit", (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
    server.stderr?.on("data", (chunk) => {
      said += String(chunk);
      if (said.includes("ready to accept connections")) resolve();
    });
  });
}
