// The exams of a course on disk.

import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { EXAMS } from "../tutor/course.ts";
import { type Exam, loadEveryExam, loadExam } from "../tutor/exam/exam.ts";
import type { Problem } from "../tutor/format/source.ts";
import type { Translation } from "../tutor/translation/translation.ts";
import { isDirectory, isExamFile, lessonsDirectory, readText, translationOf, yamlFiles } from "./course-files.ts";

export interface ReadExam {
  readonly file: string;
  readonly problems: readonly Problem[];
  withSeed(seed: number, translation?: Translation): Exam | undefined;
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
      return { file: shown, problems, withSeed: (...draw) => loadExam(name, content, ...draw).value };
    });
  });
}

/** The exams that can be taken; what is wrong with one keeps only that one out.
 * @param language that of the learner. */
export function openExams(directory: string | undefined, seed: number, language = "en"): readonly Exam[] {
  const root = directory ?? lessonsDirectory();
  const folder = join(root, EXAMS);
  if (!existsSync(folder)) return [];
  return readExams([folder]).flatMap(
    ({ file, withSeed }) => withSeed(seed, translationOf(root, `${EXAMS}/${basename(file)}`, language)) ?? [],
  );
}
