// `k8s-tutor serve` as a process of its own, for tests that come to it as clients do.

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYamlDocument } from "../../src/kubectl/yaml/load.ts";
import { environment, program, type Scratch } from "./program.ts";

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the signal to the end of the process. */
  readonly tookMs: number;
}

export interface Served {
  /** The path of the file that it wrote for clients. */
  readonly kubeconfig: string;
  /** As in `https://127.0.0.1:39211`. */
  readonly url: string;
  readonly port: number;
  /** The certificate authority, in PEM. */
  readonly ca: string;
  readonly token: string;
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Sends the signal, unless it has ended already, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string; "certificate-authority-data": string } }];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

/** Starts it with a kubeconfig in the scratch folder, unless `args` name one; resolves when it says that it is ready.
 * @throws Error with what it wrote where it ends instead. */
export async function startServe(scratch: Scratch, ...args: string[]): Promise<Served> {
  const at = args.indexOf("--kubeconfig");
  const kubeconfig = at < 0 ? join(scratch.path, `kubeconfig-${randomBytes(4).toString("hex")}`) : (args[at + 1] ?? "");
  const mine = at < 0 ? ["--kubeconfig", kubeconfig] : [];
  const child = spawn(process.execPath, [program, "serve", ...mine, ...args], {
    cwd: scratch.path,
    env: environment(scratch.path),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const heard = { stdout: "", stderr: "" };
  const closed = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on("close", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      heard.stdout += text;
      if (heard.stdout.includes("\n")) resolve();
    });
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    heard.stderr += text;
  });
  const early = await Promise.race([ready, closed]);
  if (early !== undefined) throw new Error(`serve ended with ${early.exitCode}: ${heard.stderr}${heard.stdout}`);
  const { clusters, users } = parseYamlDocument(readFileSync(kubeconfig, "utf8")).value as Kubeconfig;
  const { server, "certificate-authority-data": ca } = clusters[0].cluster;
  return {
    kubeconfig,
    url: server,
    port: Number(new URL(server).port),
    ca: Buffer.from(ca, "base64").toString("utf8"),
    token: users[0].user.token,
    process: child,
    stdout: () => heard.stdout,
    stderr: () => heard.stderr,
    end: async (signal = "SIGTERM") => {
      const began = Date.now();
      child.kill(signal);
      const ended = await closed;
      return { ...ended, tookMs: Date.now() - began };
    },
  };
}
