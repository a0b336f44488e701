// What `npm run fuzz` does.

import { dirname, join } from "node:path";
import { findRealKubectl } from "../../kubectl/real-kubectl.ts";
import { compareManifests } from "./compare.ts";
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

/** Resolves with the exit code. */
export async function fuzz({ root, program, lines, manifests, compare, seed, print }: FuzzRun): Promise<number> {
  const files = join(root, "test/parity/corpus/files");
  const schemaFolder = join(dirname(program), "../dist/schema");
  const report = ({ input, what, output }: Fault) => print(`\n${what}\n  ${input}\n${output.replace(/^/gm, "    ")}`);
  const options = { seed, schemaFolder, files, report };
  const ofLines = await fuzzCommandLines({ ...options, count: lines });
  print(`${lines} command lines: ${ofLines.length} faults`);
  const ofManifests = await fuzzManifests({ ...options, count: manifests });
  print(`${manifests} manifests: ${ofManifests.length} faults`);
  const kubectl = compare === 0 ? undefined : await findRealKubectl();
  if (kubectl === undefined) {
    if (compare > 0) print("No kubectl 1.33 is on the PATH (or named by KUBECTL_1_33): no manifest was compared.");
    return ofLines.length + ofManifests.length === 0 ? 0 : 1;
  }
  const different = await compareManifests({ ...options, program, kubectl, count: compare });
  print(`${compare} manifests compared with a real kubectl: ${different} told differently`);
  return ofLines.length + ofManifests.length + different === 0 ? 0 : 1;
}
