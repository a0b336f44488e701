import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderFindings } from "../../src/cli/doctor/doctor.ts";
import { advice, broken, type Finding, ok } from "../../src/cli/doctor/finding.ts";
import { examineNode } from "../../src/cli/doctor/installation.ts";
import { skewOf } from "../../src/cli/doctor/neighbours.ts";
import { examineTerminal } from "../../src/cli/doctor/terminal.ts";
import { createStyler } from "../../src/terminal/style.ts";
import { textWidth } from "../../src/terminal/text-width.ts";
import { run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

async function examine(name: string, env: Readonly<Record<string, string>> = {}) {
  const home = scratch.folder(name);
  const { stdout, exitCode } = await run(["doctor", "--json"], { cwd: home, env });
  const { ok: isWell, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  return { isWell, exitCode, of: (about: string) => findings.find((one) => one.about === about) };
}

describe("k8s-tutor doctor", { timeout: 20_000 }, () => {
  it("finds a machine well, and what could be better", async () => {
    const bin = scratch.folder("bin");
    const kubectl = join(bin, "kubectl");
    writeFileSync(kubectl, `#!/bin/sh\necho '{"clientVersion": {"gitVersion": "v1.29.3"}}'\n`);
    chmodSync(kubectl, 0o755);
    const path = `${bin}${delimiter}${process.env.PATH ?? ""}`;
    const { isWell, exitCode, of } = await examine("well", { PATH: path, SHELL: "/bin/zsh", LANG: "C" });
    expect([isWell, exitCode]).toEqual([true, 0]);
    expect(of("Node.js")).toMatchObject({ state: "ok", found: process.version });
    expect(of("Progress")?.found).toContain("none yet");
    expect(of("Letters")).toMatchObject({ state: "advice" });
    expect(of("Completion")?.remedy).toBe("echo 'source <(k8s-tutor completion zsh)' >>~/.zshrc");
    if (process.platform !== "win32") expect(of("kubectl")?.remedy).toContain("use kubectl 1.33");
  });

  it("finds a progress file broken, and leaves it where it is", async () => {
    const kept = scratch.folder("kept");
    const file = join(kept, "progress.json");
    writeFileSync(file, "{ half");
    const { isWell, exitCode, of } = await examine("ill", { K8S_TUTOR_HOME: kept });
    expect([isWell, exitCode]).toEqual([false, 1]);
    expect(of("Progress")).toMatchObject({
      state: "broken",
      found: `${file} cannot be used: it is not JSON, perhaps half written`,
    });
    expect((await examine("again", { K8S_TUTOR_HOME: kept })).exitCode).toBe(1);
  });

  it("finds a folder that cannot be written", async () => {
    const file = scratch.file("a-file", "");
    const { exitCode, of } = await examine("unwritable", { K8S_TUTOR_HOME: join(file, "below") });
    expect([exitCode, of("Folder")?.state, of("Folder")?.remedy]).toEqual([
      1,
      "broken",
      "set K8S_TUTOR_HOME to a folder that can be written",
    ]);
  });

  it("knows which versions go together", () => {
    expect(["v20.17.0", "v22.1.0", "v20.16.0", "v18.20.1"].map((one) => examineNode(one).state)).toEqual([
      "ok",
      "ok",
      "broken",
      "broken",
    ]);
    expect(["v1.31.9", "v1.32.0", "v1.34.1", "v1.35.0"].map((one) => skewOf(one, "kubectl").state)).toEqual([
      "advice",
      "ok",
      "ok",
      "advice",
    ]);
  });

  it.each<[NodeJS.ProcessEnv, string, string]>([
    [{ TERM: "xterm-256color", COLORFGBG: "15;0" }, "Colours", "256, on a dark background"],
    [{ TERM: "xterm-256color", NO_COLOR: "1" }, "Colours", "none: NO_COLOR is set"],
    [{ TERM: "dumb" }, "Colours", "none: plain text is asked for, or TERM is dumb"],
    [{ TERM: "vt100" }, "Colours", "bold and underlined only: this terminal does not tell that it has 256 colours"],
    [{ TERM: "xterm", LC_ALL: "C" }, "Letters", "ASCII only (the locale is C): nothing is drawn"],
    [{ TERM: "screen" }, "Terminal", "30 columns, 24 rows (TERM=screen)"],
  ])("%j: %s", (env, about, found) => {
    const seat = { env, platform: "linux", isTerminal: true, columns: 30, rows: 24 };
    expect(examineTerminal(seat).find((one) => one.about === about)?.found).toBe(found);
  });

  it("fits into any width, and each state has a word", () => {
    const long = "/home/somebody/with_a_very_long_name/and/a/folder/that/is/deep/inside/of/others/*k8s*";
    const findings = [ok("Folder", long), advice("Editor", "none", long), broken("Disk", "full", "free some space")];
    for (const width of [40, 80, 200]) {
      const lines = renderFindings(findings, width, createStyler({ color: false, plain: true }));
      for (const line of lines) {
        expect(textWidth(line)).toBeLessThanOrEqual(width);
        expect(line).toMatch(/^[ -~]*$/);
      }
      expect(lines.join("").replace(/\s/g, "")).toContain(long);
    }
    const text = renderFindings(findings, 200, createStyler({ color: false, plain: true })).join("\n");
    expect(text).toMatch(/^\[x\] Folder: .*\n-> Editor \(advice\): none\n {3}To do: .*\n\[!\] Disk \(broken\): full\n/);
    expect(text).toContain("One thing is broken.");
  });
});
