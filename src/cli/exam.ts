// `k8s-tutor exam [ID]`: tasks against the clock; without ID, which exams there are and how they went.

import { type Exam, totalOf } from "../tutor/exam/exam.ts";
import { headline } from "../tutor/exam/report.ts";
import type { ExamResult, ExamRun } from "../tutor/exam/result.ts";
import { examState, newRun } from "../tutor/exam/session.ts";
import { closest } from "../tutor/format/slip.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import type { Progress } from "../tutor/progress.ts";
import { openConsole } from "./console.ts";
import { openExams } from "./exam-files.ts";
import { ExamSession } from "./exam-session.ts";
import { UserError } from "./failure.ts";
import { entryLines, outputWidth, wrapText } from "./layout.ts";
import { readProgress, writeProgress } from "./progress-file.ts";

export interface ExamOptions {
  readonly lessons?: string;
  readonly practice?: boolean;
  readonly seed?: number;
  readonly plain?: boolean;
  readonly json?: boolean;
  readonly abandon?: boolean;
  /** In the language of the learner. */
  readonly texts?: Texts;
}

const NAME_COLUMNS = 18;
const LARGEST_SEED = 999_999;

export async function exam(id: string | undefined, options: ExamOptions): Promise<number> {
  const { texts = english } = options;
  const { progress, notice } = readProgress(texts);
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  if (options.abandon === true) return abandon(progress, texts);
  const seed = seedFor(id, options, progress);
  const exams = openExams(options.lessons, seed, texts.code);
  const chosen = exams.find((one) => one.id === id);
  if (id !== undefined && chosen === undefined) {
    const known = exams.map((one) => one.id);
    const meant = closest(id, known);
    throw new UserError((given) => given.exam.noSuchExam(id, known, meant), 2);
  }
  if (options.json === true) return tellAsJson(chosen === undefined ? exams : [chosen], progress);
  if (chosen === undefined) return tellAsText(exams, progress, texts);
  const run = runFor(chosen, seed, options, progress.examRun);
  const isNew = progress.examRun === undefined;
  const console = openConsole(options);
  try {
    await new ExamSession(examState(chosen, run, { isNew, now: Date.now(), texts }), console).run();
    return 0;
  } finally {
    console.close();
  }
}

/** Who comes back finds the same names and numbers. */
function seedFor(id: string | undefined, { seed }: ExamOptions, { examRun }: Progress): number {
  if (examRun !== undefined && examRun.exam === id) return examRun.seed;
  return seed ?? 1 + Math.floor(Math.random() * LARGEST_SEED);
}

function runFor(chosen: Exam, seed: number, options: ExamOptions, underWay: ExamRun | undefined): ExamRun {
  if (underWay === undefined) return newRun(chosen, seed, options.practice === true, Date.now());
  if (underWay.exam !== chosen.id) throw new UserError(({ exam: says }) => says.inAnother(underWay.exam));
  if (underWay.spentMs.length !== chosen.tasks.length)
    throw new UserError(({ exam: says }) => says.hasChanged(chosen.id));
  return underWay;
}

function abandon({ examRun, ...progress }: Progress, { exam: says }: Texts): number {
  if (examRun === undefined) throw new UserError((given) => given.exam.noneUnderWay);
  writeProgress(progress);
  process.stdout.write(`${says.givenUp(examRun.exam)}\n`);
  return 0;
}

function tellAsJson(exams: readonly Exam[], progress: Progress): number {
  const list = exams.map((one) => ({
    id: one.id,
    title: one.title,
    minutes: one.minutes,
    level: one.level,
    tasks: one.tasks.length,
    points: totalOf(one),
    pass: one.pass,
    underWay: progress.examRun?.exam === one.id,
    results: resultsOf(one, progress),
  }));
  process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
  return 0;
}

function resultsOf({ id }: Exam, { exams = [] }: Progress): readonly ExamResult[] {
  return exams.filter((result) => result.exam === id);
}

function tellAsText(exams: readonly Exam[], progress: Progress, { exam: says }: Texts): number {
  const width = outputWidth();
  const lines = exams.flatMap((one) => {
    const { minutes, tasks, level } = one;
    const facts = says.facts({ minutes, tasks: tasks.length, points: totalOf(one) }, level);
    const about = (text: string) => entryLines("", NAME_COLUMNS, text, width).filter((line) => line !== "");
    return [
      ...entryLines(one.id, NAME_COLUMNS, `${one.title} (${facts})`, width),
      ...(progress.examRun?.exam === one.id ? about(says.underWay) : []),
      ...resultsOf(one, progress).flatMap((result) => {
        const date = new Date(result.endedAt).toISOString().slice(0, 10);
        return about(`${date}: ${headline(result, says).replaceAll("**", "")}`);
      }),
    ];
  });
  if (exams.length === 0) lines.push(says.none);
  process.stdout.write(`${[...lines, "", ...wrapText(says.how, width)].join("\n")}\n`);
  return 0;
}
