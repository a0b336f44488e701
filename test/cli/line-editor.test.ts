// The prompt under the fingers: keys typed into a pseudo-terminal, and the screen that a terminal emulator makes of the answer.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

interface Window {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What runs the program; Node.js when not given. */
  readonly shell?: string;
}

async function sandbox({ columns = 80, env = {}, shell }: Window = {}): Promise<PseudoTerminal> {
  const args = [program, "sandbox", "--dir", "work"];
  const learner = new PseudoTerminal({
    ...(shell === undefined ? { args } : { file: shell, args: ["--norc", "-i"] }),
    // The emulator is one that leaves the line with the cursor as it is when it becomes narrower.
    env: environment(scratch.path, { COLORFGBG: "15;0", TERM_PROGRAM: "vscode", PS1: "host> ", ...env }),
    cwd: scratch.path,
    columns,
    rows: 24,
  });
  open.push(learner);
  if (shell === undefined) await learner.sees("~/work $");
  return learner;
}

/** The last line of the screen that holds a prompt, and what is below it. */
function line(learner: PseudoTerminal): string {
  const { screen } = learner;
  return screen.slice(screen.lastIndexOf("~/work $"));
}

async function shows(learner: PseudoTerminal, expected: string): Promise<void> {
  const started = Date.now();
  while (line(learner) !== expected) {
    if (Date.now() - started > 5000) expect(line(learner)).toBe(expected);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const CTRL_C = "\u0003";

describe("at the prompt", () => {
  test("words of the cluster are suggested, completed and mended; lines come back", async () => {
    const learner = await sandbox();
    await learner.enters("kubectl run web-7d4b --image=nginx:1.27", "pod/web-7d4b created");
    await learner.enters("k create deployment shop --image=nginx:1.27", "created");
    // From the cluster, then from the history.
    learner.type("k describe pod w");
    await shows(learner, "~/work $ k describe pod web-7d4b");
    learner.type("\u0005 ");
    await shows(learner, "~/work $ k describe pod web-7d4b");
    learner.type("\u0015kubectl r");
    await shows(learner, "~/work $ kubectl run web-7d4b --image=nginx:1.27");
    learner.type("\u001bf\u001bf");
    learner.type("\u0007x");
    await shows(learner, "~/work $ kubectl run webx");
    // The menu: arrows, Tab, Escape.
    learner.type("\u0015kubectl rollout re\t");
    await shows(
      learner,
      "~/work $ kubectl rollout res\n restart  Restart a resource\n resume   Resume a paused resource",
    );
    learner.type("\u001b[B\u001b[B");
    await shows(
      learner,
      "~/work $ kubectl rollout resume\n restart  Restart a resource\n›resume   Resume a paused resource",
    );
    learner.type("\u001b");
    await shows(learner, "~/work $ kubectl rollout resume");
    learner.type("\u0015kubectl get po\t");
    await learner.sees("podtemplates");
    learner.type(CTRL_C);
    await shows(learner, "~/work $");
    // Slips.
    await learner.enters("kubectl get pdos", "→ Did you mean pods?");
    await learner.enters("kubectl get pods --namespcae=x", "→ Did you mean --namespace?");
    await learner.enters("kubectl get pod web-7d4a", "→ Did you mean web-7d4b?");
    await learner.enters("kubctl get pods", "→ Did you mean kubectl?");
    // What was entered before.
    await learner.enters("echo one two", /\none two\n/);
    await learner.enters("echo again !$", "echo again two\nagain two");
    await learner.enters("!ech", "echo again two\nagain two");
    await learner.enters("!nothing", "bash: !nothing: event not found");
    await learner.enters("history 2", /\d+ {2}echo again two\n +\d+ {2}history 2/);
    await learner.enters('echo "and !!"', "and history 2");
    learner.type("\u0012create");
    await learner.sees("(reverse-i-search)`create': k create deployment shop");
    learner.type(CTRL_C);
    await shows(learner, "~/work $");
    await learner.enters("history -c", /~\/work \$ *$/);
    await learner.enters("history", /^ +1 {2}history$/m);
  }, 30_000);

  test("Ctrl-C ends whatever is going on, and Ctrl-D the prompt", async () => {
    const learner = await sandbox({ env: { NO_COLOR: "1" } });
    await learner.enters("kubectl run box --image=busybox:1.36 -- sleep 600", "created");
    await learner.enters("kubectl wait --for=condition=Ready pod/box", "condition met");
    const again = () => shows(learner, "~/work $");
    learner.type("half");
    await shows(learner, "~/work $ half");
    learner.type(CTRL_C);
    await again();
    learner.type("echo 'open\rand");
    await shows(learner, "~/work $ echo 'open\n> and");
    learner.type(CTRL_C);
    await again();
    learner.enter("sleep 100");
    await new Promise((resolve) => setTimeout(resolve, 100));
    learner.type(CTRL_C);
    await again();
    const shell = await learner.enters("kubectl exec -it box -- sh", "/ #");
    learner.type("sleep 50\r");
    await new Promise((resolve) => setTimeout(resolve, 100));
    learner.type(CTRL_C);
    await learner.sees(/\^C\s+\/ #/, { after: shell });
    learner.type("\u0004");
    await again();
    // A paste whose end was lost on the way.
    learner.type("\u001b[200~never ended");
    await new Promise((resolve) => setTimeout(resolve, 100));
    learner.type(CTRL_C);
    await again();
    await learner.enters("echo fine", /\nfine\n/);
    learner.type("\u0004");
    expect(await learner.ended()).toBe(0);
    // Without colours there are none, and nothing is suggested.
    expect(learner.raw).not.toMatch(/\u001b\[[0-9;]+m/);
  }, 30_000);

  test("a pasted text of 10,000 characters comes in one go and runs whole", async () => {
    const learner = await sandbox();
    const before = learner.raw.length;
    const words = Array.from({ length: 1000 }, (_, at) => `word-${String(at).padStart(4, "0")}`);
    learner.type(`\u001b[200~echo ${words.join(" ")}\u001b[201~`);
    await learner.sees("word-0999");
    // Only what fits the screen is drawn, and drawn once.
    expect(learner.raw.length - before).toBeLessThan(3000);
    learner.type("\u007f8\r");
    await learner.sees(/word-0998\s+word-0998\n(.*\n)*~\/work \$/);
    expect(learner.screen.replace(/\n/g, "").split("word-0500").length).toBe(3);
  }, 30_000);

  test("a window that changes its size keeps one line, and what is above it", async () => {
    const learner = await sandbox();
    await learner.enters("echo above", /\nabove\n/);
    const typed = "kubectl get pods --namespace kube-system --selector k8s-app=kube-dns -o wide";
    learner.type(typed);
    await learner.sees("-o\n wide");
    const isShown = (columns: number, text: string) => {
      const rows = `~/work $ ${text}`.match(new RegExp(`.{1,${columns}}`, "g")) ?? [];
      return shows(learner, rows.map((row) => row.trimEnd()).join("\n"));
    };
    for (const columns of [60, 45, 90, 40, 120, 70]) {
      const drawn = learner.raw.length;
      learner.resize(columns, 24);
      while (learner.raw.length === drawn) await new Promise((resolve) => setTimeout(resolve, 10));
      await isShown(columns, typed);
      expect(learner.screen).toMatch(/echo above\nabove\n~\/work \$ kubectl/);
      expect(learner.screen.split("~/work $ kubectl get").length).toBe(2);
    }
    // What is typed before the window has come to rest stands where it belongs.
    learner.resize(52, 24);
    learner.type("!");
    await isShown(52, `${typed}!`);
    // A storm: what was drawn for a size that the window had left already may stay above, but the line is whole.
    for (let step = 0; step < 25; step++) {
      learner.resize(40 + ((step * 37) % 100), 18 + (step % 9));
      if (step % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    learner.resize(60, 24);
    await isShown(60, `${typed}!`);
    learner.type("\u0015echo fine\r");
    await learner.sees(/\nfine\n~\/work \$ *$/);
  }, 30_000);

  test("40 columns, and letters of two columns", async () => {
    const learner = await sandbox({ columns: 40 });
    learner.type("echo 日本語日本語日本語日本語日本語日");
    await shows(learner, "~/work $ echo 日本語日本語日本語日本語日\n本語日");
    learner.type("\u001b[D\u001b[D\u007fe\u0301");
    await shows(learner, "~/work $ echo 日本語日本語日本語日本語日\ne\u0301語日");
    learner.enter("");
    await learner.sees("\n日本語日本語日本語日本語日e\u0301語日\n");
    learner.type("kubectl rollout re\t\t");
    await shows(
      learner,
      "~/work $ kubectl rollout restart\n›restart  Restart a resource\n resume   Resume a paused resource",
    );
  }, 30_000);

  test("Ctrl-X Ctrl-E writes the line in the learner's editor", async () => {
    mkdirSync(join(scratch.path, "bin"));
    const editor = join(scratch.path, "bin", "editor");
    writeFileSync(editor, '#!/bin/sh\nsed -i.old "s/draft/final/" "$1"\n', { mode: 0o755 });
    const learner = await sandbox({ env: { EDITOR: editor } });
    learner.type("echo draft\u0018\u0005");
    await shows(learner, "~/work $ echo final");
    learner.type("\r");
    await learner.sees("\nfinal\n");
  }, 30_000);

  test("Ctrl-Z gives the terminal to the shell, and fg takes up the line", async () => {
    const learner = await sandbox({ shell: "/bin/bash" });
    await learner.sees("host>");
    learner.enter(`'${process.execPath}' '${program}' sandbox --dir work`);
    await learner.sees("~/work $");
    learner.type("echo half");
    await shows(learner, "~/work $ echo half");
    learner.type("\u001a");
    await learner.sees(/Stopped[\s\S]*host>/);
    await learner.enters("echo $((6 * 7))", /\n42\n/);
    learner.enter("fg");
    await shows(learner, "~/work $ echo half");
    learner.type(" way\r");
    await learner.sees("\nhalf way\n");
    learner.enter("sleep 100");
    const asleep = learner.screen.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    learner.type("\u001a");
    await learner.sees(/Stopped[\s\S]*host>/, { after: asleep });
    await learner.enters("fg", "sandbox --dir work");
    await new Promise((resolve) => setTimeout(resolve, 150));
    await learner.interrupts();
    learner.enter("exit");
    await learner.sees(/exit\s+host>$/);
  }, 30_000);
});
