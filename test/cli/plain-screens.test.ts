// All screens as somebody gets them who listens: linear text, compared as such, at every width, and nothing that moves a cursor.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { otherCourse } from "../../src/cli/other-course.ts";
import { dataDirectory } from "../../src/cli/places.ts";
import { textWidth } from "../../src/terminal/text-width.ts";
import { environment, packageRoot, program, run, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

const screens = join(packageRoot, "test", "cli", "screens");
const course = ["--course", join(screens, "course")];
const script = scratch.file(
  "screens.txt",
  `$ help
$ check
$ hint
$ solution
$ kubectl run web --image=httpd
+ 20s
$ kubectl set image pod/web web=nginx
+ 20s
$ kubectl get pods -o name
$ 3
$ 2
$ why
$ 2
$ list
`,
);

function expectPlain(text: string): void {
  expect(text).toMatch(/^[\n -~]*$/);
}

function expectWidth(text: string, width: number): void {
  for (const line of text.split("\n")) expect(textWidth(line), line).toBeLessThanOrEqual(width);
}

async function plain(args: readonly string[], columns: number, env: Readonly<Record<string, string>> = {}) {
  const settings = { COLUMNS: String(columns), K8S_TUTOR_PLAIN: "1", ...env };
  const { stdout, stderr } = await run(args, { cwd: scratch.path, env: settings });
  expect(stderr).toBe("");
  expectPlain(stdout);
  return stdout;
}

describe("a lesson", { timeout: 30_000 }, () => {
  const lesson = ["start", "small-pod", ...course, "--script", script];

  it("at 40 columns: intro, task, help, conditions, hints, solution, feedback, question, why, quiz and the end", async () => {
    const text = await plain(lesson, 40);
    expectWidth(text, 40);
    await expect(text).toMatchFileSnapshot(join(screens, "lesson-40.txt"));
  });

  it("at 200 columns, its tables row by row", async () => {
    const text = await plain(lesson, 200, { K8S_TUTOR_TABLES: "records" });
    expectWidth(text, 200);
    expect(text).toContain(
      "\nThing: Pod\nWhat it does: runs one container, or several that belong together\n\nThing: node\n",
    );
    await expect(text).toMatchFileSnapshot(join(screens, "lesson-200.txt"));
  });

  it("map and trace speak in sentences", async () => {
    const sights = scratch.file(
      "sights.txt",
      "$ kubectl run web --image=nginx\n+ 10s\n$ map\n$ trace\n$ trace http://kubernetes\n",
    );
    // A screen reader has no columns: each sentence is one line.
    const text = await plain(["sandbox", "--script", sights], 40);
    expect(text).toContain("\n  Pod web: Running, ready. Container web: Running.\n");
    expect(text).toContain(" scheduler bound pod web to ");
    expect(text).toContain("Hop 3, Service, failed: service kubernetes has no port 80");
  });
});

const progress = {
  format: "k8s-tutor-progress",
  version: 1,
  current: "small-pod",
  lessons: {
    "small-pod": {
      phase: "done",
      step: "count",
      steps: { create: { status: "solo" }, count: { status: "assisted" } },
      inputs: [],
      quiz: { next: 1, misses: [] },
      misconceptions: [],
      completed: 2,
    },
  },
  review: {
    cards: {
      "small-pod/chooses": {
        id: "chooses",
        front: "What chooses the node of a Pod that has just been created?",
        back: "The scheduler.",
        concept: "pod.create",
        lesson: "small-pod",
        stage: 0,
        dueAt: 1,
      },
    },
  },
};

it.each([40, 80, 200])(
  "list, progress, review, exam and doctor fit into %i columns",
  { timeout: 30_000 },
  async (width) => {
    const home = scratch.folder(`home-${width}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "progress.json"), JSON.stringify(progress));
    const env = { K8S_TUTOR_HOME: home };
    const texts = await Promise.all(
      [["list", ...course], ["progress"], ["review"], ["exam"], ["doctor"]].map((args) => plain(args, width, env)),
    );
    for (const text of texts) expectWidth(text, width);
    const [list = "", shown = "", review = "", exam = "", doctor = ""] = texts;
    expect(list).toMatch(/\[ \] small-pod\s+A small Pod, and a question \(5\s+min\)\n/);
    expect(shown).toMatch(/^small-pod\s+done, 2 times\n$/);
    expect(review.replace(/\s+/g, " ")).toContain(
      "small-pod: What chooses the node of a Pod that has just been created?",
    );
    expect(exam).toContain("first-rounds");
    expect(doctor).toContain("[x] Progress: one lesson done");
  },
);

/** Sits down in the small course with a card that is due, types what is asked for, and gives all that was printed. */
async function sitting(
  width: number,
  args: readonly string[],
  talk: (learner: PseudoTerminal) => Promise<void>,
): Promise<string> {
  const home = scratch.folder(`sitting-${open.length}`);
  const env = environment(home, { K8S_TUTOR_PLAIN: "1" });
  // The small course keeps its progress apart.
  otherCourse(join(screens, "course"));
  const folder = dataDirectory(env);
  mkdirSync(folder, { recursive: true });
  const [card] = Object.values(progress.review.cards);
  const cards = {
    "small-pod/a": { ...card, id: "a" },
    "small-pod/b": { ...card, id: "b", front: "Which verb runs a Pod?" },
  };
  writeFileSync(join(folder, "progress.json"), JSON.stringify({ ...progress, review: { cards } }));
  const learner = new PseudoTerminal({ args: [program, ...args, ...course], env, cwd: home, columns: width });
  open.push(learner);
  await talk(learner);
  expect(await learner.ended()).toBe(0);
  const text = learner.raw.replaceAll("\r\n", "\n");
  expectPlain(text);
  // What is typed has the width that it has.
  expectWidth(text.replace(/^~\/work \$ .*$/gm, ""), width);
  // The wall's clock.
  return text.replace(/\b\d+ min left/g, "N min left").replace(/\b\d:\d\d\b/g, "M:SS");
}

/** Solves the task before anybody looks, so that it is told in one way. */
const solving = "kubectl run side --image=nginx && kubectl wait --for=condition=Ready pod/side";

describe("practice", { timeout: 40_000 }, () => {
  it("a review: cards, known and not, and a task with a hint, and the task again", async () => {
    const text = await sitting(60, ["review", "--seed", "1"], async (learner) => {
      await learner.sees("Your answer");
      await learner.enters("the scheduler", "The scheduler.");
      await learner.enters("perhaps", /perhaps[\s\S]*> *$/);
      await learner.enters("n", "Which verb");
      await learner.enters("", "The scheduler.");
      await learner.enters("y", /\[1\/1\][\s\S]*\$ *$/);
      await learner.enters("task", /task\n[\s\S]*\[1\/1\][\s\S]*\$ *$/);
      await learner.enters("hint", /Hint 1 of 3[\s\S]*\$ *$/);
      await learner.enters(solving, /\[x\] \[1\/1\] Done[\s\S]*> *$/);
      await learner.enters("", /> *$/);
      await learner.enters("y", "comes back");
    });
    await expect(text).toMatchFileSnapshot(join(screens, "review-60.txt"));
  });

  it("an exam: its words, a task, a slip, and the report", async () => {
    const text = await sitting(80, ["exam", "small-exam", "--seed", "1"], async (learner) => {
      await learner.sees(/Task 1 of 2[\s\S]*\$ *$/);
      const lines = [
        "help",
        "flag",
        "kubectl run shop --image=nginx --labels=stage=test",
        "tasks",
        "task 2",
        "time",
        "kubectl get pdos",
        "finish",
      ];
      for (const line of lines) await learner.enters(line, /^~\/work \$ *$/m);
      await learner.enters("finish yes", "of 5 points");
    });
    await expect(text).toMatchFileSnapshot(join(screens, "exam-80.txt"));
  });

  it("a placement check at 40 columns: a number that is none, an answer, a task", async () => {
    const text = await sitting(40, ["placement"], async (learner) => {
      await learner.sees("1-4 >");
      await learner.enters("9", "Type a number");
      await learner.enters("2", /\[1\/1\][\s\S]*\$ *$/);
      await learner.enters(solving, "open to you");
    });
    await expect(text).toMatchFileSnapshot(join(screens, "placement-40.txt"));
  });
});

describe("at a terminal", { timeout: 40_000 }, () => {
  function sit(env: Readonly<Record<string, string>>, columns: number, ...args: string[]): PseudoTerminal {
    const home = scratch.folder(`seat-${open.length}`);
    const terminal = new PseudoTerminal({ args: [program, ...args], env: environment(home, env), cwd: home, columns });
    open.push(terminal);
    return terminal;
  }

  it.each([
    ["K8S_TUTOR_PLAIN", { K8S_TUTOR_PLAIN: "1" }],
    ["TERM=dumb", { TERM: "dumb" }],
  ])("%s: from the menu to the first command and the review, no byte but text", async (_, env) => {
    const learner = sit(env, 60, "start");
    await learner.sees("Which lesson?");
    learner.enter("first-pd");
    await learner.sees("did you mean first-pod?");
    learner.enter("");
    await learner.sees("[1/6]");
    await learner.enters("kubectl get nodes", "How many nodes");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expectPlain(learner.raw.replaceAll("\r\n", "\n"));
    expectWidth(learner.raw.replaceAll("\r\n", "\n").replace(/^.*k8s-tutor-test.*$/gm, ""), 80);
  });

  it("tables of kubectl row by row, on the screen only and only when that is wanted", async () => {
    const learner = sit({ K8S_TUTOR_PLAIN: "1" }, 100, "sandbox", "--nodes", "oak,maple");
    await learner.sees(/\$ *$/);
    const lines: readonly (readonly [string, RegExp])[] = [
      ["tables records", /row by row/],
      ["kubectl get nodes", /^NAME: maple, STATUS: Ready, ROLES: <none>, AGE: \S+, VERSION: v1\.33\.5$/m],
      ["kubectl get nodes --no-headers", /^maple, Ready, <none>, \S+, v1\.33\.5$/m],
      ["kubectl config get-contexts", /^CURRENT: \*, NAME: \S+, CLUSTER: \S+, AUTHINFO: \S+/m],
      ["kubectl get nodes -o custom-columns=N:.metadata.name", /^N: maple\nN: oak$/m],
      ["kubectl get nodes | grep maple", /^maple +Ready/m],
      ["kubectl get nodes > nodes; grep maple nodes", /^maple +Ready/m],
      ["tables columns", /in columns/],
      ["kubectl get nodes", /^NAME +STATUS +ROLES/m],
    ];
    for (const [line, printed] of lines) {
      const from = learner.screen.length;
      await learner.enters(line, /^~\S* \$ *$/m);
      expect(learner.screen.slice(from)).toMatch(printed);
    }
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expectPlain(learner.raw.replaceAll("\r\n", "\n"));
  });

  it("LANG=C: drawn and edited, with ASCII only", async () => {
    const learner = sit({ LANG: "C" }, 80, "start", "first-pod");
    await learner.sees("[1/6]");
    await learner.enters("kubectl get nodes", "[x] You have looked at the nodes");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
    expect(learner.raw).toContain("\u001b[");
    expect(learner.screen).toMatch(/^[\n -~]*$/);
  });

  it("the first minute: one question, where things are kept, and little to read before the first command", async () => {
    const learner = sit({}, 80, "start");
    await learner.sees("⏎ select");
    expect(learner.screen).toContain("What you do is kept in ");
    const before = learner.screen.length;
    learner.type("\r");
    await learner.sees("[1/6]", { after: 0 });
    await learner.sees(/\$ *$/);
    const read = learner.screen
      .slice(before)
      .split(/\s+/)
      .filter((word) => /\w/.test(word));
    // A quick reader has some 300 words a minute; a slow one may begin before the end, for the task stands last.
    expect(read.length).toBeLessThan(190);
    // The terminal tells its background when it likes; it is no typing, and colours that suit it follow.
    expect(learner.raw).toContain("\u001b]11;?\u001b\\");
    expect(learner.raw).not.toContain("[38;5;");
    learner.type("\u001b]11;rgb:fdfd/f6f6/e3e3\u001b\\");
    await learner.enters("kubectl get nodes", "How many nodes");
    expect(learner.raw).toContain("\u001b[38;5;22m✓");
    expect(learner.screen).not.toContain("rgb:");
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });
});
