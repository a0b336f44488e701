// Builds what is published: the program as a few ES modules in dist/, the schema of the API, and the licences of what is bundled.
//
// Dependencies are bundled, so that `npx k8s-tutor` fetches one package and the program reads only the modules it needs:
// each dynamic import becomes a chunk of its own that is loaded on first use.
//
//   node scripts/build.mjs [--if-stale] [--out FOLDER]
//     --if-stale   only where a source is newer than what was built
//     --out        an installation of its own in FOLDER (bin, dist, lessons), beside the one of this checkout
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { buildProtobuf } from "./build-protobuf.mjs";
import { buildSchema } from "./build-schema.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values: options } = parseArgs({ options: { "if-stale": { type: "boolean" }, out: { type: "string" } } });
const target = options.out === undefined ? root : resolve(options.out);
const dist = join(target, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

if (options["if-stale"] && !isStale()) process.exit(0);
rmSync(dist, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts" },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.17",
  minify: true,
  keepNames: false,
  metafile: true,
  legalComments: "none",
  chunkNames: "chunks/[name]-[hash]",
  define: { __VERSION__: JSON.stringify(version) },
  logLevel: "warning",
  write: false,
});
mkdirSync(join(dist, "chunks"), { recursive: true });
for (const { path, text } of result.outputFiles) writeFileSync(path, withRequire(text));
writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), notices(Object.keys(result.metafile.inputs)));
await buildSchema(join(dist, "schema"));
buildProtobuf(join(dist, "schema"));
if (target !== root)
  for (const name of ["bin", "lessons", "package.json"])
    cpSync(join(root, name), join(target, name), { recursive: true });

/** CommonJS packages inside an ES module bundle still call require for Node's own modules; few chunks hold one. */
function withRequire(text) {
  if (!/\brequire\b/.test(text)) return text;
  return `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);${text}`;
}

function isStale() {
  const built = join(dist, "main.js");
  return !existsSync(built) || statSync(built).mtimeMs < Math.max(newest("src"), newest("scripts"));
}

function newest(folder) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return Math.max(...names.map((name) => statSync(join(root, folder, name)).mtimeMs));
}

/** The licence texts of every package whose code went into the bundle. */
function notices(inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  const texts = [...packages].sort().map((folder) => {
    const { name, version: of, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return `${name} ${of} (${license})\n\n${licenceText(join(root, folder))}`;
  });
  return `k8s-tutor contains code of the following packages.\n\n${texts.join(`\n${"-".repeat(78)}\n\n`)}`;
}

function licenceText(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "LICENSE-MIT"]) {
    try {
      return `${readFileSync(join(folder, name), "utf8").trim()}\n`;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  return "(its package carries no licence file; the licence named above applies)\n";
}
