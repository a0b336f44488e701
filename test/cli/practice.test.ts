import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

function begin(home: string, ...args: string[]): PseudoTerminal {
  const terminal = new PseudoTerminal({ args: [program, ...args], env: environment(home), cwd: home, columns: 80 });
  open.push(terminal);
  return terminal;
}

function progressIn(home: string) {
  return JSON.parse(readFileSync(join(environment(home).K8S_TUTOR_HOME ?? home, "progress.json"), "utf8"));
}

function withCards(home: string): void {
  const folder = environment(home).K8S_TUTOR_HOME ?? home;
  const card = (id: string, dueAt: number) => {
    const texts = {
      front: `front of ${id}`,
      back: `back of ${id}`,
      concept: "deployment.scale",
      lesson: "deployments",
    };
    return [`deployments/${id}`, { id, ...texts, stage: 0, dueAt }];
  };
  const cards = Object.fromEntries([card("r1", 1), card("r2", 2)]);
  mkdirSync(folder, { recursive: true });
  const progress = { format: "k8s-tutor-progress", version: 1, lessons: {}, review: { cards } };
  writeFileSync(join(folder, "progress.json"), JSON.stringify(progress));
}

describe("practice at a terminal", { timeout: 40_000 }, () => {
  it("review: cards, then a task of their concept, and the schedule is kept", async () => {
    const home = scratch.folder("review");
    withCards(home);
    const learner = begin(home, "review", "--seed", "1");
    await learner.sees("front of r1");
    learner.enter("I think so");
    await learner.sees("back of r1");
    learner.enter("y");
    await learner.sees("front of r2");
    learner.enter("");
    await learner.sees("back of r2");
    learner.enter("y");
    await learner.sees("[1/1]");
    const [, name = "", count = ""] = /Let (\w+) run (\d) Pods/.exec(learner.screen) ?? [];
    learner.enter(`kubectl scale deployment ${name} --replicas=${count}`);
    await learner.sees("You knew 2 of 2 cards. One task done.");
    expect(await learner.ended()).toBe(0);
    const { cards, tasks } = progressIn(home).review;
    expect([cards["deployments/r1"].stage, tasks["scale-it"].stage, tasks["scale-it"].times]).toEqual([1, 1, 1]);
  });

  it("exam: left and come back to, with part of the points", async () => {
    const home = scratch.folder("exam");
    const first = begin(home, "exam", "first-rounds", "--seed", "1");
    await first.sees("Task 1 of 6");
    first.enter("kubectl set selector service library app=library");
    await first.sees("selector updated");
    first.enter("task 2");
    await first.sees("Task 2 of 6");
    first.enter("exit");
    expect(await first.ended()).toBe(0);
    expect(progressIn(home).examRun).toMatchObject({ exam: "first-rounds", current: 1 });
    const second = begin(home, "exam", "first-rounds");
    await second.sees("you are where you left off");
    await second.sees("Task 2 of 6");
    second.enter("finish yes");
    await second.sees("3 of 18 points");
    expect(await second.ended()).toBe(0);
    const { exams, examRun } = progressIn(home);
    expect(examRun).toBeUndefined();
    expect(exams[0]).toMatchObject({ points: 3, of: 18, ended: "finished" });
  });
});
