// `k8s-tutor progress summary`: what was done, as text, Markdown, a page or JSON, to keep or to show.

import { writeFileSync } from "node:fs";
import { english, type Texts } from "../tutor/language/english.ts";
import { type Summary, summaryAsMarkdown, summaryAsText, summaryOf } from "../tutor/summary.ts";
import { summaryAsHtml } from "../tutor/summary-html.ts";
import { openCourse } from "./course-files.ts";
import { systemReason, UserError } from "./failure.ts";
import { readProgress } from "./progress-file.ts";

type Format = "text" | "md" | "html" | "json";

export interface SummaryOptions {
  readonly lessons?: string;
  readonly format?: Format;
  readonly json?: boolean;
  /** Where to write it as a page. */
  readonly html?: string;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

export function progressSummary(named: string | undefined, options: SummaryOptions): number {
  const { texts = english, html } = options;
  const file = html ?? named;
  const { course } = openCourse(options.lessons, texts.code);
  const { progress, notice } = readProgress(texts);
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  const summary = summaryOf(course, progress, Date.now());
  const asked = options.json === true ? "json" : html === undefined ? options.format : "html";
  const text = written(summary, asked ?? formatOf(file), texts);
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError((given) => given.progress.summary.notWritten(file, systemReason(error, given)));
  }
  process.stdout.write(`${texts.progress.summary.written(file)}\n`);
  return 0;
}

function written(summary: Summary, format: Format, texts: Texts): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(summary, null, 2)}\n`;
    case "md":
      return summaryAsMarkdown(summary, texts);
    case "html":
      return summaryAsHtml(summary, texts);
    case "text":
      return summaryAsText(summary, texts);
  }
}

function formatOf(file = ""): Format {
  if (file.endsWith(".md")) return "md";
  if (/\.html?$/.test(file)) return "html";
  return file.endsWith(".json") ? "json" : "text";
}
