// The course on disk: the built-in one, or a folder that the user names.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import {
  CONCEPTS_FILE,
  COURSE_FILE,
  type Course,
  EXAMS,
  loadCourse,
  PLACEMENT_FILE,
  type Translations,
} from "../tutor/course.ts";
import { courseOnDemand } from "../tutor/course-on-demand.ts";
import type { Problem } from "../tutor/format/source.ts";
import { withoutUnseen } from "../tutor/format/unseen.ts";
import type { Lesson } from "../tutor/lesson.ts";
import { type DrawnLesson, loadEveryDraw, loadLesson, seedsOfLesson } from "../tutor/load.ts";
import { loadTranslation } from "../tutor/translation/load.ts";
import { TRANSLATIONS, type Translation } from "../tutor/translation/translation.ts";
import { systemReason, UserError } from "./failure.ts";
import { packageDirectory } from "./places.ts";

/** A lesson is a few pages of text; what is larger is no lesson. */
const maximumBytes = 1024 * 1024;

export function lessonsDirectory(): string {
  return join(packageDirectory(), "lessons");
}

/** The folder of a course: the built-in one's, a folder, or that of a package which is installed where the user is.
 * @param named a folder, or the name of a package, as `@school/kubernetes-course`. */
export function courseDirectory(named: string | undefined): string {
  if (named === undefined) return lessonsDirectory();
  if (existsSync(named)) return named;
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(named))
    throw new UserError(({ errors }) => errors.noFolder(named), 2);
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", named);
    if (existsSync(installed)) return withinPackage(installed);
    if (dirname(folder) === folder) break;
  }
  throw new UserError(({ errors }) => errors.noPackage(named), 2);
}

/** A package may keep its course beside other things. */
function withinPackage(installed: string): string {
  const places = [installed, join(installed, "lessons"), join(installed, "course")];
  return places.find((place) => existsSync(join(place, COURSE_FILE))) ?? installed;
}

/** The course of a folder. Lessons that cannot be read are left out; `problems` says why.
 * @param language that of the learner: what is translated into it is shown so.
 * @param isExamined every lesson of the built-in course is read at once, too. */
export function openCourse(
  directory: string | undefined,
  language = "en",
  isExamined = false,
): {
  readonly course: Course;
  readonly problems: readonly Problem[];
  readonly directory: string;
} {
  const root = courseDirectory(directory);
  const files = new Map(yamlFiles(root).map((file) => [relative(root, file).split(sep).join("/"), readText(file)]));
  if (!files.has("course.yaml")) {
    throw new UserError(({ errors }) => errors.noCourse(root));
  }
  const translations = translationsIn(root, language);
  // The built-in course is sound, which its tests prove; of any other one its author wants to hear.
  if (directory === undefined && !isExamined)
    return { course: courseOnDemand(files, translations), problems: [], directory: root };
  return { ...loadCourse(files, translations), directory: root };
}

/** The translations of a course into a language, by the files that they are of. One that cannot be read is left out; `lint` says why. */
export function translationsIn(root: string, language: string): Translations {
  const folder = join(root, TRANSLATIONS, language);
  // English is what lessons are written in.
  if (language === "en" || !existsSync(folder)) return new Map();
  return new Map(
    yamlFiles(folder).flatMap((path) => {
      const file = relative(folder, path).split(sep).join("/");
      const { value } = loadTranslation(file, readText(path));
      return value === undefined ? [] : [[file, value] as const];
    }),
  );
}

/** The translation of one file of a course, as `review/one-pod.yaml`. */
export function translationOf(root: string, file: string, language = "en"): Translation | undefined {
  const path = join(root, TRANSLATIONS, language, file);
  return language === "en" || !existsSync(path) ? undefined : loadTranslation(file, readText(path)).value;
}

/** A lesson as its author sees it: with all that chance can make of it. */
export interface ReadLesson {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** The lesson as it is drawn first; undefined when any of its draws has a problem. */
  readonly lesson: Lesson | undefined;
  /** With every value that can be chosen; one where nothing is left to chance. */
  readonly draws: readonly DrawnLesson[];
  /** Seeds that together choose every value; none where nothing is left to chance. */
  readonly seeds: readonly number[];
  withSeed(seed: number): Lesson | undefined;
}

/** The lessons below these paths, each with what is wrong with it. */
export function readLessons(paths: readonly string[]): ReadLesson[] {
  return paths.flatMap((path) => {
    const files = isDirectory(path)
      ? yamlFiles(path).filter(isReadAsLesson)
      : [path].filter((file) => !isExamFile(file));
    return files.map((file) => {
      const shown = relative(process.cwd(), resolve(file));
      const content = readText(file);
      const loaded = loadEveryDraw(inFolder(file), content);
      const problems = loaded.problems.map((problem) => ({ ...problem, file: shown }));
      const seeds = seedsOfLesson(content);
      const withSeed = (seed: number | undefined) => loadLesson(inFolder(file), content, seed).value;
      const lesson = problems.length > 0 ? undefined : withSeed(seeds[0]);
      return { file: shown, problems, lesson, draws: loaded.value ?? [], seeds, withSeed };
    });
  });
}

/** Review tasks are lessons of one step; exams and the placement check are not. */
export function isReadAsLesson(file: string): boolean {
  return ![COURSE_FILE, CONCEPTS_FILE, PLACEMENT_FILE].includes(basename(file)) && !isExamFile(file);
}

export function isExamFile(file: string): boolean {
  return basename(dirname(resolve(file))) === EXAMS;
}

// The format wants a lesson's folder and name to say its track and id.
export function inFolder(file: string): string {
  const full = resolve(file);
  return `${basename(dirname(full))}/${basename(full)}`;
}

export function problemText({ file, line, column, message }: Problem): string {
  return withoutUnseen(`${file}:${line}:${column}: ${message}`);
}

/** The files of a course below a folder, without their translations. */
export function yamlFiles(directory: string): string[] {
  try {
    const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
    return names
      .filter((name) => /\.ya?ml$/.test(name) && name.split(sep)[0] !== TRANSLATIONS)
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    throw new UserError((texts) => texts.errors.lessonsNotRead(directory, systemReason(error, texts)));
  }
}

export function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > maximumBytes)
      throw new UserError(({ errors }) => errors.tooLarge(file, Math.round(size / 1024), maximumBytes / 1024));
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError((texts) => texts.errors.notRead(file, systemReason(error, texts)));
  }
}

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError((texts) => texts.errors.notRead(path, systemReason(error, texts)), 2);
  }
}
