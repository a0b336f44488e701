// A learner with a real kubectl, at a cluster that `k8s-tutor serve` serves: types lines into a POSIX shell, and has a terminal.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { findRealKubectls, type Ran, type RealKubectl } from "../../kubectl/real-kubectl.ts";
import { Scratch } from "../program.ts";
import { PseudoTerminal } from "../pseudo-terminal.ts";
import { type Served, startServe } from "../served.ts";
import { matches, parseTranscript, type Step } from "./transcript.ts";

const found = process.platform === "win32" ? [] : await findRealKubectls();
if (found.length === 0)
  process.stderr.write("SKIPPED: no kubectl of 1.27 to 1.33 is on this machine, so none was tried against serve\n");

const scratch = new Scratch();
const clusters = new Map<RealKubectl, Promise<Served>>();
const learners: Learner[] = [];

afterAll(async () => {
  for (const learner of learners) learner.leave();
  for (const served of clusters.values()) await (await served).end();
  scratch.remove();
});

type Test = (learner: Learner) => Promise<void>;

/** A test with each real kubectl that the machine has. Each has a cluster of its own, and each test a namespace there. */
export function withEachKubectl(what: string, namespace: string, test: Test): void {
  if (found.length === 0) it.skip(`${what}, with a real kubectl`);
  for (const kubectl of found) withOne(kubectl, what, namespace, test);
}

/** For what takes long, and is the same in all that lie between. */
export function withOldestAndNewestKubectl(what: string, namespace: string, test: Test): void {
  const ends = found.filter((_, index) => index === 0 || index === found.length - 1);
  if (ends.length === 0) it.skip(`${what}, with a real kubectl`);
  for (const kubectl of ends) withOne(kubectl, what, namespace, test);
}

function withOne(kubectl: RealKubectl, what: string, namespace: string, test: Test): void {
  const name = `${what}, with kubectl ${kubectl.version}`;
  it.concurrent(name, async () => test(await Learner.come(kubectl, namespace)), 120_000);
}

// Known images are on the nodes: nothing here is about pulling them.
const PROFILE = `
kubernetes: v1.33.5
images: cached
nodes:
  - {name: control-plane, controlPlane: true}
  - {name: worker-1}
  - {name: worker-2}
`;

function clusterOf(kubectl: RealKubectl, profile: string): Promise<Served> {
  const known = clusters.get(kubectl);
  if (known !== undefined) return known;
  // A file for each: another cluster may be reading its own just now.
  const file = scratch.file(`cluster-${kubectl.version}.yaml`, profile);
  const served = startServe(scratch, "--cluster", file);
  clusters.set(kubectl, served);
  // kubectl calls itself by the name that it is started under.
  const programs = join(scratch.path, kubectl.version, "bin");
  mkdirSync(programs, { recursive: true });
  symlinkSync(kubectl.file, join(programs, "kubectl"));
  return served;
}

export class Learner {
  /** Where the lines run. */
  readonly folder: string;
  readonly kubeconfig: string;
  private readonly home: string;
  private readonly running = new Set<ChildProcess>();
  private readonly terminals: PseudoTerminal[] = [];

  private constructor(
    readonly kubectl: RealKubectl,
    readonly served: Served,
    namespace: string,
  ) {
    // One for all tests with this kubectl: what it has discovered of the cluster is kept there.
    this.home = join(scratch.path, kubectl.version);
    this.folder = join(this.home, namespace);
    mkdirSync(this.folder, { recursive: true });
    const context = `    cluster: k8s-tutor\n    namespace: ${namespace}\n`;
    this.kubeconfig = `${this.folder}.kubeconfig`;
    const text = readFileSync(served.kubeconfig, "utf8").replace("    cluster: k8s-tutor\n", context);
    writeFileSync(this.kubeconfig, text, { mode: 0o600 });
  }

  static async come(kubectl: RealKubectl, namespace: string, profile = PROFILE): Promise<Learner> {
    const learner = new Learner(kubectl, await clusterOf(kubectl, profile), namespace);
    learners.push(learner);
    if (namespace !== "default") await learner.output(`kubectl create namespace ${namespace}`);
    return learner;
  }

  leave(): void {
    for (const child of this.running) child.kill("SIGKILL");
    for (const terminal of this.terminals) terminal.close();
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Runs a line of shell to its end. */
  async run(line: string, timeoutMs = 40_000): Promise<Ran> {
    const { child, ended } = this.start(line);
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    const ran = await ended;
    clearTimeout(timer);
    return ran;
  }

  /** What it prints; fails when it fails. */
  async output(line: string): Promise<string> {
    const { stdout, stderr, exitCode } = await this.run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    return stdout.trimEnd();
  }

  /** Starts a line that goes on. */
  start(line: string): Started {
    const child = spawn("/bin/sh", ["-c", line], {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.running.add(child);
    const heard = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        heard[name] += text;
      });
    const ended = new Promise<Ran>((resolve) => {
      child.on("close", (code) => {
        this.running.delete(child);
        resolve({ ...heard, exitCode: code ?? 137 });
      });
    });
    const sees = async (text: string | RegExp): Promise<string> => {
      for (const started = Date.now(); ; ) {
        const all = heard.stdout + heard.stderr;
        if (typeof text === "string" ? all.includes(text) : text.test(all)) return all;
        if (Date.now() - started > 20_000) throw new Error(`${line}: never printed ${text}, but:\n${all}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { child, ended, sees };
  }

  /** kubectl at a terminal. */
  terminal(...args: string[]): PseudoTerminal {
    const file = join(this.home, "bin", "kubectl");
    const terminal = new PseudoTerminal({ file, args, env: this.env, cwd: this.folder });
    this.terminals.push(terminal);
    return terminal;
  }

  /** Plays a session; fails with all places where it went otherwise. */
  async plays(transcript: string): Promise<void> {
    const wrong: string[] = [];
    for (const step of parseTranscript(transcript, this.kubectl.minor)) {
      const ran = await this.run(step.command);
      if (!isAsExpected(ran, step)) wrong.push(difference(step, ran));
    }
    expect(wrong.join("\n")).toBe("");
  }

  private get env(): Record<string, string> {
    return {
      PATH: `${join(this.home, "bin")}:${process.env.PATH ?? ""}`,
      HOME: this.home,
      KUBECONFIG: this.kubeconfig,
      TZ: "UTC",
      // Short runs need not tidy up their memory.
      GOGC: "400",
    };
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Waits until it has printed that; answers all that it has printed. */
  sees(text: string | RegExp): Promise<string>;
}

function isAsExpected(ran: Ran, { stdout, stderr, exitCode }: Step): boolean {
  return ran.exitCode === exitCode && matches(ran.stdout, stdout) && matches(ran.stderr, stderr);
}

function difference({ command, stdout, stderr, exitCode }: Step, ran: Ran): string {
  const shown = (out: string, error: string, code: number): string =>
    `${out}${error.replace(/^(?=.)/gm, "! ")}${code === 0 ? "" : `[${code}]\n`}`;
  return `$ ${command}\n--- expected\n${shown(stdout, stderr, exitCode)}--- printed\n${shown(ran.stdout, ran.stderr, ran.exitCode)}`;
}
