// What the shells are told of k8s-tutor (shell-completion.test.ts has the shells), and the manual page in the real man.

import { spawnSync } from "node:child_process";
import { Command, Option } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import { manPage } from "../../src/cli/usage/man.ts";
import { suggestWords } from "../../src/cli/usage/words.ts";
import { run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

function hasProgram(name: string): boolean {
  return process.platform !== "win32" && spawnSync(name, ["--version"]).error === undefined;
}

function small(): Command {
  const top = new Command("top").description("It does things.").option("--lang <language>", "how it speaks");
  top
    .command("play")
    .description("plays: one piece")
    .argument("[lesson]", "which")
    .option("--dir <dir>", "where")
    .addOption(new Option("--level <level>", "how loud").choices(["low", "high"]))
    .option("--json", "as JSON");
  top.command("lint").argument("[paths...]").alias("check");
  const box = top.command("box").description("a box");
  box.command("open").description("opens it.");
  top.command("secret", { hidden: true });
  return top;
}

describe("what may come next", () => {
  const sources = { lesson: () => [{ text: "one" }, { text: "other" }, { text: "two" }] };
  it.each<[string, string, string]>([
    ["", "play lint box help", "nothing"],
    ["p", "play", "nothing"],
    ["play o", "one other", "nothing"],
    ["play one t", "", "nothing"],
    ["play --l", "--level --lang", "nothing"],
    ["play --level ", "low high", "nothing"],
    ["play --level=h", "high", "nothing"],
    ["play --dir ", "", "folders"],
    ["play --dir x o", "one other", "nothing"],
    ["play --json o", "one other", "nothing"],
    ["play -- --", "", "nothing"],
    ["play --nonsense=", "", "nothing"],
    ["check a b c", "", "files"],
    ["box ", "open", "nothing"],
  ])("%j", (line, expected, otherwise) => {
    const found = suggestWords(small(), line.split(" "), sources);
    expect([found.candidates.map(({ text }) => text).join(" "), found.otherwise]).toEqual([expected, otherwise]);
  });
});

describe("completion", { timeout: 20_000 }, () => {
  it("names the shells that there are, and how each learns it", async () => {
    const wrong = await run(["completion", "tcsh"], { cwd: scratch.path });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain("Allowed choices are bash, zsh, fish, powershell.");
    const help = await run(["completion", "--help"], { cwd: scratch.path });
    expect(help.stdout).toContain("echo 'source <(k8s-tutor completion bash)' >>~/.bashrc");
  });
});

describe("the manual page", () => {
  it("tells every command, argument and flag, and no hidden one", () => {
    const page = manPage(small(), "1.2.3");
    expect(page.split("\n")[0]).toBe('.TH TOP 1 "" "top 1.2.3" "User Commands"');
    expect(page).toContain(".SS\nplay [lesson]\nPlays: one piece.\n");
    expect(page).toContain('.B "\\-\\-level <level>"\nHow loud (low, high)\n');
    expect(page).toContain(".SS\nbox open\nOpens it.");
    expect(page).not.toContain("secret");
  });

  const hasGroff = hasProgram("groff");
  if (!hasGroff) console.warn("SKIPPED: no groff on this machine, so the manual page is not set");
  it.skipIf(!hasGroff)("is set without a warning", async () => {
    const { stdout: page } = await run(["__man"], { cwd: scratch.path });
    const set = spawnSync("groff", ["-man", "-Tascii", "-ww", "-P-cbou"], { input: page, encoding: "utf8" });
    expect(set.stderr).toBe("");
    for (const word of ["start [lesson]", "--kubeconfig <file>", "K8S_TUTOR_HOME", "progress export"])
      expect(set.stdout).toContain(word);
  });
});
