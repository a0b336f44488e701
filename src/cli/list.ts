// `k8s-tutor list`: the course with marks for what is done.

import type { Course, LessonHead } from "../tutor/course.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import type { Progress } from "../tutor/progress.ts";
import { openCourse } from "./course-files.ts";
import { entryLines, outputWidth, wrapText } from "./layout.ts";
import { readProgress } from "./progress-file.ts";

/** `known`: the placement check has shown that it may be skipped. */
export type LessonState = "done" | "begun" | "known" | "new";

export function stateOf(progress: Progress, lesson: string): LessonState {
  const entry = progress.lessons[lesson];
  if (entry === undefined) return progress.known?.[lesson] === undefined ? "new" : "known";
  return entry.completed > 0 ? "done" : "begun";
}

/** Words beside the marks: a mark alone says nothing to who cannot see it. */
export const stateMarks: Readonly<Record<LessonState, string>> = {
  done: "[x]",
  begun: "[~]",
  known: "[=]",
  new: "[ ]",
};

export function list(options: { readonly lessons?: string; readonly json?: boolean; readonly texts?: Texts }): number {
  const { course } = openCourse(options.lessons, options.texts?.code);
  const { progress } = readProgress();
  if (options.json === true) process.stdout.write(`${JSON.stringify(asJson(course, progress), null, 2)}\n`);
  else process.stdout.write(asText(course, progress, options.texts ?? english));
  return 0;
}

function asJson(course: Course, progress: Progress): unknown {
  const tracks = course.tracks.map(({ id, title, lessons }) => ({
    id,
    title,
    lessons: lessons.flatMap((lesson) => summaryOf(course.heads.get(lesson), progress)),
  }));
  return { title: course.title, tracks };
}

function summaryOf(lesson: LessonHead | undefined, progress: Progress): unknown[] {
  if (lesson === undefined) return [];
  const { id, title, minutes, level } = lesson;
  return [{ id, title, minutes, level, state: stateOf(progress, id) }];
}

/** The mark, and the longest id. */
const NAME_COLUMNS = 32;

function asText(course: Course, progress: Progress, { course: says }: Texts): string {
  const width = outputWidth();
  const lines = [course.title, ""];
  for (const track of course.tracks) {
    if (track.lessons.length === 0) continue;
    lines.push(track.title);
    for (const id of track.lessons) {
      const lesson = course.heads.get(id);
      if (lesson === undefined) continue;
      const state = stateOf(progress, id);
      const word = state === "new" ? "" : `  ${says.marks[state]}`;
      const about = `${says.minutes(lesson.title, lesson.minutes)}${word}`;
      lines.push(...entryLines(`  ${stateMarks[state]} ${id}`, NAME_COLUMNS, about, width));
    }
    lines.push("");
  }
  lines.push(...wrapText(says.howToStart, width), "");
  return lines.join("\n");
}
