// The limits for texts, told at their places. How they are measured stands in lesson-text.ts.

import { judgeTexts } from "../lesson-text.ts";
import { nodeAt, type Path } from "../load.ts";
import type { Say, Specimen } from "./finding.ts";

export function lintTexts({ lesson, document }: Specimen, say: Say): void {
  const { failures, warnings } = judgeTexts(lesson);
  for (const [findings, level] of [
    [failures, "error"],
    [warnings, "warning"],
  ] as const) {
    for (const { step, subject, reason } of findings) {
      const at = lesson.steps.findIndex(({ id }) => id === step);
      const path: Path =
        at < 0 ? pathOf(subject, lesson.quiz) : ["steps", at, ...pathInStep(subject, lesson.steps[at])];
      say(nodeAt(document, path), `${capitalized(subject)}: ${reason}.`, level);
    }
  }
}

type Ids = readonly { readonly id: string }[];

function pathOf(subject: string, quiz: Ids): Path {
  if (subject === "reading level") return ["intro"];
  const [key = "", id] = subject.split(" ");
  return key === "quiz" && id !== undefined ? ["quiz", quiz.findIndex((item) => item.id === id), "explain"] : [key];
}

function pathInStep(subject: string, step: { readonly feedback?: Ids } | undefined): Path {
  const [key = "", which = ""] = subject.split(" ");
  if (key === "hint") return ["hints", Number(which) - 1];
  if (key !== "feedback") return [key];
  return ["feedback", (step?.feedback ?? []).findIndex(({ id }) => id === which), "say"];
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
