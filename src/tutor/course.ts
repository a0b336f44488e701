// Stands for the whole course: the order of tracks and lessons (course.yaml), and all lessons, with references between them checked.

import { list, object, oneOf, optional, required, type Shape, text } from "./format/shape.ts";
import { type Problem, Problems, parseSource } from "./format/source.ts";
import { identifier } from "./format/values.ts";
import type { Lesson } from "./lesson.ts";
import { inOrder, loadLesson } from "./load.ts";

interface Track {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly string[];
}

/** A choice of lessons in an order, as for a half-day workshop. */
interface CoursePath {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly string[];
}

interface CourseFile {
  readonly format: "k8s-tutor-course/v1";
  readonly title: string;
  readonly tracks: readonly Track[];
  readonly paths?: readonly CoursePath[];
}

export interface Course {
  readonly title: string;
  readonly tracks: readonly Track[];
  readonly paths: readonly CoursePath[];
  readonly lessons: ReadonlyMap<string, Lesson>;
}

function courseShape(): Shape<CourseFile> {
  const entry = {
    id: required(identifier(), "its id; of a track also the folder's name"),
    title: required(text(), "what the menu shows"),
    lessons: required(list(identifier()), "ids of lessons, in order"),
  };
  return object<CourseFile>({
    format: required(oneOf("k8s-tutor-course/v1"), "the version of this format"),
    title: required(text(), "the course's title"),
    tracks: required(list(object<Track>(entry), { min: 1 }), "the tracks, in order"),
    paths: optional(list(object<CoursePath>(entry)), "choices of lessons for workshops"),
  });
}

/** The course of these files (paths relative to the lessons folder). What is wrong with one lesson keeps only that lesson out. */
export function loadCourse(files: ReadonlyMap<string, string>): {
  readonly course: Course;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const lessons = new Map<string, Lesson>();
  const paths = new Map<string, string>();
  for (const [file, content] of files) {
    if (file === "course.yaml" || !/\.ya?ml$/.test(file)) continue;
    const loaded = loadLesson(file, content);
    problems.push(...loaded.problems);
    if (loaded.value === undefined) continue;
    const earlier = paths.get(loaded.value.id);
    if (earlier !== undefined)
      problems.push(
        wholeFile(
          file,
          `The lesson id \`${loaded.value.id}\` is already that of ${earlier}. Give each lesson its own id.`,
        ),
      );
    else lessons.set(loaded.value.id, loaded.value);
    paths.set(loaded.value.id, file);
  }
  const order = loadOrder(files.get("course.yaml") ?? "", problems);
  problems.push(...references(lessons, paths, order));
  const known = <T extends Track>(tracks: readonly T[]) =>
    tracks.map((track) => ({ ...track, lessons: track.lessons.filter((id) => lessons.has(id)) }));
  return {
    course: { title: order.title, tracks: known(order.tracks), paths: known(order.paths ?? []), lessons },
    problems,
  };
}

function loadOrder(content: string, problems: Problem[]): Omit<CourseFile, "format"> {
  const found = new Problems("course.yaml");
  const source = parseSource(content, found);
  const order = source && courseShape().read(source, found);
  problems.push(...inOrder(found.found));
  return order ?? { title: "", tracks: [] };
}

function references(
  lessons: ReadonlyMap<string, Lesson>,
  paths: ReadonlyMap<string, string>,
  order: Omit<CourseFile, "format">,
): Problem[] {
  const out: Problem[] = [];
  const listed = new Set(order.tracks.flatMap((track) => track.lessons));
  for (const id of [...listed, ...(order.paths ?? []).flatMap((path) => path.lessons)]) {
    if (!paths.has(id))
      out.push(
        wholeFile("course.yaml", `There is no lesson \`${id}\`. Take it out, or write lessons/<track>/${id}.yaml.`),
      );
  }
  for (const lesson of lessons.values()) {
    const file = paths.get(lesson.id) ?? lesson.id;
    if (!listed.has(lesson.id))
      out.push(wholeFile(file, `The lesson \`${lesson.id}\` is in no track of course.yaml. Add it there.`));
    for (const id of lesson.requires ?? []) {
      if (!lessons.has(id)) out.push(wholeFile(file, `\`requires\` names \`${id}\`, which is not a lesson.`));
    }
    if (requiresItself(lesson.id, lessons))
      out.push(wholeFile(file, `\`requires\` goes in a circle back to \`${lesson.id}\`. Break it.`));
  }
  return out;
}

function requiresItself(id: string, lessons: ReadonlyMap<string, Lesson>): boolean {
  const seen = new Set<string>();
  const open = [...(lessons.get(id)?.requires ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(lessons.get(next)?.requires ?? []));
  }
  return false;
}

function wholeFile(file: string, message: string): Problem {
  return { file, line: 1, column: 1, message };
}
