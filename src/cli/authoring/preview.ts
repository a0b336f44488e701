// `k8s-tutor preview`: a lesson, a review task or an exam as learners see it, drawn anew each time its file is saved. What is wrong with it is shown in its place.

import { watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { loadExam } from "../../tutor/exam/exam.ts";
import { partsOfExam } from "../../tutor/exam/preview.ts";
import type { Finding } from "../../tutor/lint/finding.ts";
import { lintLesson } from "../../tutor/lint/lint.ts";
import { loadEveryDraw, loadLesson } from "../../tutor/load.ts";
import { type Part, partsOf } from "../../tutor/preview.ts";
import { renderMessage } from "../../tutor/render.ts";
import { schemaNameOf } from "../../tutor/schemas.ts";
import { type Console, openConsole } from "../console.ts";
import { inFolder, isExamFile, readText } from "../course-files.ts";
import { UserError } from "../failure.ts";
import { typesetterOf } from "../typesetter.ts";
import { createLineJudge } from "./judge-line.ts";
import { examineAll, findingText } from "./lint.ts";

export interface PreviewOptions {
  readonly step?: string;
  readonly seed?: number;
  readonly plain?: boolean;
}

/** Editors save in several strokes; what comes within this time is one. */
const QUIET_MS = 80;

export async function preview(file: string, options: PreviewOptions): Promise<number> {
  const first = await read(file, options);
  if (options.step !== undefined && first.steps.length > 0 && !first.steps.includes(options.step))
    throw new UserError(
      isExamFile(file)
        ? `the exam has no task ${options.step}; its tasks are ${first.steps.join(", ")}`
        : `the lesson has no step ${options.step}; its steps are ${first.steps.join(", ")}`,
      2,
    );
  const console = openConsole(options);
  try {
    draw(first, console);
    if (process.stdout.isTTY !== true) return first.parts.length === 0 ? 1 : 0;
    await redrawOnSave(file, options, console);
    return 0;
  } finally {
    console.close();
  }
}

interface Sheet {
  readonly parts: readonly Part[];
  readonly steps: readonly string[];
  readonly findings: readonly Finding[];
}

async function read(file: string, { step, seed }: PreviewOptions): Promise<Sheet> {
  if (isExamFile(file)) return readExam(file, { ...(step !== undefined && { step }), seed: seed ?? 1 });
  const content = readText(file);
  const { value: draws = [], problems } = loadEveryDraw(inFolder(file), content);
  const lesson = seed === undefined ? draws[0]?.lesson : loadLesson(inFolder(file), content, seed).value;
  if (lesson === undefined || problems.length > 0)
    return {
      parts: [],
      steps: [],
      findings: problems.map((problem) => ({ ...problem, file, level: "error" as const })),
    };
  const specimens = draws.map((one) => ({ file, lesson: one.lesson, document: one.document }));
  const findings = await lintLesson(
    { file, content, schema: schemaNameOf(inFolder(file)), specimens },
    { judgeLine: createLineJudge() },
  );
  return { parts: partsOf(lesson, step), steps: lesson.steps.map(({ id }) => id), findings };
}

async function readExam(file: string, { step, seed }: { step?: string; seed: number }): Promise<Sheet> {
  const [{ findings } = { findings: [] }] = await examineAll([file]);
  const { value: exam } = loadExam(inFolder(file), readText(file), seed);
  if (exam === undefined) return { parts: [], steps: [], findings };
  return { parts: partsOfExam(exam, step), steps: exam.tasks.map(({ id }) => id), findings };
}

function draw({ parts, findings }: Sheet, { terminal, styler }: Console): void {
  const paper = typesetterOf({ terminal, styler });
  for (const { heading, messages } of parts) {
    terminal.print(["", styler.style("muted", `── ${heading} `.padEnd(Math.min(terminal.width, 88), "─"))]);
    for (const message of messages) terminal.print(renderMessage(message, paper));
  }
  if (findings.length > 0) terminal.print(["", ...findings.map(findingText)]);
}

/** Until Ctrl-C, q or the end of input. */
async function redrawOnSave(file: string, options: PreviewOptions, console: Console): Promise<void> {
  const { terminal } = console;
  const redraw = async (): Promise<void> => {
    const sheet = await read(file, options).catch((error: unknown) => {
      // Between two strokes of an editor the file may be gone; the next one brings it back.
      if (error instanceof UserError) return undefined;
      throw error;
    });
    if (sheet === undefined) return;
    if (!console.styler.plain) terminal.write("\u001b[2J\u001b[3J\u001b[H");
    draw(sheet, console);
    terminal.print(["", console.styler.style("muted", "Drawn anew when you save; q or Ctrl-C ends it.")]);
  };
  terminal.print(["", console.styler.style("muted", "Drawn anew when you save; q or Ctrl-C ends it.")]);
  let waiting: NodeJS.Timeout | undefined;
  // The folder is watched, for many editors put a new file in the place of the old one.
  const watcher = watch(dirname(resolve(file)), (_, name) => {
    if (name !== null && name !== basename(file)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void redraw(), QUIET_MS);
  });
  try {
    await ended(console);
  } finally {
    watcher.close();
    clearTimeout(waiting);
  }
}

function ended({ terminal }: Console): Promise<void> {
  return new Promise((resolve) => {
    const stop = terminal.onInput((data) => {
      if (!/[q\u0003\u0004]/.test(data)) return;
      stop();
      resolve();
    });
  });
}
