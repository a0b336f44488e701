// The tools of those who write lessons, as programs: new, preview, record, lint, and courses of others.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Outcome, run, Scratch } from "./program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

function tutor(args: readonly string[], input = ""): Promise<Outcome> {
  return run(args, { cwd: scratch.path, input });
}

function read(file: string): string {
  return readFileSync(join(scratch.path, file), "utf8");
}

describe("new", { timeout: 60_000 }, () => {
  it("writes a lesson that is playable, and in which only the marked texts are to be written", async () => {
    const { stdout, exitCode } = await tutor(["new", "doors/front-door", "--title", "The front door", "--yes"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("k8s-tutor preview");
    expect(read("doors/front-door.yaml")).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/lesson\.schema\.json\nformat:/,
    );
    const linted = await tutor(["lint", "--json", "--course", "."]);
    const { findings } = JSON.parse(linted.stdout) as { findings: { level: string; message: string }[] };
    const mistakes = findings.filter(({ level }) => level === "error");
    expect(mistakes.length).toBeGreaterThan(10);
    expect(mistakes.filter(({ message }) => !message.startsWith("Still to be written"))).toEqual([]);
    const proven = await tutor(["test", "doors/front-door.yaml"]);
    expect(proven.stdout).toContain("lessons: 1 passed");
  });

  it.each([
    ["review/small-task", "review", ["No lesson teaches `TO WRITE"]],
    ["exams/small-exam", "exam", Array(2).fill("There is no lesson `the-lesson-that-teaches-it`")],
  ])("writes %s, which passes its test at once", async (named, schema, mistakes: readonly string[]) => {
    const { stdout, exitCode } = await tutor(["new", named, "--title", "Small", "--yes"]);
    expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining("Add small")]);
    expect(read(`${named}.yaml`)).toContain(`# yaml-language-server: $schema=../${schema}.schema.json\nformat:`);
    expect(JSON.parse(read(`${schema}.schema.json`))).toMatchObject({ type: "object" });
    expect((await tutor(["test", `${named}.yaml`])).stdout).toContain("lessons: 1 passed");
    const { findings } = JSON.parse((await tutor(["lint", "--json", "--course", "."])).stdout) as {
      findings: { file: string; message: string }[];
    };
    const own = findings.filter(({ file, message }) => file === `${named}.yaml` && !/^Still to be/.test(message));
    expect(own.map(({ message }) => message)).toEqual(mistakes.map((mistake) => expect.stringContaining(mistake)));
  });

  it("refuses to write over a lesson, and says what it wants to know", async () => {
    const again = await tutor(["new", "doors/front-door", "--title", "x", "--yes"]);
    expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining("is there already")]);
    const silent = await tutor(["new", "doors/back-door"]);
    expect([silent.exitCode, silent.stderr]).toEqual([2, expect.stringContaining("--title")]);
    const odd = await tutor(["new", "../Back", "--title", "x", "--yes"]);
    expect([odd.exitCode, odd.stderr]).toEqual([2, expect.stringContaining("is not TRACK/ID")]);
  });
});

describe("preview", () => {
  it("shows the lesson, one step of it, or what is wrong with it", async () => {
    const whole = await tutor(["preview", "doors/front-door.yaml", "--plain"]);
    expect(whole.stdout).toContain("Hint 3 of 3");
    expect(whole.stdout).toContain("(first-belief)");
    expect(whole.stdout).not.toContain("\u001b");
    const step = await tutor(["preview", "doors/front-door.yaml", "--step", "first"]);
    expect(step.stdout).not.toContain("Quiz");
    const unknown = await tutor(["preview", "doors/front-door.yaml", "--step", "second"]);
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining("its steps are first")]);
    const exam = await tutor(["preview", "exams/small-exam.yaml", "--step", "second", "--plain"]);
    expect(exam.stdout).toContain("`broken-image` earns 2 points");
    expect(exam.stdout).toContain("kubectl scale deployment");
    mkdirSync(join(scratch.path, "broken"), { recursive: true });
    writeFileSync(join(scratch.path, "broken/one.yaml"), "id: [\n");
    const broken = await tutor(["preview", "broken/one.yaml"]);
    expect([broken.exitCode, broken.stdout]).toEqual([
      1,
      expect.stringContaining("broken/one.yaml:2:1: error: This is not valid YAML"),
    ]);
  });
});

describe("record", { timeout: 60_000 }, () => {
  it("makes a lesson of what was done since the mark, which passes its own test", async () => {
    const play = [
      "kubectl create configmap board --from-literal=greeting=hello",
      "kubectl create configmap old --from-literal=a=b",
      "echo note > note.txt",
      "start",
      "kubectl create deployment shop --image=nginx:1.27 --replicas=2",
      "kubectl get nosuchthing",
      "kubectl label configmap board seen=yes",
      "kubectl delete configmap old",
      "kubectl run web --image=nginx --dry-run=client -o yaml > web.yaml",
      "finish",
    ];
    const { exitCode, stdout } = await tutor(
      ["record", "doors/played.yaml", "--title", "Played"],
      `${play.join("\n")}\n`,
    );
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("is written")]);
    const lesson = read("doors/played.yaml");
    expect(lesson).toContain("name: board");
    expect(lesson).toContain("note.txt");
    expect(lesson).toContain("obj.spec.replicas == 2");
    expect(lesson).toContain("obj.metadata.labels.seen == 'yes'");
    expect(lesson).toContain("resource: ConfigMap/old, exists: false");
    expect(lesson).toContain("file: {path: web.yaml}");
    expect(lesson).not.toMatch(/nosuchthing|create configmap|uid|managedFields/);
    const linted = await tutor(["lint", "doors/played.yaml"]);
    for (const line of linted.stdout.split("\n").filter((one) => one.includes(": error: ")))
      expect(line).toContain("Still to be written");
    const proven = await tutor(["test", "doors/played.yaml"]);
    expect(proven.stdout).toContain("lessons: 1 passed");
  });

  it("writes nothing when nothing was done", async () => {
    const { exitCode, stdout } = await tutor(["record", "doors/empty.yaml"], "finish\n");
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("Nothing was written")]);
    const odd = await tutor(["record", "doors/Empty.txt"]);
    expect([odd.exitCode, odd.stderr]).toEqual([2, expect.stringContaining("TRACK/ID.yaml")]);
  });
});

describe("a course of somebody else", { timeout: 60_000 }, () => {
  it("is a folder or an installed package, and keeps its progress apart", async () => {
    const folder = join(scratch.path, "node_modules/@school/doors");
    mkdirSync(join(folder, "doors"), { recursive: true });
    writeFileSync(join(folder, "course.yaml"), read("course.yaml"));
    writeFileSync(join(folder, "doors/front-door.yaml"), read("doors/front-door.yaml"));
    for (const named of [
      ["--course", "@school/doors"],
      ["--course", folder],
      ["--lessons", folder],
    ])
      expect((await tutor(["list", ...named])).stdout).toContain("front-door");
    const started = await tutor(
      ["start", "front-door", "--course", "@school/doors", "--plain"],
      "kubectl run web --image=nginx\nexit\n",
    );
    expect(started.exitCode).toBe(0);
    expect((await tutor(["list", "--course", folder])).stdout).toContain("[~] front-door");
    const { stdout } = await tutor(["progress", "show", "--json"]);
    expect(stdout).not.toContain("front-door");
    expect((await tutor(["progress", "--course", folder])).stdout).toContain("front-door");
    const missing = await tutor(["list", "--course", "@school/windows"]);
    expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining("npm install @school/windows")]);
  });

  it("is taught in the tutor's own cluster only", async () => {
    const { exitCode, stderr } = await tutor(["start", "front-door", "--course", ".", "--kubeconfig", "mine"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("own cluster only")]);
  });
});
