// Each file of broken-lessons/ has one kind of mistake, and begins with what `lint` says to it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examineAll } from "../../src/cli/authoring/lint.ts";

const folder = join(import.meta.dirname, "broken-lessons");
const files = readdirSync(folder).map((name) => join(folder, name));
const examined = await examineAll(files);

describe("lint", () => {
  it.each(examined)("$file", ({ content, findings }) => {
    const expected = content.split("\n").flatMap((line) => /^# lint: (.*)$/.exec(line)?.[1] ?? []);
    expect(findings.map(({ line, column, level, message }) => `${line}:${column}: ${level}: ${message}`)).toEqual(
      expected,
    );
  });

  it("has a remedy for each of them, and there are enough", () => {
    const findings = examined.flatMap((one) => one.findings);
    expect(findings.filter(({ level }) => level === "error").length).toBeGreaterThan(60);
    for (const { message } of findings) expect(message).toMatch(/[.?]$/);
    expect(readFileSync(join(folder, "unknown-key.yaml"), "utf8")).toContain("Did you mean");
  });
});
