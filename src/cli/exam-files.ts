// The exams of a course on disk.

import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { EXAMS } from "../tutor/course.ts";
import { type Exam, loadEveryExam, loadExam } from "../tutor/exam/exam.ts";
import type { Problem } from "../tutor/format/source.ts";
import { isDirectory, isExamFile, lessonsDirectory, readText, yamlFiles } from "./course-files.ts";

export interface ReadExam {
  readonly file: string;
  readonly problems: readonly Problem[];
  withSeed(seed: number): Exam | undefined;
}

/** The exams below these paths, each with what is wrong with it, whatever is drawn. */
export function readExams(paths: readonly string[]): readonly ReadExam[] {
  return paths.flatMap((path) => {
    const files = isDirectory(path) ? yamlFiles(path).filter(isExamFile) : [path].filter(isExamFile);
    return files.map((file) => {
      const content = readText(file);
      const name = `${basename(dirname(resolve(file)))}/${basename(file)}`;
      const shown = relative(process.cwd(), resolve(file));
      const problems = loadEveryExam(name, content).problems.map((problem) => ({ ...problem, file: shown }));
      return { file: shown, problems, withSeed: (seed: number) => loadExam(name, content, seed).value };
    });
  });
}

/** The exams that can be taken; what is wrong with one keeps only that one out. */
export function openExams(directory: string | undefined, seed: number): readonly Exam[] {
  const folder = join(directory ?? lessonsDirectory(), EXAMS);
  return existsSync(folder) ? readExams([folder]).flatMap(({ withSeed }) => withSeed(seed) ?? []) : [];
}
