// Proves an exam: doing nothing earns nothing, each task alone earns just its own points, all of them in any order earn all.

import type { Action } from "../action.ts";
import type { NewWorld } from "../lesson-test/chain.ts";
import { runAll } from "../lesson-test/play.ts";
import type { LessonTestReport } from "../lesson-test/report.ts";
import { Findings } from "../lesson-test/report.ts";
import { enterStep, setUpLesson } from "../setup.ts";
import type { Workbench } from "../world.ts";
import { type Exam, pointsOf, stageOf } from "./exam.ts";
import { gradeExam, type TaskGrade } from "./grade.ts";

export async function testExam(exam: Exam, newWorld: NewWorld, seed: number): Promise<LessonTestReport> {
  const found = new Findings();
  try {
    const stage = stageOf(exam, seed);
    const bench = await newWorld(stage, seed);
    await setUpLesson(stage, bench);
    await enterStep(stage, 0, false, bench);
    await new Proof(exam, bench, found).all();
  } catch (error) {
    found.fail("exam", error instanceof Error ? error.message : String(error));
  }
  const { failures, warnings, tried } = found;
  return { lesson: exam.id, passed: failures.length === 0, failures, warnings, tried };
}

/** What each task should earn, by its number; the others nothing. */
type Wanted = (index: number) => number;

class Proof {
  constructor(
    private readonly exam: Exam,
    private readonly bench: Workbench,
    private readonly found: Findings,
  ) {}

  async all(): Promise<void> {
    const { tasks } = this.exam;
    await this.earns("doing nothing", [], () => 0);
    for (const [own, task] of tasks.entries()) {
      for (const { name, run } of task.solutions)
        await this.earns(`solution ${name}`, run, (index) => (index === own ? pointsOf(task) : 0), task.id);
      for (const { name, run, points } of task.partial ?? [])
        await this.earns(`partial ${name}`, run, (index) => (index === own ? points : 0), task.id);
    }
    const inTurn = tasks.flatMap(({ solutions }) => solutions[0]?.run ?? []);
    const backwards = [...tasks].reverse().flatMap(({ solutions }) => solutions.at(-1)?.run ?? []);
    const full: Wanted = (index) => (tasks[index] === undefined ? 0 : pointsOf(tasks[index]));
    await this.earns("all tasks in turn", inTurn, full);
    await this.earns("all tasks backwards, by their last solutions", backwards, full);
  }

  private async earns(subject: string, run: readonly Action[], wanted: Wanted, task?: string): Promise<void> {
    this.found.tried++;
    const copy = await this.bench.fork();
    const error = await runAll(run, copy);
    if (error !== undefined) return this.found.fail(subject, error, task);
    for (const [index, grade] of (await gradeExam(this.exam, copy)).entries())
      this.found.fail(subject, this.differenceOf(index, grade, wanted(index)), task);
  }

  private differenceOf(index: number, { points, missed }: TaskGrade, wanted: number): string | undefined {
    if (points === wanted) return undefined;
    const reasons = missed.map(({ title, why }) => `${title}: ${why}`).join(" | ");
    return `the task ${this.exam.tasks[index]?.id} earns ${points} points, and should earn ${wanted}. ${reasons}`;
  }
}
