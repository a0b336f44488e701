// Stands for the whole course: the order of tracks and lessons (course.yaml), and all lessons, with references between them checked.

import { DRILLS } from "./drill.ts";
import { list, object, oneOf, optional, required, type Shape, text } from "./format/shape.ts";
import { closest } from "./format/slip.ts";
import { type Problem, Problems, parseSource } from "./format/source.ts";
import { identifier } from "./format/values.ts";
import type { Lesson } from "./lesson.ts";
import { inOrder, loadLesson, nodeAt, type Path } from "./load.ts";
import { TRANSLATIONS, type Translation, translated } from "./translation/translation.ts";

/** The folder of exams; no track may be called so. */
export const EXAMS = "exams";
export const PLACEMENT_FILE = "placement.yaml";
export const COURSE_FILE = "course.yaml";
/** What there is to know, for the report of coverage. */
export const CONCEPTS_FILE = "concepts.yaml";

export type Translations = ReadonlyMap<string, Translation>;

const NONE: Translations = new Map();

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

/** What a menu shows of a lesson. */
export type LessonHead = Pick<Lesson, "id" | "title" | "minutes" | "level">;

export interface Course {
  readonly title: string;
  readonly tracks: readonly Track[];
  readonly paths: readonly CoursePath[];
  readonly heads: ReadonlyMap<string, LessonHead>;
  readonly lessons: ReadonlyMap<string, Lesson>;
  /** The lesson as this seed draws it; one without `pick` is always the same. */
  readonly draw: (id: string, seed: number) => Lesson | undefined;
}

export function courseShape(): Shape<CourseFile> {
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

/** The course of these files (paths relative to the lessons folder). What is wrong with one lesson keeps only that lesson out.
 * @param translations of some of the files into the learner's language, by the same paths. */
export function loadCourse(
  files: ReadonlyMap<string, string>,
  translations: Translations = NONE,
): {
  readonly course: Course;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const loaded = new Map<string, Lesson>();
  for (const [file, content] of files) {
    if (!isLessonFile(file)) continue;
    const { value, problems: found } = loadLesson(file, content, undefined, translations.get(file));
    problems.push(...found);
    if (value !== undefined) loaded.set(file, value);
  }
  const { course, problems: between } = assembleCourse(files, loaded, translations);
  return { course, problems: [...problems, ...between] };
}

/** The course of lessons that have been loaded, by their files; its problems are those of course.yaml and between the lessons. */
export function assembleCourse(
  files: ReadonlyMap<string, string>,
  loaded: ReadonlyMap<string, Lesson>,
  translations: Translations = NONE,
): { readonly course: Course; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const lessons = new Map<string, Lesson>();
  const paths = new Map<string, string>();
  for (const [file, lesson] of loaded) {
    const earlier = paths.get(lesson.id);
    if (earlier === undefined) {
      lessons.set(lesson.id, lesson);
      paths.set(lesson.id, file);
      continue;
    }
    const message = `The lesson id \`${lesson.id}\` is already that of ${earlier}. Give each lesson its own id.`;
    problems.push(problemAt(files, file, ["id"], message));
  }
  const { order, problems: inOrderFile } = readOrder(files, translations);
  problems.push(...inOrderFile);
  problems.push(...references({ files, lessons, paths, order }));
  const draw = (id: string, seed: number): Lesson | undefined => {
    const lesson = lessons.get(id);
    const file = paths.get(id) ?? "";
    if (lesson?.seed === undefined) return lesson;
    return loadLesson(file, files.get(file) ?? "", seed, translations.get(file)).value;
  };
  return { course: courseOf(order, lessons, lessons, draw), problems };
}

/** Of what course.yaml names, only what is there. */
export function courseOf(
  order: Order,
  lessons: Course["lessons"],
  heads: Course["heads"],
  draw: Course["draw"],
): Course {
  const known = <T extends Track>(tracks: readonly T[]) =>
    tracks.map((track) => ({ ...track, lessons: track.lessons.filter((id) => lessons.has(id)) }));
  return { title: order.title, tracks: known(order.tracks), paths: known(order.paths ?? []), heads, lessons, draw };
}

/** Review tasks, exams and the placement check lie beside the lessons, and are read when they are wanted. */
export function isLessonFile(file: string): boolean {
  const [folder = ""] = file.split("/");
  return (
    /\.ya?ml$/.test(file) && ![COURSE_FILE, CONCEPTS_FILE, PLACEMENT_FILE, DRILLS, EXAMS, TRANSLATIONS].includes(folder)
  );
}

type Order = Omit<CourseFile, "format">;

/** What course.yaml says; nothing where it cannot be read. */
export function readOrder(
  files: ReadonlyMap<string, string>,
  translations: Translations,
): { readonly order: Order; readonly problems: readonly Problem[] } {
  const found = new Problems(COURSE_FILE);
  const source = parseSource(files.get(COURSE_FILE) ?? "", found);
  const translation = translations.get(COURSE_FILE);
  const told = source && translation ? translated(source, translation) : source;
  const order = told && courseShape().read(told, found);
  return { order: order ?? { title: "", tracks: [] }, problems: inOrder(found.found) };
}

interface Whole {
  readonly files: ReadonlyMap<string, string>;
  readonly lessons: ReadonlyMap<string, Lesson>;
  /** The lessons' files, by id. */
  readonly paths: ReadonlyMap<string, string>;
  readonly order: Order;
}

function references(whole: Whole): Problem[] {
  const { files, lessons, paths, order } = whole;
  const out: Problem[] = missingOf(whole);
  const listed = new Set(order.tracks.flatMap((track) => track.lessons));
  for (const lesson of lessons.values()) {
    const file = paths.get(lesson.id) ?? lesson.id;
    const tell = (path: Path, message: string) => out.push(problemAt(files, file, path, message));
    if (!listed.has(lesson.id))
      tell(["id"], `The lesson \`${lesson.id}\` is in no track of course.yaml. Add it there.`);
    (lesson.requires ?? []).forEach((id, index) => {
      if (isThere(id, whole)) return;
      const close = closest(id, [...lessons.keys()]);
      const remedy = close === undefined ? "Take it out, or write that lesson." : `Did you mean \`${close}\`?`;
      tell(["requires", index], `\`requires\` names \`${id}\`, which is not a lesson. ${remedy}`);
    });
    if (requiresItself(lesson.id, lessons))
      tell(["requires"], `\`requires\` goes in a circle back to \`${lesson.id}\`. Break it.`);
  }
  return out;
}

/** What course.yaml names and is not there. */
function missingOf(whole: Whole): Problem[] {
  const { files, order, lessons } = whole;
  const lists = [
    ...order.tracks.map((track, index) => [["tracks", index, "lessons"], track.lessons] as const),
    ...(order.paths ?? []).map((path, index) => [["paths", index, "lessons"], path.lessons] as const),
  ];
  return lists.flatMap(([path, ids]) =>
    ids.flatMap((id, index) => {
      if (isThere(id, whole)) return [];
      const close = closest(id, [...lessons.keys()]);
      const remedy =
        close === undefined ? `Take it out, or write lessons/<track>/${id}.yaml.` : `Did you mean \`${close}\`?`;
      return [problemAt(files, COURSE_FILE, [...path, index], `There is no lesson \`${id}\`. ${remedy}`)];
    }),
  );
}

/** Also when the lesson cannot be loaded: then that is what is told. */
function isThere(id: string, { files, lessons }: Whole): boolean {
  return lessons.has(id) || [...files.keys()].some((file) => isLessonFile(file) && file.endsWith(`/${id}.yaml`));
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

function problemAt(files: ReadonlyMap<string, string>, file: string, path: Path, message: string): Problem {
  // Read once more, for only who has made a mistake wants to know the line.
  const source = parseSource(files.get(file) ?? "", new Problems(file));
  const { line, column } = source === undefined ? { line: 1, column: 1 } : nodeAt(source, path);
  return { file, line, column, message };
}
