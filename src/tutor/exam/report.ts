// The report of an exam, as Markdown: points and time for each task, what was missed, and which lesson teaches it.

import type { ExamResult, TaskResult } from "./result.ts";

export function reportOf(result: ExamResult): string {
  const rows = result.tasks.map(
    ({ title, points, of, spentMs }, index) =>
      `| ${index + 1} | ${title} | ${points} of ${of} | ${clockText(spentMs)} |`,
  );
  const table = ["| # | Task | Points | Time |", "|---|---|---|---|", ...rows].join("\n");
  const missed = result.tasks.filter(({ missed: open }) => open.length > 0).map(missedIn);
  return [headline(result), table, ...missed].join("\n\n");
}

export function headline({ title, points, of, pass, isPractice, ended }: ExamResult): string {
  const verdict = points >= pass ? "That is enough" : `${pass} would have been enough`;
  const practice = isPractice ? " This was practice." : "";
  return `**${title}: ${points} of ${of} points.** ${verdict}.${ended === "time" ? " The time was over." : ""}${practice}`;
}

function missedIn({ title, missed, lessons }: TaskResult): string {
  const open = missed.map(({ title: what, why }) => `- ${what}: ${why}`);
  const taught = lessons.map((lesson) => `\`k8s-tutor start ${lesson}\``).join(", ");
  return [`**${title}**, what was missed:`, "", ...open, `- taught in ${taught}`].join("\n");
}

/** Minutes and seconds. */
export function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
