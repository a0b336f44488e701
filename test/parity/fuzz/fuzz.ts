// Runs generated command lines and broken manifests, and gathers what went wrong.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FieldSchema, parseFieldSchema } from "../../../src/api/field-schema.ts";
import { Random } from "../../../src/sim/random.ts";
import { allVerbs, commandLine } from "./command-lines.ts";
import { type Laptop, openLaptop } from "./laptop.ts";
import { fillLaptop, restoreKubeconfig } from "./laptop-files.ts";
import { brokenManifest, type Good, goodManifests } from "./manifests.ts";
import { faultOf } from "./verdict.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly schemaFolder: string;
  /** test/parity/corpus/files */
  readonly files: string;
  /** Told what is about to be run. */
  readonly running?: (input: string) => void;
  /** Told of each fault as it is found. */
  readonly report?: (fault: Fault) => void;
}

export interface Fault {
  readonly input: string;
  readonly what: string;
  readonly output: string;
}

// A cluster gets full of what the lines have made.
const linesOfOneCluster = 1000;

const ways: readonly (readonly string[])[] = [
  ["create", "--dry-run=client", "-o", "yaml"],
  ["create", "--dry-run=client", "--validate=false"],
  ["apply", "--dry-run=server", "--validate=strict"],
  ["apply", "--dry-run=server", "--validate=ignore"],
  ["apply", "--dry-run=client"],
  ["apply", "--server-side", "--dry-run=server"],
  ["apply", "--server-side", "--force-conflicts"],
  ["create", "--dry-run=server", "--validate=warn"],
  ["create", "--dry-run=server", "--validate=ignore", "-o", "yaml"],
  ["apply"],
  ["apply", "--validate=ignore"],
  ["create", "--save-config"],
  ["create", "--validate=ignore"],
  ["diff"],
  ["delete", "--ignore-not-found", "--wait=false"],
  ["replace"],
  ["replace", "--validate=ignore"],
  ["replace", "--force", "--grace-period=0"],
  ["get", "-o", "yaml"],
  ["get", "-o", "wide"],
  ["describe"],
  ["label", "a=b", "--local", "-o", "yaml"],
  ["set", "image", "*=nginx", "--local", "-o", "yaml"],
  ["auth", "reconcile"],
];

export async function fuzzCommandLines(options: FuzzOptions): Promise<readonly Fault[]> {
  const verbs = await allVerbs();
  const good = readGood(options);
  const random = new Random(`lines/${options.seed}`);
  return fuzzed(options, () => {
    const line = commandLine(verbs, random);
    const stdin = random.pick(["", "", "y\n", random.pick(good.documents), "{", "\u0000\udcff"]);
    return { line, stdin, input: `kubectl ${line.map((word) => JSON.stringify(word)).join(" ")}` };
  });
}

export async function fuzzManifests(options: FuzzOptions): Promise<readonly Fault[]> {
  const good = readGood(options);
  const random = new Random(`manifests/${options.seed}`);
  return fuzzed(options, () => {
    const stdin = brokenManifest(good, random);
    const line = [...random.pick(ways), "-f", "-"];
    return { line, stdin, input: `kubectl ${line.join(" ")} <<'END'\n${stdin}END` };
  });
}

const corpusFiles = [
  ...["web.yaml", "kinds.yaml", "pod.yaml", "two.yaml", "config.yaml", "secret.yaml", "many.yaml", "list.yaml"],
  ...["object.json", "crd.yaml"],
];

export function readGood({ files, schemaFolder }: Pick<FuzzOptions, "files" | "schemaFolder">): Good {
  const samples = join(files, "../../fuzz/samples.yaml");
  const texts = [...corpusFiles.map((name) => join(files, name)), samples].map((path) => readFileSync(path, "utf8"));
  return goodManifests(texts, readSchema(schemaFolder));
}

function readSchema(folder: string): FieldSchema {
  return parseFieldSchema(JSON.parse(readFileSync(join(folder, "fields.json"), "utf8")));
}

interface Attempt {
  readonly line: readonly string[];
  readonly stdin: string;
  /** As a person would write it down. */
  readonly input: string;
}

async function fuzzed(options: FuzzOptions, next: () => Attempt): Promise<readonly Fault[]> {
  const { seed, schemaFolder, files, running, report } = options;
  const faults: Fault[] = [];
  let laptop: Laptop | undefined;
  for (let i = 0; i < options.count; i++) {
    if (laptop === undefined || i % linesOfOneCluster === 0) {
      laptop = openLaptop({ seed: seed + i, schemaFolder });
      await fillLaptop(laptop, files);
    }
    const attempt = next();
    running?.(attempt.input);
    restoreKubeconfig(laptop);
    const fault = await faultIn(laptop, attempt);
    if (fault === undefined) continue;
    faults.push(fault);
    report?.(fault);
    // What broke may have left the cluster in pieces.
    laptop = undefined;
  }
  return faults;
}

async function faultIn(laptop: Laptop, { line, stdin, input }: Attempt): Promise<Fault | undefined> {
  try {
    const ran = await laptop.kubectl(line, stdin);
    const what = faultOf(ran, input);
    return what === undefined ? undefined : { input, what, output: `${ran.stdout}${ran.stderr}`.slice(0, 2000) };
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { input, what: "it throws", output };
  }
}
