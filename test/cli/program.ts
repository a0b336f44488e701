// The built program, for tests that use it as a script does: arguments and standard input in; output and exit code out.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** `K8S_TUTOR_BIN` tests another installation than this checkout. */
export const program = process.env.K8S_TUTOR_BIN ?? join(packageRoot, "bin", "k8s-tutor.js");

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called when the program has started, to send it a signal or hang up on it. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs the program to its end, with nothing of the environment but what a program needs. */
export function run(args: readonly string[], options: RunOptions): Promise<Outcome> {
  return runNode([program, ...args], options);
}

export function runNode(
  args: readonly string[],
  { cwd, input = "", env = {}, meanwhile }: RunOptions,
): Promise<Outcome> {
  const child = spawn(process.execPath, args, { cwd, env: environment(cwd, env) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // The program may end without having read all of it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) => resolve({ stdout, stderr, exitCode, signal }));
  });
}

export function environment(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = "", SystemRoot } = process.env;
  return {
    PATH,
    HOME: home,
    K8S_TUTOR_HOME: join(home, "k8s-tutor-home"),
    // Compiled code is shared by all tests, which start the program some hundred times.
    XDG_CACHE_HOME: join(packageRoot, "node_modules", ".cache"),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...more,
  };
}

/** A folder of its own for the tests of one file; also the home of who runs the program there. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), "k8s-tutor-test-"));

  file(name: string, content: string): string {
    const file = join(this.path, name);
    writeFileSync(file, content);
    return file;
  }

  folder(name: string): string {
    const folder = join(this.path, name);
    mkdirSync(folder);
    return folder;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
