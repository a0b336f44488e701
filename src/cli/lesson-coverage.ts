// `k8s-tutor test --coverage`: what the course uses and teaches, and what there is to know that it does not.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ConceptReport, judgeConcepts, loadConcepts } from "../tutor/concepts.ts";
import { CONCEPTS_FILE } from "../tutor/course.ts";
import { type Coverage, coverageOf, type Uses } from "../tutor/lesson-test/coverage.ts";
import { isDirectory, lessonsDirectory, problemText, readLessons, readText } from "./course-files.ts";

export function reportCoverage(paths: readonly string[], isJson: boolean): number {
  const folders = paths.length > 0 ? paths : [lessonsDirectory()];
  const lessons = readLessons(folders).flatMap(({ lesson }) => lesson ?? []);
  const coverage = coverageOf(lessons);
  const { rows, problems } = readConcepts(folders, new Set(lessons.map(({ id }) => id)));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const isWhole =
    problems.length === 0 && rows.every(({ state, missing }) => state !== "uncovered" && missing.length === 0);
  if (isJson) process.stdout.write(`${JSON.stringify({ ...coverage, toKnow: rows }, null, 2)}\n`);
  else process.stdout.write(textOf(coverage, rows).join("\n"));
  return isWhole ? 0 : 1;
}

function readConcepts(
  folders: readonly string[],
  known: ReadonlySet<string>,
): { readonly rows: readonly ConceptReport[]; readonly problems: readonly string[] } {
  const files = folders.filter(isDirectory).map((folder) => join(folder, CONCEPTS_FILE));
  const loaded = files.filter((file) => existsSync(file)).map((file) => loadConcepts(file, readText(file)));
  return {
    rows: judgeConcepts(
      loaded.flatMap(({ concepts }) => concepts),
      known,
    ),
    problems: loaded.flatMap(({ problems }) => problems.map(problemText)),
  };
}

function textOf(coverage: Coverage, rows: readonly ConceptReport[]): readonly string[] {
  const uses = Object.entries(coverage).flatMap(([title, used]: [string, Uses]) => [
    `${title} (${Object.keys(used).length})`,
    ...Object.entries(used).map(([name, lessons]) => `  ${name}: ${lessons.join(", ")}`),
    "",
  ]);
  const count = (state: ConceptReport["state"]) => rows.filter((row) => row.state === state).length;
  const open = rows.flatMap(({ id, text, state, missing }) => [
    ...(state === "uncovered"
      ? [`  ${id}: ${text}: no lesson teaches it; name one, or write \`deliberately-not\``]
      : []),
    ...missing.map((lesson) => `  ${id}: there is no lesson ${lesson}`),
  ]);
  const summary = `to know: ${rows.length}; covered ${count("covered")}, deliberately not ${count("deliberately not")}, uncovered ${count("uncovered")}`;
  return [...uses, ...(rows.length === 0 ? [] : [summary, ...open, ""])];
}
