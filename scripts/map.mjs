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
  simplifications(readFileSync(join(src, name), "utf8")).map((text) => `- \`${name}\`: ${text}`),
);

/** Each `// Simplified:` sentence, which may go on over several comment lines. */
function simplifications(text) {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (!line.startsWith("// Simplified: ")) return [];
    let sentence = line.slice("// Simplified: ".length);
    for (let at = index + 1; !sentence.endsWith(".") && lines[at]?.startsWith("// "); at++)
      sentence += ` ${lines[at].slice(3)}`;
    return [sentence];
  });
}

const map = readFileSync(join(src, "README.md"), "utf8");
const start = "<!-- simplifications -->";
const end = "<!-- /simplifications -->";
const before = map.slice(0, map.indexOf(start) + start.length);
const after = map.slice(map.indexOf(end));
writeFileSync(join(src, "README.md"), `${before}\n${rows.join("\n")}\n${after}`);
