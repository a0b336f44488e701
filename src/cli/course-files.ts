// The course on disk: the built-in one, or a folder that the user names.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { type Course, loadCourse } from "../tutor/course.ts";
import type { Problem } from "../tutor/format/source.ts";
import type { Lesson } from "../tutor/lesson.ts";
import { loadLesson } from "../tutor/load.ts";
import { systemReason, UserError } from "./failure.ts";
import { packageDirectory } from "./places.ts";

/** A lesson is a few pages of text; what is larger is no lesson. */
const maximumBytes = 1024 * 1024;

export function lessonsDirectory(): string {
  return join(packageDirectory(), "lessons");
}

/** The course of a folder. Lessons that cannot be read are left out; `problems` says why. */
export function openCourse(directory: string | undefined): {
  readonly course: Course;
  readonly problems: readonly Problem[];
  readonly directory: string;
} {
  const root = directory ?? lessonsDirectory();
  const files = new Map(yamlFiles(root).map((file) => [relative(root, file).split(sep).join("/"), readText(file)]));
  if (!files.has("course.yaml")) {
    throw new UserError(
      `${root} is not a course: it has no course.yaml. See lessons/README.md of k8s-tutor for the format.`,
    );
  }
  return { ...loadCourse(files), directory: root };
}

/** The lessons below these paths, each with what is wrong with it. */
export function readLessons(
  paths: readonly string[],
): { readonly file: string; readonly lesson: Lesson | undefined; readonly problems: readonly Problem[] }[] {
  return paths.flatMap((path) => {
    const files = isDirectory(path) ? yamlFiles(path).filter((file) => basename(file) !== "course.yaml") : [path];
    return files.map((file) => {
      const shown = relative(process.cwd(), resolve(file));
      const loaded = loadLesson(inFolder(file), readText(file));
      const problems = loaded.problems.map((problem) => ({ ...problem, file: shown }));
      return { file: shown, lesson: loaded.value, problems };
    });
  });
}

// The format wants a lesson's folder and name to say its track and id.
function inFolder(file: string): string {
  const full = resolve(file);
  return `${basename(dirname(full))}/${basename(full)}`;
}

export function problemText({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

function yamlFiles(directory: string): string[] {
  try {
    const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
    return names
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    throw new UserError(`the lessons in ${directory} cannot be read: ${systemReason(error)}`);
  }
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size > maximumBytes)
      throw new UserError(
        `${file} is too large for a lesson (${Math.round(size / 1024)} KiB; at most ${maximumBytes / 1024} KiB)`,
      );
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be read: ${systemReason(error)}`);
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${systemReason(error)}`, 2);
  }
}
