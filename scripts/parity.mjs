// Compares our kubectl with a real kubectl 1.33, command line by command line, each against a served cluster of its own.
//
//   node scripts/parity.mjs [--topic PART]... [--diff] [--seed N]
//     --topic PART   only topics whose name contains PART (test/parity/corpus/*.txt)
//     --diff         known differences are written out too
// K8S_TUTOR_BIN compares another installation than this checkout's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    topic: { type: "string", multiple: true, default: [] },
    diff: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
  },
});

// The runner is TypeScript, shared with the tests.
const folder = mkdtempSync(join(tmpdir(), "parity-"));
const outfile = join(folder, "main.mjs");
try {
  await build({
    absWorkingDir: root,
    entryPoints: ["test/parity/main.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const { parity } = await import(pathToFileURL(outfile).href);
  process.exitCode = await parity({
    root,
    program: process.env.K8S_TUTOR_BIN ?? join(root, "bin", "k8s-tutor.js"),
    topics: values.topic,
    showAll: values.diff,
    seed: Number(values.seed),
    print: (text) => process.stdout.write(`${text}\n`),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
