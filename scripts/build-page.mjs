// Builds the workshop's pages: one script and one sheet for all of them, small, and without a line inside the HTML, as the host's
// content security policy wants it.
//
//   node scripts/build-page.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = "src/workshop/page";

/** By the file's name: what the page is called, and which of main.tsx it is. */
const PAGES = {
  index: { title: "The workshop – k8s-tutor", page: "instructor" },
  projector: { title: "The workshop on the wall – k8s-tutor", page: "projector" },
  join: { title: "Join the workshop – k8s-tutor", page: "join" },
};

/** @returns the paths of all that went in, for their licences. */
export async function buildPage(folder) {
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { page: `${source}/main.tsx`, "page-style": `${source}/page.css` },
    outdir: folder,
    entryNames: "page",
    bundle: true,
    platform: "browser",
    format: "esm",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  const template = readFileSync(join(root, source, "page.html"), "utf8");
  for (const [name, words] of Object.entries(PAGES))
    writeFileSync(
      join(folder, `${name}.html`),
      template.replace(/\{\{(\w+)\}\}/g, (_, word) => words[word]),
    );
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage(resolve(process.argv[2] ?? "dist/page"));
