// What a learner has done, to show to others. It tells what the progress file holds, and claims no more: nobody has watched.

import type { Course } from "./course.ts";
import { clockText } from "./exam/report.ts";
import type { ExamResult } from "./exam/result.ts";
import { english, type Texts } from "./language/english.ts";
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

export function summaryAsText(summary: Summary, { progress }: Pick<Texts, "progress"> = english): string {
  const { summary: says } = progress;
  const lines = [says.of(summary.course, summary.on), "", countsOf(summary, says)];
  if (summary.lessons.length > 0) lines.push("");
  for (const { title, on, ...counts } of summary.lessons)
    lines.push(`  ${(on ?? "").padEnd(10)}  ${title}: ${says.steps(counts)}`);
  if (summary.exams.length > 0) lines.push("", says.exams, ...summary.exams.map((one) => `  ${examLine(one, says)}`));
  return [...lines, "", says.honest, ""].join("\n");
}

export function summaryAsMarkdown(summary: Summary, { progress }: Pick<Texts, "progress"> = english): string {
  const { summary: says } = progress;
  const lines = [`# ${summary.course}`, "", `${says.ofDate(summary.on)} ${countsOf(summary, says)}`, ""];
  if (summary.lessons.length > 0) {
    lines.push(`| ${says.columns.join(" | ")} |`, "|---|---|---|");
    for (const { title, on, ...counts } of summary.lessons)
      lines.push(`| ${title} | ${on ?? ""} | ${says.steps(counts)} |`);
    lines.push("");
  }
  if (summary.exams.length > 0)
    lines.push(`## ${says.exams}`, "", ...summary.exams.map((one) => `- ${examLine(one, says)}`), "");
  return [...lines, says.honest, ""].join("\n");
}

type Says = Texts["progress"]["summary"];

export function countsOf({ lessons, total, begun, known }: Summary, says: Says): string {
  const parts = [
    says.completed(lessons.length, total),
    ...(begun === 0 ? [] : [says.begun(begun)]),
    ...(known.length === 0 ? [] : [says.known(known.length)]),
  ];
  return `${parts.join(", ")}.`;
}

export function examLine({ title, endedAt, points, of, pass, isPractice, tasks }: ExamResult, says: Says): string {
  const spentMs = tasks.reduce((sum, task) => sum + task.spentMs, 0);
  const line = { title, points, of, passed: points >= pass, isPractice, time: clockText(spentMs) };
  return `${dateOf(endedAt)}  ${says.exam(line)}`;
}
