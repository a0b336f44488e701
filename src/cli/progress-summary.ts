// `k8s-tutor progress summary`: what was done, as text, Markdown or JSON, to keep or to show.

import { writeFileSync } from "node:fs";
import { summaryAsMarkdown, summaryAsText, summaryOf } from "../tutor/summary.ts";
import { openCourse } from "./course-files.ts";
import { systemReason, UserError } from "./failure.ts";
import { readProgress } from "./progress-file.ts";

export interface SummaryOptions {
  readonly lessons?: string;
  readonly format?: "text" | "md" | "json";
  readonly json?: boolean;
}

export function progressSummary(file: string | undefined, options: SummaryOptions): number {
  const { course } = openCourse(options.lessons);
  const { progress, notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const summary = summaryOf(course, progress, Date.now());
  const format = options.json === true ? "json" : (options.format ?? formatOf(file));
  const text =
    format === "json"
      ? `${JSON.stringify(summary, null, 2)}\n`
      : format === "md"
        ? summaryAsMarkdown(summary)
        : summaryAsText(summary);
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${systemReason(error)}; name a file in a folder of yours`);
  }
  process.stdout.write(`Your summary is in ${file}.\n`);
  return 0;
}

function formatOf(file = ""): "text" | "md" | "json" {
  if (file.endsWith(".md")) return "md";
  return file.endsWith(".json") ? "json" : "text";
}
