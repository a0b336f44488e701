// `k8s-tutor lint`: says what is wrong with lesson files, by file, line and column.

import { judgeTexts } from "../tutor/lesson-text.ts";
import { lessonsDirectory, openCourse, problemText, readLessons } from "./course-files.ts";

export function lint(paths: readonly string[], options: { readonly json?: boolean }): number {
  const lessons = readLessons(paths.length > 0 ? paths : [lessonsDirectory()]);
  const problems = [
    ...lessons.flatMap((one) => one.problems),
    ...(paths.length > 0 ? [] : openCourse(undefined).problems),
  ];
  const findings = lessons.flatMap(({ file, lesson }) => {
    if (lesson === undefined) return [];
    const { failures, warnings } = judgeTexts(lesson);
    const located = (level: "error" | "warning") => (finding: (typeof failures)[number]) => ({
      file,
      level,
      ...finding,
    });
    return [...failures.map(located("error")), ...warnings.map(located("warning"))];
  });
  const failed = problems.length + findings.filter(({ level }) => level === "error").length;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ lessons: lessons.length, problems, findings }, null, 2)}\n`);
    return failed === 0 ? 0 : 1;
  }
  for (const problem of problems) process.stdout.write(`${problemText(problem)}\n`);
  for (const { file, level, step, subject, reason } of findings) {
    process.stdout.write(`${file}: ${level}: ${step === undefined ? "" : `step ${step}, `}${subject}: ${reason}\n`);
  }
  process.stdout.write(
    failed === 0 ? `${lessons.length} lessons, no mistakes\n` : `${failed} mistakes in ${lessons.length} lessons\n`,
  );
  return failed === 0 ? 0 : 1;
}
