// What `npm run fuzz` does: several threads share the lines and the manifests; who stands still for too long is a fault too.

import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { findRealKubectl } from "../../kubectl/real-kubectl.ts";
import { compareWithReal } from "./compare.ts";
import { type Fault, fuzzCommandLines, fuzzManifests } from "./fuzz.ts";

export interface FuzzRun {
  /** The checkout. */
  readonly root: string;
  /** bin/k8s-tutor.js of the installation that is tested. */
  readonly program: string;
  readonly lines: number;
  readonly manifests: number;
  readonly compare: number;
  readonly seed: number;
  readonly print: (text: string) => void;
}

interface Share {
  readonly what: "lines" | "manifests";
  readonly seed: number;
  readonly count: number;
  readonly schemaFolder: string;
  readonly files: string;
  /** What is being run, as UTF-8 after its length. */
  readonly running: SharedArrayBuffer;
}

// A thread that says nothing for so long hangs.
const longestSilenceMs = 30_000;
const parts = 16;

/** Resolves with the exit code. */
export async function fuzz(run: FuzzRun): Promise<number> {
  const { root, program, seed, print } = run;
  const files = join(root, "test/parity/corpus/files");
  const schemaFolder = join(dirname(program), "../dist/schema");
  let faults = 0;
  for (const what of ["lines", "manifests"] as const) {
    const count = run[what];
    const began = performance.now();
    const found = await shared(what, count, { seed, schemaFolder, files }, (fault) => print(formatFault(fault)));
    const perSecond = Math.round((count * 1000) / (performance.now() - began));
    if (count > 0)
      print(`${count} ${what === "lines" ? "command lines" : what}: ${found} faults (${perSecond} a second)`);
    faults += found;
  }
  if (run.compare === 0) return faults === 0 ? 0 : 1;
  const kubectl = await findRealKubectl();
  if (kubectl === undefined) {
    print("No kubectl 1.33 is on the PATH (or named by KUBECTL_1_33): nothing was compared.");
    return faults === 0 ? 0 : 1;
  }
  const report = (fault: Fault) => print(formatFault(fault));
  const { verdicts, texts } = await compareWithReal({
    seed,
    files,
    schemaFolder,
    program,
    kubectl,
    report,
    count: run.compare,
  });
  print(`${run.compare} compared with a real kubectl: ${verdicts} other verdicts, ${texts} other texts`);
  return faults + verdicts + texts === 0 ? 0 : 1;
}

function formatFault({ input, what, output }: Fault): string {
  return `\n${what}\n  ${input}\n${output.replace(/^/gm, "    ")}`;
}

type Common = Omit<Share, "what" | "count" | "running">;

/** The number of faults. The shares are the same on every machine, however many threads it has. */
async function shared(
  what: Share["what"],
  count: number,
  common: Common,
  report: (fault: Fault) => void,
): Promise<number> {
  const shares = Array.from({ length: parts }, (_, part) => ({
    ...common,
    what,
    seed: common.seed * 1000 + part,
    count: Math.floor((count * (part + 1)) / parts) - Math.floor((count * part) / parts),
  })).filter((share) => share.count > 0);
  let found = 0;
  const worker = async () => {
    for (let share = shares.shift(); share !== undefined; share = shares.shift()) {
      const faults = await inThread({ ...share, running: new SharedArrayBuffer(1 << 20) }, report);
      found += faults;
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), parts) }, worker));
  return found;
}

function inThread(share: Share, report: (fault: Fault) => void): Promise<number> {
  const thread = new Worker(fileURLToPath(import.meta.url), { workerData: share });
  let found = 0;
  const note = (fault: Fault) => {
    found++;
    report(fault);
  };
  let [last, silentSince] = ["", performance.now()];
  const watchdog = setInterval(() => {
    const now = readInput(share.running);
    if (now !== last) [last, silentSince] = [now, performance.now()];
    else if (performance.now() - silentSince > longestSilenceMs) {
      note({ input: last.replace(/^\d+ /, ""), what: "it hangs", output: "" });
      void thread.terminate();
    }
  }, 1000);
  return new Promise((resolve) => {
    thread.on("message", note);
    thread.on("error", (error) =>
      note({ input: readInput(share.running), what: "the thread dies", output: String(error.stack) }),
    );
    thread.on("exit", () => {
      clearInterval(watchdog);
      resolve(found);
    });
  });
}

function readInput(buffer: SharedArrayBuffer): string {
  const [length = 0] = new Uint32Array(buffer, 0, 1);
  return new TextDecoder().decode(new Uint8Array(buffer, 4, length).slice());
}

/** The work of one thread. */
async function workOn(share: Share): Promise<void> {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(share.running, 4);
  const length = new Uint32Array(share.running, 0, 1);
  let index = 0;
  const running = (input: string) => {
    length[0] = encoder.encodeInto(`${index++} ${input}`, bytes).written;
  };
  let current = "";
  process.on("unhandledRejection", (error) => {
    report({
      input: current,
      what: "a rejection that nobody handles",
      output: error instanceof Error ? String(error.stack) : String(error),
    });
  });
  const report = (fault: Fault) => parentPort?.postMessage(fault);
  const note = (input: string) => {
    current = input;
    running(input);
  };
  await (share.what === "lines" ? fuzzCommandLines : fuzzManifests)({ ...share, running: note, report });
}

if (!isMainThread) await workOn(workerData as Share);
