// Gives points: each check that holds when the exam ends is worth its own, whatever became of the others.

import { judgeStep } from "../judge.ts";
import { textsOf, type Workbench } from "../world.ts";
import { type Exam, type ExamTask, pointsOf, stepOf } from "./exam.ts";
import type { Missed } from "./result.ts";

/** What was begun in time may come to its end: an image that is being pulled costs no points. */
export const GRACE_MS = 120_000;

export interface TaskGrade {
  readonly points: number;
  readonly of: number;
  readonly missed: readonly Missed[];
}

/** The grades of all tasks, in their order, in a world that is spent by it. */
export async function gradeExam({ tasks }: Exam, bench: Workbench): Promise<readonly TaskGrade[]> {
  await bench.advance(GRACE_MS);
  const grades: TaskGrade[] = [];
  for (const task of tasks) grades.push(await gradeTask(task, bench));
  return grades;
}

async function gradeTask(task: ExamTask, bench: Workbench): Promise<TaskGrade> {
  const { conditions } = await judgeStep(stepOf(task), bench);
  const missed = conditions.flatMap((condition): Missed[] =>
    condition.state === "done"
      ? []
      : [{ title: condition.title, why: "why" in condition ? condition.why : textsOf(bench).exam.notSoAtTheEnd }],
  );
  const points = task.checks.reduce(
    (sum, graded, index) => sum + (conditions[index]?.state === "done" ? graded.points : 0),
    0,
  );
  return { points, of: pointsOf(task), missed };
}
