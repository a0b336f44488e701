// The completion scripts in the real shells: they ask our programs, and kubectl asks a served cluster. Skips aloud where a shell is absent.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";
import { type Served, startServe } from "./served.ts";

const scratch = new Scratch();
let served: Served;

beforeAll(async () => {
  served = await startServe(scratch, "--port", "0");
  scratch.folder("bin");
  scratch.folder("notes");
  const start = `exec '${process.execPath}' '${program}'`;
  chmodSync(scratch.file("bin/kubectl", `#!/bin/sh\n${start} kubectl "$@"\n`), 0o755);
  chmodSync(scratch.file("bin/k8s-tutor", `#!/bin/sh\n${start} "$@"\n`), 0o755);
  scratch.file("web.yaml", "");
  scratch.file("notes.txt", "");
  for (const words of [
    ["create", "ns", "shop"],
    ["run", "solo", "--image=nginx:1.27", "--port=80"],
  ])
    spawnSync(process.execPath, [program, "kubectl", ...words], { env: shellEnvironment() });
}, 60_000);

const open: PseudoTerminal[] = [];
afterAll(async () => {
  for (const terminal of open) terminal.close();
  await served.end();
  scratch.remove();
});

function shellEnvironment(): Record<string, string> {
  const env = environment(scratch.path, { KUBECONFIG: served.kubeconfig });
  env.PATH = `${scratch.path}/bin:${env.PATH}`;
  return env;
}

function isHere(shell: string): boolean {
  const found = process.platform !== "win32" && spawnSync(shell, ["-c", "exit 0"]).status === 0;
  if (!found) console.warn(`SKIPPED: no ${shell} on this machine, so its completion scripts are not run`);
  return found;
}

function runIn(shell: string, script: string): string {
  const { stdout, stderr } = spawnSync(shell, ["-c", script], {
    cwd: scratch.path,
    env: shellEnvironment(),
    encoding: "utf8",
  });
  return stdout + stderr;
}

const hasBash = isHere("bash");
const hasZsh = isHere("zsh");
const hasFish = isHere("fish");

// As bash does it: it cuts words at = and : too, and says where the cursor is.
const WORDS: readonly (readonly [string, string, readonly string[]])[] = [
  ["kubectl desc", "kubectl desc", ["describe"]],
  ["kubectl get pods ", "kubectl get pods ''", ["solo"]],
  ["kubectl get -n sh", "kubectl get -n sh", ["shop"]],
  ["kubectl get -o=y", "kubectl get -o = y", ["yaml"]],
  ["kubectl get --output=j", "kubectl get --output = j", ["json", "jsonpath", "jsonpath-as-json", "jsonpath-file"]],
  ["kubectl port-forward solo 8080:", "kubectl port-forward solo 8080 :", ["80"]],
  ["kubectl port-forward solo 80:8", "kubectl port-forward solo 80 : 8", ["80"]],
  ["kubectl apply -f w", "kubectl apply -f w", ["web.yaml"]],
  ["kubectl apply -f n", "kubectl apply -f n", ["notes"]],
];

test.skipIf(!hasBash)(
  "the function for bash puts words together that bash has cut",
  () => {
    const asked = WORDS.map(
      ([line, words]) => `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; COMP_WORDS=(${words})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _kubectl_complete; echo "\${COMPREPLY[@]}"`,
    );
    const reply = runIn("bash", `source <(kubectl completion bash); compopt() { :; }\n${asked.join("\n")}`);
    expect(reply.trimEnd().split("\n")).toEqual(WORDS.map(([, , expected]) => expected.join(" ")));
  },
  60_000,
);

// `k8s-tutor` and kubectl: commands, flags, values of flags, names of lessons and of the cluster, files.
test.skipIf(!hasFish)(
  "in fish, candidates come with what they are",
  () => {
    const lines: readonly (readonly [string, readonly string[]])[] = [
      ["k8s-tutor wor", ["workshop\ta classroom"]],
      ["k8s-tutor start first-", ["first-pod\tMove in: your first Pod"]],
      ["k8s-tutor start --lang=", ["--lang=de\tDeutsch", "--lang=en\tEnglish"]],
      ["k8s-tutor start --see", ["--seed\twhat a lesson leaves to chance comes from this number"]],
      ["k8s-tutor sandbox --script no", ["notes/", "notes.txt"]],
      ["k8s-tutor sandbox --dir no", ["notes/\tDirectory"]],
      ["kubectl desc", ["describe\tShow details of a specific resource or group of resources"]],
      ["kubectl get pods ", ["solo"]],
      ["kubectl get -n sh", ["shop"]],
      ["kubectl get -o=y", ["-o=yaml"]],
      ["kubectl port-forward solo 8080:", ["8080:80"]],
      ["kubectl apply -f w", ["web.yaml"]],
    ];
    const asked = lines.map(([line]) => `complete -C '${line}'; echo ---`).join("\n");
    const reply = runIn("fish", `k8s-tutor completion fish | source; kubectl completion fish | source\n${asked}`);
    const answers = reply.split("---\n").map((answer) => answer.split("\n").filter((one) => one !== ""));
    for (const [at, [line, expected]] of lines.entries())
      expect(answers[at]?.toSorted(), line).toEqual(expected.toSorted());
  },
  60_000,
);

interface Shell {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What makes completion work, as the help says. */
  readonly setUp: string;
}

const SHELLS: readonly (Shell & { readonly isHere: boolean })[] = [
  {
    name: "bash",
    args: ["--norc", "--noprofile", "-i"],
    env: { PS1: "ready> ", INPUTRC: "/dev/null" },
    setUp: "source <(k8s-tutor completion bash); source <(kubectl completion bash)",
    isHere: hasBash,
  },
  {
    name: "zsh",
    args: ["-f", "-i"],
    env: { PS1: "ready> " },
    // Nobody has called compinit.
    setUp: "source <(k8s-tutor completion zsh); source <(kubectl completion zsh)",
    isHere: hasZsh,
  },
  {
    name: "fish",
    args: ["--no-config", "-i"],
    setUp:
      "function fish_prompt; echo 'ready> '; end; k8s-tutor completion fish | source; kubectl completion fish | source",
    isHere: hasFish,
  },
];

// What is typed before Tab, and the line that Tab must make of it.
const TYPED: readonly (readonly [string, string])[] = [
  ["k8s-tutor wor", "k8s-tutor workshop "],
  ["k8s-tutor start first-", "k8s-tutor start first-pod "],
  ["k8s-tutor start --see", "k8s-tutor start --seed "],
  ["k8s-tutor start --lang=d", "k8s-tutor start --lang=de "],
  ["k8s-tutor sandbox --dir not", "k8s-tutor sandbox --dir notes/"],
  ["k8s-tutor exam first-", "k8s-tutor exam first-rounds "],
  ["k8s-tutor kubectl desc", "k8s-tutor kubectl describe "],
  ["k8s-tutor lint notes.", "k8s-tutor lint notes.txt "],
  ["kubectl desc", "kubectl describe "],
  ["kubectl get -n sh", "kubectl get -n shop "],
  ["kubectl get -o=y", "kubectl get -o=yaml "],
  ["kubectl port-forward solo 8080:", "kubectl port-forward solo 8080:80 "],
  ["kubectl apply -f w", "kubectl apply -f web.yaml "],
];

describe.each(SHELLS)("Tab in $name", ({ name, args, env = {}, setUp, isHere }) => {
  test.skipIf(!isHere)(
    "completes the line",
    async () => {
      const terminal = new PseudoTerminal({
        file: name,
        args,
        env: { ...shellEnvironment(), TERM: "xterm", ...env },
        cwd: scratch.path,
        columns: 120,
      });
      open.push(terminal);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await terminal.enters(`${setUp}; echo set "up"`, /^set up/m);
      await terminal.sees(/ready> *$/);
      for (const [typed, whole] of TYPED) {
        terminal.type(`${typed}\t`);
        // A letter behind it shows where the cursor stands: a blank was added, or none.
        await terminal.sees(whole.trimEnd());
        terminal.type("x");
        await terminal.sees(`${whole}x`);
        terminal.type("\u0015");
        await terminal.sees(/ready> *$/);
      }
      if (name === "bash") return;
      terminal.type("k8s-tutor start --lang=\t\t");
      await terminal.sees(/de +(--|\() *Deutsch/);
    },
    60_000,
  );
});
