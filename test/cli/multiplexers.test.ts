// The prompt within tmux and GNU screen, which are terminals of their own between the program and the window. Skips aloud where one is absent.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

interface Case {
  readonly multiplexer: "tmux" | "screen";
  readonly term: string;
}

const CASES: readonly Case[] = [
  { multiplexer: "tmux", term: "tmux-256color" },
  { multiplexer: "tmux", term: "screen" },
  { multiplexer: "screen", term: "screen" },
  { multiplexer: "screen", term: "screen-256color" },
];

function isHere(multiplexer: string): boolean {
  const found = process.platform !== "win32" && spawnSync(multiplexer, ["-V"]).error === undefined;
  if (!found) console.warn(`SKIPPED: no ${multiplexer} on this machine, so nothing is tried within it`);
  return found;
}
const here = { tmux: isHere("tmux"), screen: isHere("screen") };

// A session ends with the program, and with its window.
const SETTINGS = {
  tmux: "set -g status off\nset -g destroy-unattached on\n",
  screen: "startup_message off\nautodetach off\n",
};

function sit({ multiplexer, term }: Case): PseudoTerminal {
  const home = scratch.folder(`seat-${open.length}`);
  const sockets = join(home, "sockets");
  mkdirSync(sockets, { mode: 0o700 });
  const settings = join(home, "settings");
  writeFileSync(settings, SETTINGS[multiplexer]);
  const line = [process.execPath, program, "sandbox", "--dir", "work"];
  const args = {
    tmux: ["-f", settings, "-S", join(sockets, "tmux"), "new-session", "env", `TERM=${term}`, ...line],
    screen: ["-c", settings, "-T", term, ...line],
  }[multiplexer];
  const env = environment(home, { SCREENDIR: sockets, COLORFGBG: "15;0", SHELL: "/bin/sh", TERM: "xterm-256color" });
  const learner = new PseudoTerminal({ file: multiplexer, args, env, cwd: home, columns: 80, rows: 24 });
  open.push(learner);
  return learner;
}

const within = (seat: Case) => test.skipIf(!here[seat.multiplexer]);

for (const seat of CASES)
  within(seat)(
    `${seat.multiplexer}, TERM=${seat.term}: line, menu, pager, map, another size`,
    { timeout: 60_000 },
    async () => {
      const learner = sit(seat);
      const isAtPrompt = () => learner.sees(/~\/work \$ *$/);
      await isAtPrompt();
      // The line: arrows, wide letters, what is cut comes back. Ctrl-A is screen's own.
      learner.type("echo b\u001b[D日本\u001b[Cc\u001b[H\u001bd\u0019 two\u001b[F!");
      await learner.sees("~/work $ echo two 日本bc!");
      learner.type("\r");
      await learner.sees(/^two 日本bc!/m);
      // The menu.
      learner.type("kubectl rollout re\t\t");
      await learner.sees("›restart  Restart a resource");
      learner.type("\u001b[B");
      await learner.sees("~/work $ kubectl rollout resume");
      learner.type("\u0003");
      await isAtPrompt();
      // Both have the table of 256 colours, and say so.
      expect(learner.raw).toContain("[38;5;");
      // Nobody has answered a question that the window was asked, or shown it.
      expect(learner.screen).not.toMatch(/rgb:|\]11/);
      // The pager gives the prompt back on a line of its own.
      learner.enter("seq 100 | less");
      await learner.sees(/^23 *\n: 23%/m);
      learner.type("q");
      await isAtPrompt();
      // A narrower window and a wider one again: one line, and what was above it.
      learner.enter("seq 30; echo above");
      await learner.sees(/^above *\n~\/work \$ *$/m);
      const typed = "kubectl get pods --namespace kube-system --selector k8s-app=kube-dns -o wide";
      learner.type(typed);
      await learner.sees(/-o *\n wide/);
      // Not half of it: GNU screen takes rows that are just full for one line.
      learner.resize(44, 24);
      await learner.sees(/\$ kubectl get pods --namespace kube-s *\nystem --selector k8s-app=kube-dns -o wide *$/);
      learner.resize(100, 24);
      await learner.sees(new RegExp(`^above *\\n~/work \\$ ${typed} *$`, "m"));
      learner.type("\u0003");
      // The map stays above the prompt while commands run.
      learner.enter("map on");
      await learner.sees(/Nodes and pods[\s\S]*~\/work \$ *$/);
      learner.enter("kubectl run web --image=nginx:1.27");
      await learner.sees(/pod\/web created *\n[\s\S]*Nodes and pods[\s\S]*web[\s\S]*~\/work \$ *$/);
      learner.enter("exit");
      expect(await learner.ended()).toBe(0);
    },
  );
