// The rules of the house that the import checker does not see.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));
const atTheRim = (name: string) => /^(cli|http|workshop)\//.test(name) || name === "terminal/tty.ts";

// Comments and texts may speak of these; code in the core may not use them.
const banned: readonly [RegExp, string][] = [
  [/\bDate\.now\(|\bnew Date\(\)/, "wall time"],
  [/(?<![.\w])set(Timeout|Interval|Immediate)\(/, "a timer of the host"],
  [/\bMath\.random\(/, "unseeded chance"],
  [
    /(?<![.\w])process\.(env|argv|stdin|stdout|stderr|exit|cwd|platform|hrtime|nextTick)\b(?!.*: Process)/,
    "the host process",
  ],
  [/(?<![.\w])fetch\(/, "the network of the host"],
  [/(?<![.\w])crypto\.|from "node:/, "a module of Node"],
];

function codeOf(name: string): string {
  return readFileSync(join(root, "src", name), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
}

describe("the house", () => {
  it("was read", () => expect(sources.length).toBeGreaterThan(50));

  for (const [pattern, what] of banned) {
    it(`keeps ${what} at the rim`, () => {
      // A program's own `process` parameter is the simulated one; only the global would be a leak.
      const isLeak = (name: string) => {
        const code = codeOf(name);
        if (what === "the host process" && /\bprocess\b\s*[:,)]/.test(code)) return false;
        return pattern.test(code);
      };
      expect(sources.filter((name) => !atTheRim(name) && isLeak(name))).toEqual([]);
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
