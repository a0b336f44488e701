// What is wrong with the translations of a course's files: for `lint`, which tells every place, and for `test`, which tells how many.

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { COURSE_FILE } from "../../tutor/course.ts";
import type { Finding } from "../../tutor/lint/finding.ts";
import { loadLesson } from "../../tutor/load.ts";
import { judgeTranslation } from "../../tutor/translation/judge.ts";
import { TRANSLATIONS, type Translation } from "../../tutor/translation/translation.ts";
import { inFolder, isReadAsLesson, readText } from "../course-files.ts";

/** Of each file that is looked at; of a whole course also of course.yaml. */
export function translationFindings(paths: readonly string[], files: readonly string[]): readonly Finding[] {
  const courses = paths.map((path) => join(path, COURSE_FILE)).filter((file) => existsSync(file));
  return [...files, ...courses].flatMap((file) => {
    const root = existsSync(join(dirname(file), COURSE_FILE)) ? dirname(resolve(file)) : courseAbove(file);
    if (root === undefined || !existsSync(join(root, TRANSLATIONS))) return [];
    const place = relative(root, resolve(file));
    return readdirSync(join(root, TRANSLATIONS)).flatMap((language) => {
      const path = join(root, TRANSLATIONS, language, place);
      if (!existsSync(path)) return [];
      const content = readText(file);
      const inWords = (translation: Translation) =>
        isReadAsLesson(file) ? loadLesson(inFolder(file), content, undefined, translation).value : undefined;
      const shown = relative(process.cwd(), path);
      return judgeTranslation({ file: shown, content: readText(path), language }, { content, inWords });
    });
  });
}

/** A line for each translation that is not as its source is now. */
export function translationNotes(files: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { file } of translationFindings([], files)) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].map(
    ([file, count]) =>
      `${file}: ${count === 1 ? "one thing is" : `${count} things are`} missing, stale or wrong; k8s-tutor lint tells what`,
  );
}

export function courseAbove(file: string): string | undefined {
  const folder = dirname(resolve(file));
  return [folder, dirname(folder)].find((root) => existsSync(join(root, COURSE_FILE)));
}
