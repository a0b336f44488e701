// The summary as a page of its own, to send or to print: one file, no scripts, nothing from elsewhere, and narrow enough for a phone.

import { english, type Texts } from "./language/english.ts";
import { countsOf, examLine, type Summary } from "./summary.ts";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin-bottom: 0.25rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
ul { list-style: none; padding: 0; }
li { border-top: 1px solid #8886; padding: 0.5rem 0; }
time, .steps, footer { color: #666; font-size: 0.875rem; }
@media (prefers-color-scheme: dark) { time, .steps, footer { color: #aaa; } }
.title { display: block; font-weight: 600; }
footer { border-top: 1px solid #8886; margin-top: 2rem; padding-top: 0.5rem; }`;

export function summaryAsHtml(
  summary: Summary,
  { progress, code }: Pick<Texts, "progress" | "code"> = english,
): string {
  const { summary: says } = progress;
  const { course, on, lessons, exams } = summary;
  const lines = [
    "<!doctype html>",
    `<html lang="${escaped(code)}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    // Titles may come from a course of somebody else: were one not escaped, it could still do nothing.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(says.of(course, on))}</title>`,
    `<style>${STYLE}\n</style>`,
    "</head>",
    "<body>",
    `<h1>${escaped(course)}</h1>`,
    `<p>${escaped(says.ofDate(on))} ${escaped(countsOf(summary, says))}</p>`,
    ...(lessons.length === 0 ? [] : ["<ul>", ...lessons.map((lesson) => lessonItem(lesson, says)), "</ul>"]),
    ...(exams.length === 0
      ? []
      : [
          `<h2>${escaped(says.exams)}</h2>`,
          "<ul>",
          ...exams.map((exam) => `<li>${escaped(examLine(exam, says))}</li>`),
          "</ul>",
        ]),
    `<footer>${escaped(says.honest)}</footer>`,
    "</body>",
    "</html>",
    "",
  ];
  return lines.join("\n");
}

function lessonItem({ title, on, ...counts }: Summary["lessons"][number], says: Texts["progress"]["summary"]): string {
  const when = on === undefined ? "" : `<time datetime="${escaped(on)}">${escaped(on)}</time> · `;
  return `<li><span class="title">${escaped(title)}</span>${when}<span class="steps">${escaped(says.steps(counts))}</span></li>`;
}

function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}
