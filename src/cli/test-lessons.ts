// `k8s-tutor test`: proves lessons in fresh clusters.

import { availableParallelism } from "node:os";
import ora from "ora";
import type { Lesson } from "../tutor/lesson.ts";
import type { LessonTestReport } from "../tutor/lesson-test/report.ts";
import { translationNotes } from "./authoring/translations.ts";
import { lessonsDirectory, openCourse, problemText, readLessons } from "./course-files.ts";
import { type ReadExam, readExams } from "./exam-files.ts";
import { UserError } from "./failure.ts";
import { playedOf, proveExam } from "./lesson-proof.ts";
import { isWorker, type Job, proveLessons, serveMain } from "./lesson-workers.ts";
import { isPlain } from "./plainness.ts";

export interface TestOptions {
  readonly step?: string;
  readonly json?: boolean;
  readonly seed?: number;
  readonly thorough?: boolean;
  readonly jobs?: number;
  readonly coverage?: boolean;
}

export async function testLessons(paths: readonly string[], options: TestOptions): Promise<number> {
  if (isWorker()) {
    serveMain();
    return 0;
  }
  if (options.coverage === true) {
    const { reportCoverage } = await import("./lesson-coverage.ts");
    return reportCoverage(paths, options.json === true);
  }
  const places = paths.length > 0 ? paths : [lessonsDirectory()];
  const read = readLessons(places);
  const exams = options.step === undefined ? readExams(places) : [];
  const problems = [
    ...read.flatMap((one) => one.problems),
    ...exams.flatMap((one) => one.problems),
    ...(paths.length > 0 ? [] : openCourse(undefined, "en", true).problems),
  ];
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (read.length + exams.length === 0) throw new UserError(`there are no lessons in ${paths.join(", ")}`);
  const { step } = options;
  if (
    step !== undefined &&
    !read.some(({ draws }) => draws.some(({ lesson }) => lesson.steps.some(({ id }) => id === step)))
  )
    throw new UserError(`no lesson there has a step ${step}; the steps' ids stand in the lesson's file`);
  const jobs = read.flatMap((one) => playedOf(one, options.seed).map((played) => ({ ...played, file: one.file })));
  const reports = [...(await proveAll(jobs, options)), ...(await proveAllExams(exams, options))];
  const notes = translationNotes([...read, ...exams].map(({ file }) => file));
  const failed = problems.length + reports.filter((report) => !report.passed).length;
  const passed = reports.filter((report) => report.passed).length;
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ problems, reports, translations: notes }, null, 2)}\n`);
  else {
    for (const note of notes) process.stdout.write(`note: ${note}\n`);
    process.stdout.write(`lessons: ${passed} passed, ${failed} failed\n`);
  }
  return failed === 0 ? 0 : 1;
}

async function proveAll(jobs: readonly Job[], options: TestOptions): Promise<readonly LessonTestReport[]> {
  const reports: LessonTestReport[] = [];
  // Proving a lesson takes seconds; where somebody looks on, the lesson at hand is shown.
  const isSilent = options.json === true || process.stderr.isTTY !== true || isPlain({});
  const spinner = ora({ text: nameOf(jobs[0]?.lesson), isSilent }).start();
  for await (const report of proveLessons(jobs, options, options.jobs ?? availableParallelism())) {
    spinner.stop();
    if (options.json !== true) print(report, nameOf(jobs[reports.length]?.lesson));
    reports.push(report);
    if (reports.length < jobs.length) spinner.start(nameOf(jobs[reports.length]?.lesson));
  }
  spinner.stop();
  return reports;
}

async function proveAllExams(exams: readonly ReadExam[], options: TestOptions): Promise<readonly LessonTestReport[]> {
  const reports: LessonTestReport[] = [];
  for (const one of exams) {
    const report = await proveExam(one, options.seed);
    if (report === undefined) continue;
    if (options.json !== true) print(report, report.lesson);
    reports.push(report);
  }
  return reports;
}

function nameOf(lesson: Lesson | undefined): string {
  if (lesson === undefined) return "";
  return lesson.seed === undefined ? lesson.id : `${lesson.id} --seed ${lesson.seed}`;
}

function print({ passed, failures, warnings, tried }: LessonTestReport, lesson: string): void {
  process.stdout.write(`${passed ? "ok  " : "FAIL"} ${lesson} (${tried} things tried)\n`);
  for (const { step, subject, reason } of failures)
    process.stdout.write(`     ${step === undefined ? "" : `${step}: `}${subject}: ${reason}\n`);
  for (const { step, subject, reason } of warnings)
    process.stdout.write(`     note: ${step === undefined ? "" : `${step}: `}${subject}: ${reason}\n`);
}
