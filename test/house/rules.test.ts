// The rules of the house that the import checker does not see.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));
const atTheRim = (name: string) => /^(cli|http|workshop)\//.test(name) || /^terminal\/tty[/.]/.test(name);

// Comments and texts may speak of these; code in the core may not use them. With a name: only the global of that name is meant, so a
// file that has its own (a program's `process` is the simulated one) does not leak.
const banned: readonly { readonly what: string; readonly pattern: RegExp; readonly name?: string }[] = [
  { what: "wall time", pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/ },
  { what: "a timer of the host", pattern: /(?<![.\w])(set|clear)(Timeout|Interval|Immediate)\(|\bqueueMicrotask\(/ },
  { what: "unseeded chance", pattern: /\bMath\.random\(|(?<![.\w])crypto\./ },
  { what: "the host process", pattern: /(?<![.\w/])process\.(?!ts")\w/, name: "process" },
  { what: "the network of the host", pattern: /(?<![.\w])fetch\(/, name: "fetch" },
  { what: "a module of Node", pattern: /from "node:|import\("node:/ },
];

function declares(code: string, name: string): boolean {
  return new RegExp(`(function\\*?|const|let) ${name}\\b|\\b${name}\\s*[:,)}]`).test(code);
}

function codeOf(name: string): string {
  return readFileSync(join(root, "src", name), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
}

describe("the house", () => {
  it("was read", () => expect(sources.length).toBeGreaterThan(50));

  for (const { what, pattern, name } of banned) {
    it(`keeps ${what} at the rim`, () => {
      const isLeak = (file: string) => {
        const code = codeOf(file);
        return pattern.test(code) && (name === undefined || !declares(code, name));
      };
      expect(sources.filter((file) => !atTheRim(file) && isLeak(file))).toEqual([]);
    });
  }

  it("has no file named after nothing in particular", () => {
    expect(sources.filter((name) => /(^|\/)(utils?|helpers?|common|base|misc)\.ts$/.test(name))).toEqual([]);
  });

  it("lists every simplification on the map", () => {
    const map = readFileSync(join(root, "src/README.md"), "utf8");
    const missing = sources.flatMap((name) =>
      [...readFileSync(join(root, "src", name), "utf8").matchAll(/\/\/ Simplified: (.*)/g)]
        .filter(([, text]) => !map.includes(`${text}`))
        .map(([line]) => `${name}: ${line}`),
    );
    expect(missing, "run `node scripts/map.mjs`").toEqual([]);
  });
});
