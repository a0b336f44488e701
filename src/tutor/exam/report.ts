// The report of an exam, as Markdown: points and time for each task, what was missed, and which lesson teaches it.

import { english, type Texts } from "../language/english.ts";
import type { ExamResult, TaskResult } from "./result.ts";

export function reportOf(result: ExamResult, { exam: says }: Pick<Texts, "exam"> = english): string {
  const rows = result.tasks.map(
    ({ title, points, of, spentMs }, index) =>
      `| ${index + 1} | ${title} | ${says.pointsOf(points, of)} | ${clockText(spentMs)} |`,
  );
  const table = [`| # | ${says.columns.join(" | ")} |`, "|---|---|---|---|", ...rows].join("\n");
  const missed = result.tasks.filter(({ missed: open }) => open.length > 0).map((task) => missedIn(task, says));
  return [headline(result, says), table, ...missed].join("\n\n");
}

export function headline({ title, points, of, pass, isPractice, ended }: ExamResult, says: Texts["exam"]): string {
  return [
    says.result(title, points, of),
    points >= pass ? says.enough : says.notEnough(pass),
    ...(ended === "time" ? [says.timeWasOver] : []),
    ...(isPractice ? [says.practice] : []),
  ].join(" ");
}

function missedIn({ title, missed, lessons }: TaskResult, says: Texts["exam"]): string {
  const open = missed.map(({ title: what, why }) => `- ${what}: ${why}`);
  const taught = lessons.map((lesson) => `\`k8s-tutor start ${lesson}\``).join(", ");
  return [says.missed(title), "", ...open, `- ${says.taughtIn(taught)}`].join("\n");
}

/** Minutes and seconds. */
export function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
