// Broken manifests and odd command lines for a real kubectl and ours, each before a cluster of its own: do both come to the same verdict?

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../../src/sim/random.ts";
import { normalise, sortedLines } from "../normalise.ts";
import { type Outcome, startWorld, type World } from "../world.ts";
import { allVerbs, commandLine, type Verb } from "./command-lines.ts";
import { type Fault, readGood } from "./fuzz.ts";
import { brokenManifest, type Good } from "./manifests.ts";

export interface CompareOptions {
  readonly seed: number;
  readonly count: number;
  readonly files: string;
  readonly schemaFolder: string;
  readonly program: string;
  /** The real one. */
  readonly kubectl: string;
  readonly report?: (fault: Fault) => void;
}

/** How many commands end otherwise, and how many end alike and say other things. */
export interface Comparison {
  readonly verdicts: number;
  readonly texts: number;
}

const pairs = 2;
const linesOfOneNamespace = 40;

const ways = [
  "create --dry-run=client -o yaml",
  "create --dry-run=client --validate=false -o yaml",
  "create --dry-run=client",
  "apply --dry-run=client",
  "create --dry-run=server",
  "apply --dry-run=server --validate=strict",
  "create --dry-run=server --validate=ignore",
  "create --dry-run=server --validate=warn",
  "apply --server-side --dry-run=server",
  "label a=b --local -o yaml",
  "diff",
  "apply",
  "create --validate=ignore",
  "delete --ignore-not-found --wait=false",
];

// What talks on, needs a terminal, writes prose of its own, or tells of time and chance.
const apart = new Set([
  ...["attach", "exec", "port-forward", "proxy", "cp", "debug", "run", "logs", "wait", "events", "top", "completion"],
  ...["options", "cluster-info", "drain", "config", "plugin", "version", "alpha", "edit", "kustomize"],
]);

interface Pair {
  readonly real: World;
  readonly ours: World;
}

interface Question {
  /** For a shell. */
  readonly command: string;
  readonly manifest: string;
}

export async function compareWithReal(options: CompareOptions): Promise<Comparison> {
  const good = readGood(options);
  const verbs = (await allVerbs()).filter(({ words: [first = ""] }) => !apart.has(first));
  const found = { verdicts: 0, texts: 0 };
  const compareShare = async (part: number) => {
    const random = new Random(`compared/${options.seed}/${part}`);
    const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
    const pair = await startPair(options, folder);
    try {
      const count = Math.floor((options.count * (part + 1)) / pairs) - Math.floor((options.count * part) / pairs);
      for (let i = 0; i < count; i++) {
        if (i % linesOfOneNamespace === 0) await freshNamespace(pair, `fresh-${i}`);
        const question = i % 5 < 3 ? manifestQuestion(good, random) : lineQuestion(verbs, good, random);
        const difference = await ask(question, pair);
        if (difference === undefined) continue;
        found[difference.kind]++;
        const input = `${question.command} <<'END'\n${question.manifest}END`;
        options.report?.({
          input,
          what: difference.kind === "verdicts" ? "another verdict" : "another text",
          output: difference.text,
        });
      }
    } finally {
      await Promise.all([pair.real.end(), pair.ours.end()]);
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: pairs }, (_, part) => compareShare(part)));
  return found;
}

async function startPair({ files, program, seed, kubectl }: CompareOptions, folder: string): Promise<Pair> {
  const common = { files, program, seed, nodes: "" };
  const [real, ours] = await Promise.all([
    startWorld({ ...common, folder: join(folder, "real"), kubectl }),
    startWorld({ ...common, folder: join(folder, "ours") }),
  ]);
  return { real, ours };
}

async function freshNamespace({ real, ours }: Pair, name: string): Promise<void> {
  const command = [
    `kubectl create namespace ${name}`,
    `kubectl config set-context --current --namespace ${name}`,
    "kubectl apply -f config.yaml -f web.yaml -f pod.yaml -f two.yaml -f crd.yaml",
    "sleep 4",
  ].join("; ");
  await Promise.all([real.run(command), ours.run(command)]);
}

function manifestQuestion(good: Good, random: Random): Question {
  return { command: `kubectl ${random.pick(ways)} -f m.yaml`, manifest: brokenManifest(good, random) };
}

/** A line that a shell can hand over, and that reads no more than m.yaml. */
function lineQuestion(verbs: readonly Verb[], good: Good, random: Random): Question {
  for (;;) {
    const line = commandLine(verbs, random);
    const text = line.join(" ");
    if (
      /[\u0000\ud800-\udfff]/.test(text) ||
      /(^|\s)(-w|--watch\S*|-i|--help|-h|--token\S*|--user\S*|--password\S*|--client-\S*)(\s|$)/.test(text)
    )
      continue;
    return { command: `kubectl ${line.map(quoted).join(" ")} < m.yaml`, manifest: random.pick(good.documents) };
  }
}

function quoted(word: string): string {
  return /^[\w./=:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

interface Difference {
  readonly kind: keyof Comparison;
  readonly text: string;
}

// Two clusters come to the same state, but not in the same millisecond.
const attempts = 3;

async function ask({ command, manifest }: Question, { real, ours }: Pair): Promise<Difference | undefined> {
  for (const { folder } of [real, ours]) writeFileSync(join(folder, "work", "m.yaml"), bytesOf(manifest));
  for (let attempt = 1; ; attempt++) {
    const [theirs, mine] = await Promise.all([real.run(command), ours.run(command)]);
    const [shownReal, shownOurs] = [shown(theirs, real), shown(mine, ours)];
    const alike = shownReal === shownOurs || sortedLines(shownReal) === sortedLines(shownOurs);
    if (alike) return undefined;
    if (attempt < attempts && /^kubectl (get|describe|diff|rollout (status|history)) /.test(command)) {
      await new Promise((resolve) => setTimeout(resolve, 700));
      continue;
    }
    const text = `real: ${shownReal}\nours: ${shownOurs}`;
    return { kind: theirs.exitCode === mine.exitCode ? "texts" : "verdicts", text };
  }
}

function shown({ stdout, stderr, exitCode }: Outcome, world: World): string {
  // Help is prose of its own.
  const said = /^(Usage|Examples|Flags|Options):$/m.test(stdout + stderr) ? "<help>\n" : stdout + stderr;
  return `${normalise(said, world)}exit ${exitCode}`;
}

/** What stands for a byte that is no UTF-8 becomes that byte. */
function bytesOf(text: string): Buffer {
  const parts = text.split(/([\udc80-\udcff])/u).map((part) => {
    const code = part.charCodeAt(0);
    return part.length === 1 && code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(part);
  });
  return Buffer.concat(parts);
}
