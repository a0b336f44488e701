// Ctrl-C in every state: it ends what is going on there, and nothing else; the learner is back at the prompt, or out of the program.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { otherCourse } from "../../src/cli/other-course.ts";
import { dataDirectory } from "../../src/cli/places.ts";
import { environment, packageRoot, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

const courseFolder = join(packageRoot, "test", "cli", "screens", "course");
const course = ["--course", courseFolder];
const CTRL_C = "\u0003";
const F1 = "\u001bOP";
const PROMPT = /~\/work \$ *$/;

function sit(...args: string[]): PseudoTerminal {
  return sitIn({}, ...args);
}

function sitIn(more: Readonly<Record<string, string>>, ...args: string[]): PseudoTerminal {
  const home = scratch.folder(`seat-${open.length}`);
  const env = environment(home, more);
  // Somebody who has a card to review, in the small course.
  otherCourse(courseFolder);
  const folder = dataDirectory(env);
  mkdirSync(folder, { recursive: true });
  const card = {
    id: "a",
    front: "Which verb?",
    back: "run",
    concept: "pod.create",
    lesson: "small-pod",
    stage: 0,
    dueAt: 1,
  };
  const progress = {
    format: "k8s-tutor-progress",
    version: 1,
    lessons: {},
    review: { cards: { "small-pod/a": card } },
  };
  writeFileSync(join(folder, "progress.json"), JSON.stringify(progress));
  const terminal = new PseudoTerminal({ args: [program, ...args], env, cwd: home, columns: 80, rows: 30 });
  open.push(terminal);
  return terminal;
}

/** Gives the prompt back, which works. */
async function backAtPrompt(learner: PseudoTerminal): Promise<void> {
  await learner.sees(PROMPT);
  const word = `fine-${open.length}-${learner.screen.length}`;
  await learner.enters(`echo ${word}`, new RegExp(`^${word}\\n~/work \\$ *$`, "m"));
}

/** F1 shows once more what there is to do; the line being typed stays below it. */
async function recovers(learner: PseudoTerminal, text: string): Promise<void> {
  const times = () => learner.screen.split(text).length;
  const before = times();
  learner.type(F1);
  while (times() === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe.concurrent("Ctrl-C", { timeout: 60_000 }, () => {
  it("at the sandbox's prompt: a line, a menu, a search, commands, the pager, the editor", async () => {
    const learner = sit("sandbox", "--dir", "work");
    await learner.sees(PROMPT);
    // What is on the screen before Ctrl-C comes, for each state.
    const states: readonly (readonly [typed: string, seen: string | RegExp])[] = [
      ["half", "$ half"],
      ["echo 'open\rand", "> and"],
      ["kubectl rollout re\t\t", "›restart"],
      ["\u0012hal", "reverse-i-search"],
      ["echo go 1; sleep 1000\r", /^go 1$/m],
      ["echo go 2; while true; do :; done\r", /^go 2$/m],
      ["printf 'echo one\\nsleep 99\\necho two\\n' > s.sh; sh s.sh\r", /^one$/m],
      ["kubectl get nodes -w\r", /get nodes -w\n[\s\S]*oak/],
      ["watch kubectl get nodes\r", /Every 2\.0s[\s\S]*maple/],
      ["echo go 3; kubectl wait --for=delete node/oak --timeout=999s\r", /^go 3$/m],
      ["seq 500 | less\r", ": 5% (h helps)"],
      ["echo go 4; cat\r", /^go 4$/m],
    ];
    for (const [typed, seen] of states) {
      learner.type(typed);
      await learner.sees(seen);
      learner.type(CTRL_C);
      await backAtPrompt(learner);
    }
    // The editor has something that may be lost: it says how it is left.
    learner.enter("edit notes.txt");
    await learner.sees("Ctrl-X leave");
    learner.type(`words${CTRL_C}`);
    await learner.sees("Ctrl-X leaves the editor");
    learner.type("\u0018n");
    await backAtPrompt(learner);
    // A shell in a Pod has a prompt of its own.
    await learner.enters("kubectl run box --image=busybox:1.36 -- sleep 600", "created");
    await learner.enters("kubectl wait --for=condition=Ready pod/box", "condition met");
    await learner.enters("kubectl exec -it box -- sh", "/ #");
    const shell = await learner.enters("sleep 50", "sleep 50");
    learner.type(CTRL_C);
    await learner.sees(/\^C\s+\/ # *$/, { after: shell });
    learner.type("\u0004");
    await backAtPrompt(learner);
  });

  it("in a lesson: at a question, in the quiz, while a copy of the cluster is looked ahead", async () => {
    const learner = sit("start", "small-pod", ...course);
    await learner.sees(PROMPT);
    // What is typed ahead of it, the check, is done; the line behind it is dropped.
    learner.type(`check\rhalf a line${CTRL_C}`);
    await backAtPrompt(learner);
    await learner.enters("kubectl run web --image=nginx && kubectl wait --for=condition=Ready pod/web", "[2/2]");
    await learner.enters("kubectl get pods", "How many Pods are there?");
    learner.type(`1${CTRL_C}`);
    await backAtPrompt(learner);
    await recovers(learner, "How many Pods are there?");
    await learner.enters("One", "What chooses the node?");
    learner.type(`1${CTRL_C}`);
    await learner.sees(/\$ 1\n~\/work \$ *$/);
    await recovers(learner, "What chooses the node?");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });

  it("while a check looks ahead in a copy", async () => {
    const learner = sit("start", "pods-are-mortal");
    await learner.sees(PROMPT);
    learner.type(`check\r${CTRL_C}`);
    await backAtPrompt(learner);
  });

  it("in an exam", async () => {
    const learner = sit("exam", "small-exam", ...course);
    await learner.sees(PROMPT);
    learner.type(`half${CTRL_C}`);
    await backAtPrompt(learner);
    learner.enter("echo go; sleep 1000");
    await learner.sees(/^go$/m);
    learner.type(CTRL_C);
    await backAtPrompt(learner);
    await learner.enters("finish", "grades it");
    learner.type(CTRL_C);
    await backAtPrompt(learner);
    await recovers(learner, "Task 1 of 2");
  });

  it("in the sandbox there is no task to show: F1 says what is useful, and the line stays", async () => {
    const learner = sit("sandbox", "--dir", "work");
    await learner.sees(PROMPT);
    learner.type(`kubectl ge${F1}`);
    await learner.sees(/draws the nodes[\s\S]*leaves\n~\/work \$ kubectl ge/);
    learner.type("\u0015echo go; sleep 1000\r");
    await learner.sees(/^go$/m);
    await recovers(learner, "draws the nodes");
    learner.type(CTRL_C);
    await backAtPrompt(learner);
  });

  // Where something is asked and nothing runs, it leaves; what was said before can be read again first.
  it.each<[state: string, args: readonly string[], seen: string | RegExp, said: string, again: string | undefined]>([
    ["the lesson menu", ["start"], "navigate", "", undefined],
    ["a review's card", ["review", ...course], "Your answer", "the rest stays due", "Which verb?"],
    ["the placement check", ["placement", ...course], "1-4 >", "nothing was marked", "What chooses the node"],
    ["a confirmation", ["progress", "reset"], "(y/N)", "Nothing was changed", undefined],
    ["a served cluster", ["serve", "--port", "0"], "is ready at", "", undefined],
  ])("leaves %s", async (_, args, seen, said, again) => {
    const learner = sit(...args);
    await learner.sees(seen);
    if (again !== undefined) {
      learner.type("1");
      await recovers(learner, again);
    }
    learner.type(CTRL_C);
    await learner.ended();
    expect(learner.screen).toContain(said);
    expect(learner.screen).not.toContain("should not");
  });

  it("where whole lines come, as a signal: at the prompt, in a command, at a question", async () => {
    const learner = sitIn({ TERM: "dumb" }, "sandbox", "--dir", "work");
    await learner.sees(PROMPT);
    learner.type(`half${CTRL_C}`);
    await learner.sees(/\^C\n~\/work \$ *$/);
    await backAtPrompt(learner);
    learner.enter("echo go; sleep 1000");
    await learner.sees(/^go$/m);
    learner.type(CTRL_C);
    await backAtPrompt(learner);
    const asked = sitIn({ K8S_TUTOR_PLAIN: "1" }, "placement", ...course);
    await asked.sees("1-4 >");
    asked.type(CTRL_C);
    await asked.ended();
    expect(asked.screen).toContain("nothing was marked");
  });

  it("while a lesson is loading", async () => {
    const learner = sit("start", "first-pod");
    learner.type(CTRL_C);
    // Ended by it, or, where the keys are the tutor's already, the first line is dropped.
    while (learner.exitCode === undefined && !PROMPT.test(learner.screen))
      await new Promise((resolve) => setTimeout(resolve, 20));
    if (learner.exitCode === undefined) await backAtPrompt(learner);
    expect(learner.screen).not.toContain("should not");
  });
});
