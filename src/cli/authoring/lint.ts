// `k8s-tutor lint`: says what is wrong with lesson files, each with its file, line and column, and what to do about it.

import { existsSync } from "node:fs";
import { basename, join, parse, relative, resolve, sep } from "node:path";
import { loadConcepts } from "../../tutor/concepts.ts";
import { assembleCourse, CONCEPTS_FILE, COURSE_FILE, isLessonFile, PLACEMENT_FILE } from "../../tutor/course.ts";
import { DRILLS } from "../../tutor/drill.ts";
import { everyDraw } from "../../tutor/every-draw.ts";
import { loadEveryExam } from "../../tutor/exam/exam.ts";
import { closest } from "../../tutor/format/slip.ts";
import { type Problem, Problems, parseSource } from "../../tutor/format/source.ts";
import { withoutUnseen } from "../../tutor/format/unseen.ts";
import type { Lesson } from "../../tutor/lesson.ts";
import type { Finding } from "../../tutor/lint/finding.ts";
import { type LintTools, lintLesson, lintOther } from "../../tutor/lint/lint.ts";
import { loadEveryDraw, nodeAt } from "../../tutor/load.ts";
import { loadPlacement } from "../../tutor/placement.ts";
import { type SchemaName, schemaNameOf } from "../../tutor/schemas.ts";
import {
  courseDirectory,
  inFolder,
  isDirectory,
  isExamFile,
  isReadAsLesson,
  readText,
  yamlFiles,
} from "../course-files.ts";
import { DryRun } from "./dry-run.ts";
import { createLineJudge } from "./judge-line.ts";
import { courseAbove, translationFindings } from "./translations.ts";

export interface LintOptions {
  readonly json?: boolean;
  /** The course's folder; the built-in one's when absent. */
  readonly lessons?: string;
}

export async function lint(paths: readonly string[], options: LintOptions): Promise<number> {
  const wanted = paths.length > 0 ? paths : [courseDirectory(options.lessons)];
  const files = [...new Set(wanted.flatMap((path) => (isDirectory(path) ? yamlFiles(path).filter(isLinted) : [path])))];
  const examined = await examineAll(files);
  const findings = [
    ...examined.flatMap((one) => one.findings),
    ...courseFindings(wanted, examined),
    ...translationFindings(wanted, files),
  ];
  const mistakes = findings.filter(({ level }) => level === "error").length;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ lessons: files.length, mistakes, findings }, null, 2)}\n`);
    return mistakes === 0 ? 0 : 1;
  }
  for (const finding of findings) process.stdout.write(`${findingText(finding)}\n`);
  process.stdout.write(`${summary(files.length, mistakes, findings.length - mistakes)}\n`);
  return mistakes === 0 ? 0 : 1;
}

function isLinted(file: string): boolean {
  return isReadAsLesson(file) || isExamFile(file) || [PLACEMENT_FILE, CONCEPTS_FILE].includes(basename(file));
}

export function findingText({ file, line, column, level, message }: Finding): string {
  return withoutUnseen(`${file}:${line}:${column}: ${level}: ${message}`);
}

function summary(lessons: number, mistakes: number, warnings: number): string {
  const count = (amount: number, one: string, many: string) =>
    `${amount === 0 ? "no" : amount} ${amount === 1 ? one : many}`;
  return [
    count(lessons, "lesson", "lessons"),
    count(mistakes, "mistake", "mistakes"),
    ...(warnings === 0 ? [] : [count(warnings, "warning", "warnings")]),
  ].join(", ");
}

interface Examined {
  readonly file: string;
  readonly content: string;
  readonly lesson: Lesson | undefined;
  readonly findings: readonly Finding[];
}

/** Each of these files with everything that is wrong with it. */
export async function examineAll(files: readonly string[]): Promise<readonly Examined[]> {
  const judgeLine = createLineJudge();
  const around = createSurroundings();
  const dryRun = new DryRun();
  const examined: Examined[] = [];
  try {
    for (const file of files)
      examined.push(await examine(file, readText(file), { judgeLine, ...around(file) }, dryRun));
    return examined;
  } finally {
    dryRun.close();
  }
}

async function examine(file: string, content: string, tools: LintTools, dryRun: DryRun): Promise<Examined> {
  const shown = relative(process.cwd(), resolve(file));
  const other = await examineOther(file, content, tools);
  if (other !== undefined) return { file, content, lesson: undefined, findings: other };
  const { value: draws = [], problems } = loadEveryDraw(inFolder(file), content);
  const specimens = draws.map(({ lesson, document }) => ({ file: shown, lesson, document }));
  const findings: Finding[] = problems.map((problem) => ({ ...problem, file: shown, level: "error" }));
  findings.push(
    ...(await lintLesson({ file: shown, content, schema: schemaNameOf(inFolder(file)), specimens }, tools)),
  );
  const refused = new Map<string, Finding>();
  for (const specimen of specimens)
    for (const finding of await dryRun.judge(specimen, content)) refused.set(JSON.stringify(finding), finding);
  const all = [...findings, ...refused.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  return { file, content, lesson: draws[0]?.lesson, findings: all };
}

/** Exams, the placement check and the list of concepts, which are no lessons. */
async function examineOther(file: string, content: string, tools: LintTools): Promise<readonly Finding[] | undefined> {
  const shown = relative(process.cwd(), resolve(file));
  const load = loaderOf(file);
  if (load === undefined) return undefined;
  const { problems } = load(inFolder(file), content);
  if (problems.length > 0) return problems.map((problem) => ({ ...problem, file: shown, level: "error" }));
  const source = parseSource(content, new Problems(shown));
  const draws = source === undefined ? [] : everyDraw(source, new Problems(shown));
  const documents = draws.flatMap(({ document }) => document ?? []);
  return lintOther({ file: shown, content, schema: schemaOfOther(file) }, documents, tools);
}

function schemaOfOther(file: string): SchemaName {
  return isExamFile(file) ? "exam" : schemaNameOf(basename(file));
}

type Load = (file: string, content: string) => { readonly problems: readonly Problem[] };

function loaderOf(file: string): Load | undefined {
  if (basename(file) === PLACEMENT_FILE) return loadPlacement;
  if (basename(file) === CONCEPTS_FILE) return loadConcepts;
  return isExamFile(file) ? loadEveryExam : undefined;
}

/** The ids of the lessons in the course that the file belongs to, by their files' names. */
function createSurroundings(): (file: string) => Pick<LintTools, "lessons"> {
  const known = new Map<string, ReadonlySet<string>>();
  return (file) => {
    const root = courseAbove(file);
    if (root === undefined) return {};
    const lessons =
      known.get(root) ??
      new Set(
        yamlFiles(root)
          .filter(isReadAsLesson)
          .map((one) => parse(one).name),
      );
    known.set(root, lessons);
    return { lessons };
  };
}

/** Of a whole course also what is wrong between its lessons. */
function courseFindings(paths: readonly string[], examined: readonly Examined[]): readonly Finding[] {
  return paths.flatMap((path) => {
    const root = resolve(path);
    if (!existsSync(join(root, COURSE_FILE))) return [];
    const inCourse = (file: string) => relative(root, resolve(file)).split(sep).join("/");
    const own = examined.filter(({ file }) => isLessonFile(inCourse(file)) && !inCourse(file).startsWith(".."));
    const files = new Map([
      [COURSE_FILE, readText(join(root, COURSE_FILE))],
      ...own.map(({ file, content }) => [inCourse(file), content] as const),
    ]);
    const lessons = new Map(
      own.flatMap(({ file, lesson }) => (lesson === undefined ? [] : [[inCourse(file), lesson] as const])),
    );
    const shown = (file: string) => relative(process.cwd(), join(root, file));
    const between = assembleCourse(files, lessons).problems.map(
      (problem): Finding => ({ ...problem, file: shown(problem.file), level: "error" }),
    );
    const taught = new Set([...lessons.values()].flatMap(({ teaches }) => teaches));
    const drills = examined.filter(({ file }) => inCourse(file).startsWith(`${DRILLS}/`));
    return [...between, ...drills.flatMap((one) => untaughtIn(one, taught))];
  });
}

/** What a review task is for must be taught: else it never comes. */
function untaughtIn({ file, content, lesson }: Examined, taught: ReadonlySet<string>): readonly Finding[] {
  const problems = new Problems(relative(process.cwd(), resolve(file)));
  const source = parseSource(content, problems);
  for (const [index, concept] of (lesson?.teaches ?? []).entries()) {
    if (source === undefined || taught.has(concept)) continue;
    const close = closest(concept, [...taught]);
    const remedy = close === undefined ? "Take one from the `teaches` of a lesson." : `Did you mean \`${close}\`?`;
    problems.add(nodeAt(source, ["concepts", index]), `No lesson teaches \`${concept}\`. ${remedy}`);
  }
  return problems.found.map((problem) => ({ ...problem, level: "error" }));
}
