// Completion of k8s-tutor in the real shells of this machine, and the manual page in the real man.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { Command, Option } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import { manPage } from "../../src/cli/usage/man.ts";
import { suggestWords } from "../../src/cli/usage/words.ts";
import { environment, program, run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());
scratch.folder("bin");
chmodSync(scratch.file("bin/k8s-tutor", `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`), 0o755);
scratch.file("script.txt", "");

function hasProgram(name: string): boolean {
  return process.platform !== "win32" && spawnSync(name, ["--version"]).error === undefined;
}

function shell(name: string, script: string): string {
  const env = environment(scratch.path);
  env.PATH = `${scratch.path}/bin:${env.PATH}`;
  const { stdout, stderr } = spawnSync(name, ["-c", script], { cwd: scratch.path, env, encoding: "utf8" });
  return (stdout + stderr).trim();
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

// Each is a line, as the shell cuts it into words, and what the shell must offer.
const LINES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["k8s-tutor st", ["k8s-tutor", "st"], ["start"]],
  ["k8s-tutor start first-", ["k8s-tutor", "start", "first-"], ["first-pod"]],
  ["k8s-tutor start --see", ["k8s-tutor", "start", "--see"], ["--seed"]],
  ["k8s-tutor exam first", ["k8s-tutor", "exam", "first"], ["first-rounds"]],
  ["k8s-tutor completion z", ["k8s-tutor", "completion", "z"], ["zsh"]],
  ["k8s-tutor sandbox --script scr", ["k8s-tutor", "sandbox", "--script", "scr"], ["script.txt"]],
  ["k8s-tutor kubectl desc", ["k8s-tutor", "kubectl", "desc"], ["describe"]],
];

describe("completion", { timeout: 20_000 }, () => {
  const hasBash = hasProgram("bash");
  if (!hasBash) console.warn("SKIPPED: no bash on this machine, so its completion script is not run");
  it.skipIf(!hasBash)("in bash", () => {
    const script = LINES.map(
      ([line, words]) => `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${words.join(" ")})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _k8s-tutor_complete
((\${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); echo "\${COMPREPLY[@]}"`,
    ).join("\n");
    const reply = shell("bash", `source <(k8s-tutor completion bash); compopt() { :; }\n${script}`);
    expect(reply.split("\n")).toEqual(LINES.map(([, , expected]) => expected.join(" ")));
  });

  const hasFish = hasProgram("fish");
  if (!hasFish) console.warn("SKIPPED: no fish on this machine, so its completion script is not run");
  it.skipIf(!hasFish)("in fish", () => {
    const lines = LINES.slice(0, 5);
    const script = lines.map(([line]) => `complete -C '${line}' | string replace -r '\\t.*' '' | string join ' '`);
    const reply = shell("fish", `k8s-tutor completion fish | source\n${script.join("\n")}`);
    expect(reply.split("\n")).toEqual(lines.map(([, , expected]) => expected.join(" ")));
  });

  const hasZsh = hasProgram("zsh");
  if (!hasZsh) console.warn("SKIPPED: no zsh on this machine, so its completion script is not run");
  it.skipIf(!hasZsh)("in zsh", () => {
    const script = LINES.slice(0, 5).map(
      ([, words]) => `words=(${words.join(" ")}); CURRENT=\${#words}; PREFIX=\${words[-1]}; _k8s-tutor`,
    );
    const stub = `compdef() { :; }; compset() { :; }; _files() { :; }; _describe() { print -r -- \${candidates%%:*} }`;
    const reply = shell("zsh", `${stub}; source <(k8s-tutor completion zsh)\n${script.join("\n")}`);
    expect(reply.split("\n")).toEqual(LINES.slice(0, 5).map(([, , expected]) => expected.join(" ")));
  });

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
