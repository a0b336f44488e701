// Runs generated command lines and broken manifests, and gathers what went wrong.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/sim/random.ts";
import { allVerbs, commandLine } from "./command-lines.ts";
import { type Laptop, openLaptop } from "./laptop.ts";
import { brokenManifest, documentsOf } from "./manifests.ts";
import { faultOf } from "./verdict.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly schemaFolder: string;
  /** test/parity/corpus/files */
  readonly files: string;
  /** Told of each fault as it is found. */
  readonly report?: (fault: Fault) => void;
}

export interface Fault {
  readonly input: string;
  readonly what: string;
  readonly output: string;
}

// A cluster gets full of what the lines have made.
const linesOfOneCluster = 400;

const ways: readonly (readonly string[])[] = [
  ["create", "--dry-run=client", "-o", "yaml"],
  ["create", "--dry-run=client", "--validate=false"],
  ["apply", "--dry-run=server", "--validate=strict"],
  ["apply", "--dry-run=client"],
  ["apply", "--server-side", "--dry-run=server"],
  ["create", "--dry-run=server", "--validate=warn"],
  ["apply"],
  ["create", "--save-config"],
  ["diff"],
  ["delete", "--ignore-not-found", "--wait=false"],
  ["replace", "--force", "--grace-period=0"],
  ["get", "-o", "yaml"],
  ["describe"],
  ["label", "a=b", "--local", "-o", "yaml"],
];

export async function fuzzCommandLines(options: FuzzOptions): Promise<readonly Fault[]> {
  const verbs = await allVerbs();
  const random = new Random(`lines/${options.seed}`);
  const faults: Fault[] = [];
  let laptop: Laptop | undefined;
  for (let i = 0; i < options.count; i++) {
    if (laptop === undefined || i % linesOfOneCluster === 0) laptop = await prepared(options, i);
    const line = commandLine(verbs, random);
    const input = `kubectl ${line.map((word) => JSON.stringify(word)).join(" ")}`;
    await attempt(laptop, line, "", input, faults, options);
  }
  return faults;
}

export async function fuzzManifests(options: FuzzOptions): Promise<readonly Fault[]> {
  const documents = goodDocuments(options.files);
  const random = new Random(`manifests/${options.seed}`);
  const faults: Fault[] = [];
  let laptop: Laptop | undefined;
  for (let i = 0; i < options.count; i++) {
    if (laptop === undefined || i % linesOfOneCluster === 0) laptop = await prepared(options, i);
    const manifest = brokenManifest(documents, random);
    const line = [...random.pick(ways), "-f", "-"];
    const input = `kubectl ${line.join(" ")} <<'END'\n${manifest}END`;
    await attempt(laptop, line, manifest, input, faults, options);
  }
  return faults;
}

export function goodDocuments(files: string): readonly string[] {
  const names = [
    "web.yaml",
    "kinds.yaml",
    "pod.yaml",
    "two.yaml",
    "config.yaml",
    "secret.yaml",
    "many.yaml",
    "list.yaml",
    "object.json",
    "crd.yaml",
  ];
  return names.flatMap((name) => documentsOf(readFileSync(join(files, name), "utf8")));
}

async function prepared({ schemaFolder, files, seed }: FuzzOptions, round: number): Promise<Laptop> {
  const laptop = openLaptop({ seed: seed + round, schemaFolder });
  for (const name of ["web.yaml", "kinds.yaml", "pod.yaml", "two.yaml", "config.yaml"])
    laptop.write(name, readFileSync(join(files, name), "utf8"));
  laptop.write("note.txt", "A=1\n# two\nB\n");
  laptop.write("bad.json", '{"kind": ');
  await laptop.kubectl(["apply", "-f", "web.yaml", "-f", "kinds.yaml", "-f", "pod.yaml", "-f", "config.yaml"]);
  await laptop.sleep(10_000);
  return laptop;
}

async function attempt(
  laptop: Laptop,
  line: readonly string[],
  stdin: string,
  input: string,
  faults: Fault[],
  options: FuzzOptions,
): Promise<void> {
  const found = (what: string, output: string) => {
    const fault = { input, what, output };
    faults.push(fault);
    options.report?.(fault);
  };
  try {
    const ran = await laptop.kubectl(line, stdin);
    const what = faultOf(ran, input);
    if (what !== undefined) found(what, `${ran.stdout}${ran.stderr}`.slice(0, 2000));
  } catch (error) {
    found("it throws", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
