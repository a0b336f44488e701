// Our kubectl in this process, before a simulated cluster: fast enough for a hundred thousand command lines.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ApiTransport, settled, type UserInfo } from "../../../src/api/request.ts";
import { Pacer } from "../../../src/cli/pacer.ts";
import { Cluster } from "../../../src/cluster/cluster.ts";
import { profileOfNodes } from "../../../src/cluster/profile.ts";
import type { KubectlFiles, KubectlIo } from "../../../src/kubectl/io.ts";
import { runKubectl } from "../../../src/kubectl/kubectl.ts";
import { MemoryFiles } from "../../../src/shell/memory-files.ts";
import { Random } from "../../../src/sim/random.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when it neither came to an end by itself nor after Ctrl-C. */
  readonly exitCode: number | undefined;
  /** What the server threw: one that answers would have to say InternalError. */
  readonly failures: readonly string[];
  readonly wallMs: number;
  /** It went on until Ctrl-C. */
  readonly interrupted: boolean;
}

export interface Laptop {
  /** Runs one command line; what goes on for longer than a minute of the cluster's time gets a Ctrl-C. */
  kubectl(argv: readonly string[], stdin?: string): Promise<Ran>;
  write(path: string, text: string): void;
  makeDirectory(path: string): void;
  sleep(ms: number): Promise<void>;
}

export interface LaptopOptions {
  readonly seed: number;
  /** Where fields.json and descriptions.json are. */
  readonly schemaFolder: string;
}

const startMs = Date.UTC(2026, 0, 5, 9);
const patienceMs = 60_000;
const admin: UserInfo = { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] };

export function openLaptop({ seed, schemaFolder }: LaptopOptions): Laptop {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(schemaFolder, name), "utf8"));
  const cluster = Cluster.boot({
    profile: profileOfNodes(["control", "maple"]),
    seed,
    startMs,
    schema: { fields: () => read("fields.json"), descriptions: () => read("descriptions.json") },
    keepsJournal: false,
  });
  const { clock } = cluster;
  const pacer = new Pacer(clock);
  const tree = new MemoryFiles({ now: () => clock.now() });
  const random = new Random(seed);
  let failures: string[] = [];
  const transport: ApiTransport = async (request) => {
    try {
      return await settled(cluster.handle({ ...request, user: admin }));
    } catch (error) {
      failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      throw error;
    }
  };
  tree.makeDirectory("/tmp");
  return {
    write: (path, text) => tree.write(`/${path}`, text),
    makeDirectory: (path) => tree.makeDirectory(`/${path}`),
    sleep: (ms) => pacer.advanceTo(clock.now() + ms),
    async kubectl(argv, stdin = "") {
      const written = { stdout: "", stderr: "" };
      const stop = new AbortController();
      const began = performance.now();
      failures = [];
      const io = ioOf({ written, stdin, stop: stop.signal, tree, clock, transport, random });
      let exitCode: number | undefined;
      const running = pacer.track(runKubectl(argv, io)).then((code) => {
        exitCode = code;
      });
      const isDone = () => exitCode !== undefined;
      if (!(await pacer.runUntil(isDone, clock.now() + patienceMs))) {
        stop.abort();
        await pacer.runUntil(isDone, clock.now() + patienceMs);
      }
      if (isDone()) await running;
      return { ...written, exitCode, failures, wallMs: performance.now() - began, interrupted: stop.signal.aborted };
    },
  };
}

interface Parts {
  readonly written: { stdout: string; stderr: string };
  readonly stdin: string;
  readonly stop: AbortSignal;
  readonly tree: MemoryFiles;
  readonly clock: Cluster["clock"];
  readonly transport: ApiTransport;
  readonly random: Random;
}

function ioOf({ written, stdin, stop, tree, clock, transport, random }: Parts): KubectlIo {
  const inputs = stdin === "" ? [] : [stdin];
  const output = (name: "stdout" | "stderr") => ({
    isTerminal: false,
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  return {
    stdin: { isTerminal: false, read: async () => inputs.shift() },
    stdout: output("stdout"),
    stderr: output("stderr"),
    files: filesOf(tree),
    env: { HOME: "/home", KUBE_EDITOR: "true" },
    workingDirectory: "/",
    connect: () => transport,
    now: () => clock.now(),
    sleep: (ms) => sleepOn(clock, ms, stop),
    interrupted: stop,
    random: () => random.fraction(),
    edit: async () => 0,
    listen: async (_address, port) => ({ port, close: () => undefined }),
  };
}

function filesOf(tree: MemoryFiles): KubectlFiles {
  const absolute = (path: string) => (path.startsWith("/") ? path : `/${path}`);
  return {
    read: (path) => tree.read(absolute(path)),
    write: (path, content, mode) => tree.write(absolute(path), content, mode),
    list: (path) => tree.list(absolute(path)),
    kind: (path) => {
      if (!tree.exists(absolute(path))) return undefined;
      return tree.stat(absolute(path)).type === "directory" ? "directory" : "file";
    },
    makeDirectory: (path) => tree.makeDirectory(absolute(path)),
    remove: (path) => tree.remove(absolute(path)),
  };
}

function sleepOn(clock: Cluster["clock"], ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      timer.cancel();
      stop.removeEventListener("abort", wake);
      resolve();
    };
    const timer = clock.after(ms, wake);
    stop.addEventListener("abort", wake);
  });
}
