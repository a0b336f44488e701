// Builds what is published: the program as a few ES modules in dist/, the schema of the API, and the licences of what is bundled.
//
// Dependencies are bundled, so that `npx k8s-tutor` fetches one package and the program reads only the modules it needs:
// each dynamic import becomes a chunk of its own that is loaded on first use. They are CommonJS in the end, whose compiled code can be
// kept between runs on every Node.js.
//
//   node scripts/build.mjs [--if-stale] [--out FOLDER]
//     --if-stale   only where a source is newer than what was built
//     --out        an installation of its own in FOLDER (bin, dist, lessons), beside the one of this checkout
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { buildPage } from "./build-page.mjs";
import { buildProtobuf } from "./build-protobuf.mjs";
import { buildSchema } from "./build-schema.mjs";
import { PACKAGES } from "./model-texts.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values: options } = parseArgs({ options: { "if-stale": { type: "boolean" }, out: { type: "string" } } });
const target = options.out === undefined ? root : resolve(options.out);
const dist = join(target, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

if (options["if-stale"] && !isStale()) process.exit(0);
const bundling = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: "node",
  target: "node20.17",
  minify: true,
  legalComments: "none",
  define: { __VERSION__: JSON.stringify(version), __SOURCES__: JSON.stringify(digestOfSources()) },
  logLevel: "warning",
  outExtension: { ".js": ".cjs" },
};
// Only ES modules can be split.
const result = await build({
  ...bundling,
  entryPoints: { main: "src/cli/main.ts" },
  splitting: true,
  format: "esm",
  metafile: true,
  chunkNames: "chunks/[name]-[hash]",
  write: false,
});
// What was built before stays until there is something to take its place.
rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "chunks"), { recursive: true });
await build({ ...bundling, entryPoints: { "code-cache": "src/cli/code-cache.ts" }, format: "cjs" });
for (const { path, text } of result.outputFiles) writeFileSync(path, await commonJs(text));
const pageInputs = await buildPage(join(dist, "page"));
// SQLite looks for its code beside itself.
cpSync(
  join(root, "node_modules/node-sqlite3-wasm/dist/node-sqlite3-wasm.wasm"),
  join(dist, "chunks/node-sqlite3-wasm.wasm"),
);
writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), notices([...Object.keys(result.metafile.inputs), ...pageInputs]));
await buildSchema(join(dist, "schema"));
buildProtobuf(join(dist, "schema"));
if (target !== root)
  for (const name of ["bin", "lessons", "package.json"])
    cpSync(join(root, name), join(target, name), { recursive: true });
// The manual page tells what the program does, so the program writes it.
mkdirSync(join(dist, "man"), { recursive: true });
const manual = execFileSync(process.execPath, [join(target, "bin", "k8s-tutor.js"), "__man"]);
writeFileSync(join(dist, "man", "k8s-tutor.1"), manual);

async function commonJs(text) {
  const usesUrl = text.includes("import.meta.url");
  const url = 'const __url = require("node:url").pathToFileURL(__filename).href;';
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node20.17",
    minify: true,
    supported: { "dynamic-import": false },
    ...(usesUrl ? { define: { "import.meta.url": "__url" } } : {}),
  });
  return usesUrl ? url + code : code;
}

/** Tells one program from another: what is kept between runs is for the very same one only. */
function digestOfSources() {
  const digest = createHash("sha256");
  for (const folder of ["src", "scripts"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).sort()) {
      const file = join(root, folder, name);
      if (statSync(file).isFile()) digest.update(name).update(readFileSync(file));
    }
  }
  return digest
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
    .slice(0, 16);
}

function isStale() {
  const built = join(dist, "main.cjs");
  return !existsSync(built) || statSync(built).mtimeMs < Math.max(newest("src"), newest("scripts"));
}

function newest(folder) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return Math.max(...names.map((name) => statSync(join(root, folder, name)).mtimeMs));
}

/** The licence texts of every package whose code went into the bundle. */
function notices(inputs) {
  // Of these the descriptions of the API's fields are taken, and nothing of their code.
  const described = PACKAGES.map((name) => `node_modules/${name}`);
  const packages = new Set(described.filter((folder) => existsSync(join(root, folder))));
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
