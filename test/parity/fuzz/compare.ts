// Broken manifests for a real kubectl and ours, before the same cluster: do both say the same?

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../../src/sim/random.ts";
import { normalise } from "../normalise.ts";
import { startWorld } from "../world.ts";
import { type Fault, goodDocuments } from "./fuzz.ts";
import { brokenManifest } from "./manifests.ts";

export interface CompareOptions {
  readonly seed: number;
  readonly count: number;
  readonly files: string;
  readonly program: string;
  /** The real one. */
  readonly kubectl: string;
  readonly report?: (fault: Fault) => void;
}

const ways = [
  "create --dry-run=client -o yaml",
  "create --dry-run=client --validate=false -o yaml",
  "create --dry-run=client",
  "apply --dry-run=client",
  "create --dry-run=server",
  "apply --dry-run=server --validate=strict",
];

/** Resolves with the number of manifests of which they say different things. */
export async function compareManifests(options: CompareOptions): Promise<number> {
  const { seed, count, files, program, kubectl, report } = options;
  const documents = goodDocuments(files);
  const random = new Random(`compared/${seed}`);
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  const common = { files, program, seed, nodes: "" };
  const [real, ours] = await Promise.all([
    startWorld({ ...common, folder: join(folder, "real"), kubectl }),
    startWorld({ ...common, folder: join(folder, "ours") }),
  ]);
  let different = 0;
  try {
    for (let i = 0; i < count; i++) {
      const manifest = brokenManifest(documents, random);
      const command = `kubectl ${random.pick(ways)} -f m.yaml`;
      for (const world of ["real", "ours"]) writeFileSync(join(folder, world, "work", "m.yaml"), manifest);
      const [theirs, mine] = await Promise.all([real.run(command), ours.run(command, real.kubeconfig)]);
      const texts = [
        `${normalise(theirs.stdout + theirs.stderr, real)}exit ${theirs.exitCode}`,
        `${normalise(mine.stdout + mine.stderr, { ...ours, server: real.server })}exit ${mine.exitCode}`,
      ];
      if (texts[0] === texts[1]) continue;
      different++;
      const output = `real: ${texts[0]}\nours: ${texts[1]}`;
      report?.({ input: `${command} <<'END'\n${manifest}END`, what: "they differ", output });
    }
  } finally {
    await Promise.all([real.end(), ours.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
  return different;
}
