// Stands for an exam: several tasks in one cluster, in any order, each with checks that are worth points. The format `k8s-tutor-exam/v1`.

import type { Action } from "../action.ts";
import { actionShape } from "../action.ts";
import { type Check, checkShape, withInner } from "../checks/check.ts";
import { checkFileName, loadDrawn, loadEveryDrawn } from "../drawn.ts";
import { integer, list, object, oneOf, optional, required, type Shape, text } from "../format/shape.ts";
import type { Located, Problems } from "../format/source.ts";
import { identifier } from "../format/values.ts";
import { FORMAT, type Lesson, type Setup, type Solution, type Step, setupShape } from "../lesson.ts";
import type { Loaded } from "../load.ts";
import type { Translation } from "../translation/translation.ts";

const EXAM_FORMAT = "k8s-tutor-exam/v1";

export interface Exam {
  readonly format: typeof EXAM_FORMAT;
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly level: Lesson["level"];
  /** How many points of a hundred are enough. */
  readonly pass: number;
  readonly intro: string;
  readonly setup?: Setup;
  readonly tasks: readonly ExamTask[];
}

export interface ExamTask {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  /** Lessons that teach what it asks for. */
  readonly lessons: readonly string[];
  readonly checks: readonly Graded[];
  readonly solutions: readonly Solution[];
  /** Attempts that earn a part of the points. */
  readonly partial?: readonly Partially[];
}

interface Graded {
  readonly points: number;
  readonly check: Check;
}

interface Partially {
  readonly name: string;
  readonly run: readonly Action[];
  readonly points: number;
}

/** @param seed chooses what stands under `pick`.
 * @param translation its texts in another language. */
export function loadExam(file: string, content: string, seed: number, translation?: Translation): Loaded<Exam> {
  return loadDrawn(file, content, { seed, ...(translation === undefined ? {} : { translation }) }, readExam);
}

/** With every value that can be chosen. */
export function loadEveryExam(file: string, content: string): Loaded<readonly Exam[]> {
  return loadEveryDrawn(file, content, readExam);
}

function readExam(document: Located, problems: Problems): Exam | undefined {
  const exam = examShape().read(document, problems);
  if (exam === undefined) return undefined;
  checkFileName(exam.id, document, problems);
  const ids = exam.tasks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) problems.add(document, `There are two tasks \`${twice}\`. Give each its own id.`);
  for (const { id, checks } of exam.tasks) {
    const typed = checks.some(({ check }) => withInner(check).some((inner) => "command" in inner || "answer" in inner));
    if (typed) problems.add(document, `The task \`${id}\` judges what was typed. Check the state of things instead.`);
  }
  return exam;
}

export function examShape(): Shape<Exam> {
  const graded = object<Graded>({
    points: required(integer(), "what it is worth"),
    check: required(checkShape(), "what must hold when the exam ends"),
  });
  const solution = object<Solution>({
    name: required(identifier(), "a short name for this way"),
    run: required(list(actionShape(), { min: 1 }), "what is done"),
  });
  const partial = object<Partially>({
    name: required(identifier(), "a short name for this attempt"),
    run: required(list(actionShape(), { min: 1 }), "what is done"),
    points: required(integer(), "how many points it earns"),
  });
  const task = object<ExamTask>({
    id: required(identifier(), "the task's id"),
    title: required(text(), "a few words for the list of tasks"),
    task: required(text("text (Markdown)"), "what to reach, by intent"),
    lessons: required(list(identifier(), { min: 1 }), "lessons that teach it"),
    checks: required(list(graded, { min: 1 }), "what is worth points"),
    solutions: required(list(solution, { min: 1 }), "ways that earn all points"),
    partial: optional(list(partial), "attempts that earn a part of them"),
  });
  return object<Exam>(
    {
      format: required(oneOf(EXAM_FORMAT), "the version of this format"),
      id: required(identifier(), "the exam's id, the same as the file's name"),
      title: required(text(), "at most 48 characters"),
      minutes: required(integer(), "how long it lasts"),
      level: required(oneOf("beginner", "intermediate", "advanced"), "for whom"),
      pass: required(integer(), "how many points of a hundred are enough"),
      intro: required(text("text (Markdown)"), "what to expect"),
      setup: optional(setupShape(), "how the cluster and the working directory start"),
      tasks: required(list(task, { min: 2 }), "the tasks"),
    },
    { name: "an exam" },
  );
}

export function pointsOf({ checks }: ExamTask): number {
  return checks.reduce((sum, { points }) => sum + points, 0);
}

export function totalOf({ tasks }: Exam): number {
  return tasks.reduce((sum, task) => sum + pointsOf(task), 0);
}

/** The exam as a lesson of one step, which everything that sets up a cluster for a lesson can set up. */
export function stageOf({ id, title, minutes, level, setup, tasks }: Exam, seed: number): Lesson {
  const step: Step = { ...EMPTY_STEP, checks: tasks.flatMap(({ checks }) => checks.map(({ check }) => check)) };
  const empty = { teaches: [], objectives: [], intro: "", quiz: [], review: [] };
  const stage = { ...empty, format: FORMAT, id: `exam-${id}`, title, track: "exams", minutes, level, seed } as const;
  return { ...stage, steps: [step], ...(setup === undefined ? {} : { setup }) };
}

/** The checks of one task, as a step. */
export function stepOf({ checks, solutions }: ExamTask): Step {
  return { ...EMPTY_STEP, checks: checks.map(({ check }) => check), solutions };
}

const EMPTY_STEP: Step = { id: "exam", task: "", checks: [], hints: [], solutions: [], why: "" };
