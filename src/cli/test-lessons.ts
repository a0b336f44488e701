// `k8s-tutor test`: proves lessons in fresh clusters.

import ora from "ora";
import { MemoryFiles } from "../shell/memory-files.ts";
import { type LessonTestReport, type NewWorld, testLesson } from "../tutor/lesson-test.ts";
import { lessonsDirectory, openCourse, problemText, readLessons } from "./course-files.ts";
import { UserError } from "./failure.ts";
import { LessonWorld } from "./lesson-world.ts";
import { isPlain } from "./plainness.ts";
import { chooseProfile } from "./profiles.ts";
import { schemaSource } from "./schema-source.ts";
import { LearnerWorld } from "./world.ts";

/** Lesson tests begin at one instant, so that they give the same result whenever they run. */
const startMs = Date.parse("2026-01-05T09:00:00Z");

export async function testLessons(
  paths: readonly string[],
  options: { readonly step?: string; readonly json?: boolean; readonly seed: number },
): Promise<number> {
  const read = readLessons(paths.length > 0 ? paths : [lessonsDirectory()]);
  const problems = [
    ...read.flatMap((one) => one.problems),
    ...(paths.length > 0 ? [] : openCourse(undefined).problems),
  ];
  for (const problem of problems) process.stderr.write(`${problemText(problem)}\n`);
  if (read.length === 0) throw new UserError(`there are no lessons in ${paths.join(", ")}`);
  const { step } = options;
  if (step !== undefined && !read.some(({ lesson }) => lesson?.steps.some(({ id }) => id === step)))
    throw new UserError(`no lesson there has a step ${step}; the steps' ids stand in the lesson's file`);
  const newWorld = worldFactory(options.seed);
  const reports: LessonTestReport[] = [];
  for (const { lesson } of read) {
    if (lesson === undefined) continue;
    // Proving a lesson takes seconds; where somebody looks on, the lesson at hand is shown.
    const spinner = ora({
      text: lesson.id,
      isSilent: options.json === true || process.stderr.isTTY !== true || isPlain({}),
    }).start();
    const report = await testLesson(lesson, newWorld, step);
    spinner.stop();
    reports.push(report);
    if (options.json !== true) print(report);
  }
  const failed = problems.length + reports.filter((report) => !report.passed).length;
  const passed = reports.filter((report) => report.passed).length;
  if (options.json === true) process.stdout.write(`${JSON.stringify({ problems, reports }, null, 2)}\n`);
  else process.stdout.write(`lessons: ${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

export function worldFactory(seed: number): NewWorld {
  const schema = schemaSource();
  return async (lesson) => {
    const profile = chooseProfile(lesson.setup?.cluster === undefined ? {} : { cluster: lesson.setup.cluster });
    const files = new MemoryFiles({ now: () => startMs });
    return new LessonWorld(LearnerWorld.boot({ profile, seed, startMs, schema, files }));
  };
}

function print({ lesson, passed, failures, warnings, tried }: LessonTestReport): void {
  process.stdout.write(`${passed ? "ok  " : "FAIL"} ${lesson} (${tried} things tried)\n`);
  for (const { step, subject, reason } of failures)
    process.stdout.write(`     ${step === undefined ? "" : `${step}: `}${subject}: ${reason}\n`);
  for (const { step, subject, reason } of warnings)
    process.stdout.write(`     note: ${step === undefined ? "" : `${step}: `}${subject}: ${reason}\n`);
}
