// One of the two worlds: a served cluster, a folder with the files of the corpus, and a PATH on which `kubectl` is the real one or ours.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Surroundings } from "./normalise.ts";

export interface WorldOptions {
  readonly folder: string;
  /** The files of the corpus, copied into the working directory. */
  readonly files: string;
  /** bin/k8s-tutor.js, which serves both worlds. */
  readonly program: string;
  /** The real kubectl; absent in our world. */
  readonly kubectl?: string;
  readonly seed: number;
  /** Names of nodes, separated by commas; the usual cluster when empty. */
  readonly nodes: string;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface World extends Surroundings {
  readonly kubeconfig: string;
  /** @param kubeconfig another cluster than its own. */
  run(command: string, kubeconfig?: string): Promise<Outcome>;
  end(): Promise<void>;
}

const longestMs = 40_000;

/** Starts the cluster; resolves when it is ready. @throws Error with what it wrote where it does not start. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, program, seed } = options;
  const [bin, home, work] = [join(folder, "bin"), join(folder, "home"), join(folder, "work")];
  for (const each of [bin, home]) mkdirSync(each, { recursive: true });
  cpSync(options.files, work, { recursive: true });
  installKubectl(bin, options);
  const kubeconfig = join(home, "kubeconfig");
  const environment = {
    PATH: [bin, process.env.PATH ?? ""].join(delimiter),
    HOME: home,
    KUBECONFIG: kubeconfig,
    K8S_TUTOR_HOME: join(home, "k8s-tutor"),
  };
  const args = [program, "serve", "--port", "0", "--seed", String(seed), "--kubeconfig", kubeconfig];
  if (options.nodes !== "") args.push("--nodes", options.nodes);
  const server = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const closed = new Promise<void>((resolve) => server.on("close", () => resolve()));
  await ready(server);
  const access = readFileSync(kubeconfig, "utf8");
  const find = (pattern: RegExp) => pattern.exec(access)?.[1] ?? "";
  return {
    folder,
    server: find(/server: (\S+)/),
    secrets: [find(/token: (\S+)/), find(/certificate-authority-data: (\S+)/)].filter((each) => each !== ""),
    kubeconfig,
    run: (command, other = kubeconfig) => execute(command, work, { ...environment, KUBECONFIG: other }),
    end: async () => {
      server.kill("SIGTERM");
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function installKubectl(bin: string, { kubectl, program }: WorldOptions): void {
  const file = join(bin, "kubectl");
  if (kubectl !== undefined) {
    symlinkSync(kubectl, file);
    return;
  }
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${program}' kubectl "$@"\n`);
  chmodSync(file, 0o755);
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let [said, complained] = ["", ""];
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("\n")) resolve();
    });
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complained += text;
    });
    server.on("close", (code) => reject(new Error(`serve ended with ${code}: ${complained}${said}`)));
  });
}

/** A command that takes too long is ended, and has the exit code that `timeout` gives. */
function execute(command: string, cwd: string, env: Record<string, string>): Promise<Outcome> {
  const child = spawn("/bin/sh", ["-c", command], { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let [stdout, stderr, late] = ["", "", false];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => {
    late = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, longestMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, exitCode: late ? 124 : (code ?? 128) });
    });
  });
}
