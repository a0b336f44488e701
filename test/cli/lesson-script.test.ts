// Lessons without a learner: played from a script, and played again from what was kept.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environment, run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

interface Entry {
  readonly at: number;
  readonly line?: string;
  readonly output: string;
  readonly exitCode?: number;
  readonly said: readonly Readonly<Record<string, unknown>>[];
}

interface Played {
  readonly lesson: string;
  readonly phase: string;
  readonly step?: string;
  readonly steps: readonly { readonly id: string; readonly status: string; readonly hintsShown: number }[];
  readonly entries: readonly Entry[];
}

async function json(...args: string[]): Promise<Played> {
  const { stdout, stderr, exitCode } = await run([...args, "--json"], { cwd: scratch.path });
  expect([stderr, exitCode]).toEqual(["", 0]);
  return JSON.parse(stdout) as Played;
}

const kinds = (entry: Entry | undefined) => (entry?.said ?? []).map(({ kind }) => kind);

const script = scratch.file(
  "first.txt",
  `# a newcomer
$ hint
$ kubectl get nodes
$ answer 3
$ answer 2
$ cat <<END
> two
> lines
> END
$ kubectl run web --image=nginx
+ 20s
$ false
$ undo
$ help
$ edit web.yaml
`,
);

describe("start LESSON --script", { timeout: 30_000 }, () => {
  it("answers with what was entered, printed and said", async () => {
    const { lesson, phase, step, steps, entries } = await json("start", "first-pod", "--script", script);
    expect([lesson, phase, step, steps[0]?.status, steps[0]?.hintsShown]).toEqual([
      "first-pod",
      "steps",
      "rent-web",
      "solo",
      1,
    ]);
    const of = (line: string) => entries.find((entry) => entry.line?.startsWith(line));
    expect(kinds(entries[0])).toEqual(["intro", "task"]);
    expect(of("hint")?.said[0]).toMatchObject({ kind: "hint", number: 1 });
    expect(of("kubectl get nodes")).toMatchObject({ exitCode: 0 });
    expect(of("kubectl get nodes")?.output).toContain("maple");
    // What is asked, without what is answered.
    expect(of("kubectl get nodes")?.said.at(-1)).toEqual({
      kind: "question",
      id: "count",
      ask: "How many nodes take ordinary tenants?",
    });
    expect(kinds(of("answer 3"))).toContain("feedback");
    expect(kinds(of("answer 2"))).toEqual(["solved", "task"]);
    expect(of("cat")?.output).toBe("two\nlines\n");
    // The Pod got ready while time passed.
    expect(kinds(of("kubectl run"))).toEqual(expect.arrayContaining(["ticked", "waiting", "solved", "task"]));
    expect(of("false")).toMatchObject({ exitCode: 1, output: "" });
    expect((of("false")?.at ?? 0) - (of("kubectl run")?.at ?? 0)).toBeGreaterThanOrEqual(20);
    expect(of("undo")?.exitCode).toBeUndefined();
    expect(of("edit")?.output).toContain("there is no terminal for an editor");
    expect(of("help")?.said[0]).toHaveProperty("words");
  });

  it("prints the same as a person reads it, and touches nothing that is kept", async () => {
    const args = ["start", "first-pod", "--plain", "--script", script];
    const one = await run(args, { cwd: scratch.path });
    expect(one.stdout).toContain("\n$ kubectl run web --image=nginx\npod/web created\n");
    expect(one.stdout).toContain("\n$ cat <<END\n> two\n> lines\n> END\ntwo\nlines\n");
    expect(one.stdout).toContain("[x] [2/6] Done.");
    expect(one.stdout).toMatch(/^[\n -~]*$/);
    expect(one.stderr).toBe("");
    expect(existsSync(environment(scratch.path).K8S_TUTOR_HOME ?? "")).toBe(false);
  });

  it.each([
    [["start", "--script", script], "--script goes with a lesson: say which"],
    [["start", "first-pod", "--json"], "--json goes with --script"],
  ])("%j is told what is missing", async (args, message) => {
    const { stderr, exitCode } = await run(args, { cwd: scratch.path });
    expect(stderr).toContain(message);
    expect(exitCode).toBeGreaterThan(0);
  });
});

describe("replay", { timeout: 30_000 }, () => {
  const step = { status: "open", hintsShown: 0, attempts: 0, solutionShown: false };
  const ids = ["count-buildings", "rent-web", "find-address", "who-decided", "second-tenant", "move-out"];
  const inputs = [
    { kind: "enter", at: 0, step: 0, jump: false },
    { kind: "command", at: 4000, step: 0, text: "kubectl get nodes", mutated: false },
    { kind: "answer", at: 9000, step: 0, id: "count", text: "2" },
    { kind: "enter", at: 9000, step: 1, jump: false },
    { kind: "command", at: 15_000, step: 1, text: "edit pod.yaml", mutated: true },
    {
      kind: "file",
      at: 15_100,
      step: 1,
      path: "/pod.yaml",
      content: "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n",
    },
    { kind: "command", at: 20_000, step: 1, text: "kubectl apply -f pod.yaml", mutated: true },
    { kind: "enter", at: 40_000, step: 4, jump: true },
    { kind: "command", at: 45_000, step: 4, text: "kubectl get pods", mutated: false },
    { kind: "enter", at: 50_000, step: 3, jump: false },
    { kind: "command", at: 55_000, step: 3, text: "kubectl get events", mutated: false },
  ];
  const progress = {
    format: "k8s-tutor-progress",
    version: 1,
    current: "first-pod",
    review: { cards: {} },
    lessons: {
      "first-pod": {
        phase: "steps",
        step: "who-decided",
        steps: Object.fromEntries(ids.map((id) => [id, step])),
        inputs,
        quiz: { next: 0, misses: [] },
        misconceptions: [],
        completed: 0,
      },
    },
  };
  const file = scratch.file("session.json", JSON.stringify(progress));

  it("does what was done when it was done, what an editor had written too, and finds the same steps", async () => {
    const { phase, step: place, entries } = await json("replay", file);
    expect([phase, place]).toEqual(["steps", "who-decided"]);
    const lines = entries.flatMap(({ line, at }) => (line === undefined ? [] : [[line, Math.round(at)]]));
    expect(lines.map(([line]) => line)).toEqual([
      "kubectl get nodes",
      "answer count 2",
      "edit pod.yaml",
      "kubectl apply -f pod.yaml",
      "skip",
      "skip",
      "kubectl get pods",
      "back",
      "kubectl get events",
    ]);
    const times = lines.map(([, at]) => Number(at) - Number(lines[0]?.[1]));
    expect(times).toEqual([0, 5, 11, 16, 36, 36, 41, 51, 51]);
    expect(entries.find(({ line }) => line?.startsWith("kubectl apply"))?.output).toBe("pod/web created\n");
    expect(entries.at(-1)?.output).toContain("Successfully assigned");
  });

  it("goes as far as it is asked to, and plays the user's own when no file is named", async () => {
    const home = environment(scratch.path).K8S_TUTOR_HOME ?? "";
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "progress.json"), JSON.stringify(progress));
    const { entries } = await json("replay", "--to", "2");
    expect(entries.map(({ line }) => line)).toEqual([undefined, "kubectl get nodes", "answer count 2"]);
    expect(readFileSync(join(home, "progress.json"), "utf8")).toBe(JSON.stringify(progress));
  });

  it.each([
    [["replay", file, "--lesson", "secrets"], "there is no session of secrets in it; there are first-pod", 2],
    [["replay", script], "is not what k8s-tutor progress export writes", 1],
    [["replay", file, "--speed", "0"], "it must be a number above 0", 2],
  ])("%j says what is wrong", async (args, message, code) => {
    const { stderr, exitCode } = await run(args, { cwd: scratch.path });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });
});
