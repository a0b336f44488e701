// An exam laid out for its author: what candidates read, and what it is graded by.

import { solutionLine } from "../assistance.ts";
import { english } from "../language/english.ts";
import type { Message } from "../message.ts";
import type { Part } from "../preview.ts";
import { type Exam, type ExamTask, pointsOf, totalOf } from "./exam.ts";

/** @param taskId that task only. */
export function partsOfExam(exam: Exam, taskId?: string): readonly Part[] {
  const { title, minutes, pass, intro, tasks } = exam;
  const parts = tasks.flatMap((task, index) =>
    taskId === undefined || taskId === task.id ? ofTask(task, index + 1, tasks.length) : [],
  );
  if (taskId !== undefined) return parts;
  const facts = `**${title}**, ${minutes} minutes, ${tasks.length} tasks, ${totalOf(exam)} points; ${pass} % of them are enough.`;
  return [{ heading: "Introduction", messages: [note(facts), note(intro)] }, ...parts];
}

function ofTask(task: ExamTask, number: number, total: number): readonly Part[] {
  const { id, title, checks, solutions, partial = [] } = task;
  const graded = checks.map(
    ({ points, check }) => `- ${pointsText(points)}: ${check.title ?? "(a check without title)"}`,
  );
  const attempts = partial.map(({ name, points }) => `- \`${name}\` earns ${pointsText(points)}`);
  const [first, ...others] = solutions;
  const lines = (first?.run ?? []).flatMap((action) => solutionLine(action, english));
  return [
    {
      heading: `Task ${id}`,
      messages: [{ kind: "task", number, total, text: `**${title}**, ${pointsText(pointsOf(task))}`, task: task.task }],
    },
    { heading: `Task ${id}: what is graded`, messages: [note([...graded, ...attempts].join("\n"))] },
    {
      heading: `Task ${id}: solution`,
      messages: [{ kind: "solution", lines, others: others.length, why: "" }],
    },
  ];
}

function pointsText(points: number): string {
  return points === 1 ? "1 point" : `${points} points`;
}

function note(text: string): Message {
  return { kind: "note", text };
}
