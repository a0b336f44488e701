import { describe, expect, it } from "vitest";
import { type Exam, loadExam } from "../../src/tutor/exam/exam.ts";
import { clockText, reportOf } from "../../src/tutor/exam/report.ts";
import type { ExamResult } from "../../src/tutor/exam/result.ts";
import {
  type ExamEffect,
  type ExamInput,
  type ExamState,
  examState,
  newRun,
  updateExam,
} from "../../src/tutor/exam/session.ts";

const MINUTE = 60_000;

const text = `
format: k8s-tutor-exam/v1
id: small
title: Small
minutes: 20
level: beginner
pass: 60
intro: Two jobs.
pick: {name: [bakery, florist]}
tasks:
  - id: one
    title: One
    task: "Make \${{ name }}."
    lessons: [first-pod]
    checks:
      - {points: 2, check: {resource: "Pod/\${{ name }}"}}
      - {points: 1, check: {resource: "Pod/\${{ name }}", where: ready(obj)}}
    solutions: [{name: run, run: ["kubectl run \${{ name }} --image=nginx"]}]
  - id: two
    title: Two
    task: Make a Service.
    lessons: [service-types]
    checks: [{points: 2, check: {resource: Service/web}}]
    solutions: [{name: create, run: ["kubectl create service clusterip web --tcp=80"]}]
`;

function examOf(content = text): Exam {
  const { value, problems } = loadExam("exams/small.yaml", content, 1);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join());
  return value;
}

class Desk {
  state: ExamState;
  readonly said: string[] = [];
  readonly effects: ExamEffect[] = [];

  constructor(isPractice = false) {
    const exam = examOf();
    this.state = examState(exam, newRun(exam, 1, isPractice, 0), { isNew: true, now: 0 });
    this.put({ kind: "begin", now: 0 });
  }

  put(input: ExamInput): this {
    const { state, effects } = updateExam(this.state, input);
    this.state = state;
    this.effects.push(...effects);
    for (const effect of effects) if (effect.kind === "say") this.said.push(effect.text);
    return this;
  }

  type(line: string, minutes: number): this {
    return this.put({ kind: "line", text: line, now: minutes * MINUTE });
  }

  grade(minutes: number): ExamResult | undefined {
    const missed = [{ title: "There is a Service", why: "There is none." }];
    const grades = [
      { points: 3, of: 3, missed: [] },
      { points: 0, of: 2, missed },
    ];
    this.put({ kind: "graded", grades, now: minutes * MINUTE });
    return this.effects.flatMap((effect) => (effect.kind === "result" ? effect.result : []))[0];
  }
}

describe("an exam's file", () => {
  it.each([
    ["id: small", "id: big", "The id is `big`, but the file is called `small.yaml`"],
    ["id: two", "id: one", "There are two tasks `one`"],
    ["Service/web}", 'Service/web, where: "obj.("}', "does not compile"],
    ["minutes: 20", "minutes: soon", "Expected a whole number"],
    [
      "{points: 2, check: {resource: Service/web}}",
      "{points: 2, check: {command: {starts: kubectl}}}",
      "judges what was typed",
    ],
  ])("with %s as %s is refused", (before, after, message) => {
    const { problems } = loadExam("exams/small.yaml", text.replace(before, after), 1);
    expect(problems.map((problem) => problem.message).join()).toContain(message);
    expect(problems[0]?.line).toBeGreaterThan(0);
  });
});

describe("an exam under way", () => {
  it("goes through the tasks in any order, and counts the time for each", () => {
    const desk = new Desk().type("next", 2).type("flag", 3).type("tasks", 3).type("task 1", 5).type("task 9", 6);
    expect(desk.state.run).toMatchObject({ current: 0, flagged: ["two"], spentMs: [3 * MINUTE, 3 * MINUTE] });
    expect(desk.said.at(-3)).toContain("2. Two, 2 points (you are here, flagged)");
    expect(desk.said.at(-2)).toContain("**Task 1 of 2: One** (3 points, 15 min left)");
    expect(desk.said.at(-1)).toBe("There are tasks 1 to 2.");
  });

  it("gives no hints, and runs everything that is no word of its own", () => {
    const desk = new Desk().type("hint", 1).type("task first", 1).type("kubectl get pods", 1);
    expect(desk.said.at(-1)).toContain("There is no `hint` in an exam");
    expect(desk.effects.flatMap((effect) => (effect.kind === "run" ? effect.command : []))).toEqual([
      "task first",
      "kubectl get pods",
    ]);
  });

  it("says calmly how time goes, each but once", () => {
    const desk = new Desk();
    for (const minutes of [9, 10.1, 11, 18.5, 19]) desk.put({ kind: "tick", now: minutes * MINUTE });
    expect(desk.said.slice(2)).toEqual(["10 minutes are left.", "2 minutes are left."]);
  });

  it("takes a plain answer to whether to finish, and only right behind the question", () => {
    expect(new Desk().type("finish", 6).type("yes", 6).effects.at(-1)).toEqual({ kind: "grade" });
    expect(new Desk().type("finish", 6).type("no", 6).effects.at(-1)).toMatchObject({ kind: "say" });
    expect(new Desk().type("finish", 6).type("ls", 6).type("yes", 6).effects.at(-1)).toEqual({
      kind: "run",
      command: "yes",
    });
  });

  it("ends when the learner is sure, with points and time", () => {
    const desk = new Desk().type("next", 4).type("finish", 6);
    expect(desk.effects.at(-1)).toMatchObject({ kind: "say" });
    expect(desk.type("finish yes", 7).effects.at(-1)).toEqual({ kind: "grade" });
    const result = desk.grade(7);
    expect(result).toMatchObject({ points: 3, of: 5, pass: 3, ended: "finished", endedAt: 7 * MINUTE });
    expect(result?.tasks.map(({ spentMs }) => spentMs)).toEqual([4 * MINUTE, 3 * MINUTE]);
    const report = result === undefined ? "" : reportOf(result);
    expect(report).toContain("**Small: 3 of 5 points.** That is enough.");
    expect(report).toContain("| 2 | Two | 0 of 2 | 3:00 |");
    expect(report).toContain("k8s-tutor start service-types");
  });

  it("ends at its time, and a line that comes later is not run", () => {
    const desk = new Desk().type("kubectl delete pods --all", 20);
    expect(desk.effects.at(-1)).toEqual({ kind: "grade" });
    expect(desk.effects.some(({ kind }) => kind === "run")).toBe(false);
    expect(desk.grade(21)).toMatchObject({ ended: "time", endedAt: 20 * MINUTE });
  });

  it.each([
    [false, "grade"],
    [true, "save"],
  ])("whose learner was away for an hour (practice: %s)", (isPractice, last) => {
    const { run, exam } = new Desk(isPractice).type("next", 5).type("exit", 6).state;
    const later = updateExam(examState(exam, run, { isNew: false, now: 66 * MINUTE }), {
      kind: "begin",
      now: 66 * MINUTE,
    });
    expect(later.effects.at(-1)?.kind).toBe(last);
    expect(later.state.run.spentMs).toEqual([5 * MINUTE, MINUTE]);
  });

  it("writes times as minutes and seconds", () => {
    expect([0, 59_400, 61_000, 3_600_000].map(clockText)).toEqual(["0:00", "0:59", "1:01", "60:00"]);
  });
});
