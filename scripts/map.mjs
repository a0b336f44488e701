// Writes the list of simplifications in src/README.md from the `// Simplified:` lines of the sources.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const src = join(dirname(fileURLToPath(import.meta.url)), "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .sort();
const rows = files.flatMap((name) =>
  [...readFileSync(join(src, name), "utf8").matchAll(/\/\/ Simplified: (.*)/g)].map(
    ([, text]) => `- \`${name}\`: ${text}`,
  ),
);
const map = readFileSync(join(src, "README.md"), "utf8");
const start = "<!-- simplifications -->";
const end = "<!-- /simplifications -->";
const before = map.slice(0, map.indexOf(start) + start.length);
const after = map.slice(map.indexOf(end));
writeFileSync(join(src, "README.md"), `${before}\n${rows.join("\n")}\n${after}`);
