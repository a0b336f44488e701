// `k8s-tutor list`: the course with marks for what is done.

import type { Course } from "../tutor/course.ts";
import type { Lesson } from "../tutor/lesson.ts";
import type { Progress } from "../tutor/progress.ts";
import { openCourse } from "./course-files.ts";
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

export function list(options: { readonly lessons?: string; readonly json?: boolean }): number {
  const { course } = openCourse(options.lessons);
  const { progress } = readProgress();
  if (options.json === true) process.stdout.write(`${JSON.stringify(asJson(course, progress), null, 2)}\n`);
  else process.stdout.write(asText(course, progress));
  return 0;
}

function asJson(course: Course, progress: Progress): unknown {
  const tracks = course.tracks.map(({ id, title, lessons }) => ({
    id,
    title,
    lessons: lessons.flatMap((lesson) => summaryOf(course.lessons.get(lesson), progress)),
  }));
  return { title: course.title, tracks };
}

function summaryOf(lesson: Lesson | undefined, progress: Progress): unknown[] {
  if (lesson === undefined) return [];
  const { id, title, minutes, level } = lesson;
  return [{ id, title, minutes, level, state: stateOf(progress, id) }];
}

function asText(course: Course, progress: Progress): string {
  const lines = [course.title, ""];
  for (const track of course.tracks) {
    if (track.lessons.length === 0) continue;
    lines.push(track.title);
    for (const id of track.lessons) {
      const lesson = course.lessons.get(id);
      if (lesson === undefined) continue;
      const state = stateOf(progress, id);
      const word = state === "new" ? "" : `  ${state}`;
      lines.push(`  ${stateMarks[state]} ${id.padEnd(26)} ${lesson.title} (${lesson.minutes} min)${word}`);
    }
    lines.push("");
  }
  lines.push("k8s-tutor start LESSON begins or continues one.", "");
  return lines.join("\n");
}
