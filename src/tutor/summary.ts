// What a learner has done, to show to others. It tells what the progress file holds, and claims no more: nobody has watched.

import type { Course } from "./course.ts";
import { clockText } from "./exam/report.ts";
import type { ExamResult } from "./exam/result.ts";
import type { Progress } from "./progress.ts";

export interface Summary {
  readonly course: string;
  /** ISO date. */
  readonly on: string;
  readonly lessons: readonly LessonSummary[];
  /** Lessons that are begun, and those that the placement check has marked as known. */
  readonly begun: number;
  readonly known: readonly string[];
  readonly total: number;
  readonly exams: readonly ExamResult[];
}

interface LessonSummary {
  readonly id: string;
  readonly title: string;
  /** ISO date of the first completion; absent where it was not noted. */
  readonly on?: string;
  readonly solo: number;
  readonly assisted: number;
  readonly skipped: number;
}

export function summaryOf(course: Course, progress: Progress, now: number): Summary {
  const listed = course.tracks.flatMap(({ lessons }) => lessons);
  const done = listed.flatMap((id): LessonSummary[] => {
    const entry = progress.lessons[id];
    const lesson = course.lessons.get(id);
    if (entry === undefined || lesson === undefined || entry.completed === 0) return [];
    const count = (...wanted: readonly string[]) =>
      Object.values(entry.steps).filter(({ status }) => wanted.includes(status)).length;
    const counts = { solo: count("solo"), assisted: count("assisted"), skipped: count("skipped", "open") };
    const on = entry.completedAt === undefined ? {} : { on: dateOf(entry.completedAt) };
    return [{ id, title: lesson.title, ...on, ...counts }];
  });
  const begun = listed.filter((id) => progress.lessons[id]?.completed === 0).length;
  const known = listed.filter(
    (id) => progress.known?.[id] !== undefined && (progress.lessons[id]?.completed ?? 0) === 0,
  );
  return {
    course: course.title,
    on: dateOf(now),
    lessons: done,
    begun,
    known,
    total: listed.length,
    exams: progress.exams ?? [],
  };
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const HONEST = "This is the learner's own record, made by k8s-tutor on the learner's machine. It is no certificate.";

export function summaryAsText(summary: Summary): string {
  const lines = [`${summary.course}: a summary of ${summary.on}`, "", countsOf(summary)];
  if (summary.lessons.length > 0) lines.push("");
  for (const { title, on, ...counts } of summary.lessons)
    lines.push(`  ${(on ?? "").padEnd(10)}  ${title}: ${stepsOf(counts)}`);
  if (summary.exams.length > 0) lines.push("", "Exams", ...summary.exams.map((one) => `  ${examLine(one)}`));
  return [...lines, "", HONEST, ""].join("\n");
}

export function summaryAsMarkdown(summary: Summary): string {
  const lines = [`# ${summary.course}`, "", `Summary of ${summary.on}. ${countsOf(summary)}`, ""];
  if (summary.lessons.length > 0) {
    lines.push("| Lesson | Completed | Steps |", "|---|---|---|");
    for (const { title, on, ...counts } of summary.lessons)
      lines.push(`| ${title} | ${on ?? ""} | ${stepsOf(counts)} |`);
    lines.push("");
  }
  if (summary.exams.length > 0) lines.push("## Exams", "", ...summary.exams.map((one) => `- ${examLine(one)}`), "");
  return [...lines, HONEST, ""].join("\n");
}

function countsOf({ lessons, total, begun, known }: Summary): string {
  const parts = [
    `${lessons.length} of ${total} lessons completed`,
    ...(begun === 0 ? [] : [`${begun} begun`]),
    ...(known.length === 0 ? [] : [`${known.length} marked as known by the placement check, not done`]),
  ];
  return `${parts.join(", ")}.`;
}

function stepsOf({ solo, assisted, skipped }: Pick<LessonSummary, "solo" | "assisted" | "skipped">): string {
  return [
    `${solo} ${solo === 1 ? "step" : "steps"} on their own`,
    ...(assisted === 0 ? [] : [`${assisted} with help`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ].join(", ");
}

function examLine({ title, endedAt, points, of, pass, isPractice, tasks }: ExamResult): string {
  const spentMs = tasks.reduce((sum, task) => sum + task.spentMs, 0);
  const verdict = points >= pass ? "passed" : "not passed";
  const practice = isPractice ? ", practice" : "";
  return `${dateOf(endedAt)}  ${title}: ${points} of ${of} points (${verdict}${practice}), ${clockText(spentMs)} minutes at work`;
}
