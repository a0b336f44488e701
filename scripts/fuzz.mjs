// Feeds our kubectl with generated command lines and broken manifests: whatever goes in, kubectl's kind of answer must come out.
//
//   node scripts/fuzz.mjs [--lines N] [--manifests N] [--compare N] [--seed N]
//     --compare N   N of the manifests are also given to a real kubectl 1.33, which has to say the same
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "100000" },
    manifests: { type: "string", default: "20000" },
    compare: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
const outfile = join(folder, "main.mjs");
try {
  await build({
    absWorkingDir: root,
    entryPoints: ["test/parity/fuzz/main.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const { fuzz } = await import(pathToFileURL(outfile).href);
  const program = process.env.K8S_TUTOR_BIN ?? join(root, "bin", "k8s-tutor.js");
  process.exitCode = await fuzz({
    root,
    program,
    lines: Number(values.lines),
    manifests: Number(values.manifests),
    compare: Number(values.compare),
    seed: Number(values.seed),
    print: (text) => process.stdout.write(`${text}\n`),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
