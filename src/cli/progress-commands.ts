// `k8s-tutor progress …`: what the learner has done, and taking it along.

import { writeFileSync } from "node:fs";
import { closest } from "../tutor/format/slip.ts";
import { english, type Texts } from "../tutor/language/english.ts";
import { resetProgress as forget, mergeProgress, serializeProgress } from "../tutor/progress.ts";
import { systemReason, UserError } from "./failure.ts";
import { entryLines, outputWidth } from "./layout.ts";
import { progressPath, readExport, readProgress, writeProgress } from "./progress-file.ts";

interface Spoken {
  /** In the language of the learner. */
  readonly texts?: Texts;
}

export function showProgress({ json, texts = english }: Spoken & { readonly json?: boolean }): number {
  const { progress: says } = texts;
  const { progress, notice } = readProgress(texts);
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  if (json === true) {
    process.stdout.write(serializeProgress(progress));
    return 0;
  }
  const entries = Object.entries(progress.lessons);
  if (entries.length === 0) tell(says.nothingYet);
  for (const [id, { phase, steps, completed }] of entries) {
    const all = Object.values(steps);
    const solved = all.filter(({ status }) => status === "solo" || status === "assisted").length;
    const state = phase === "done" ? says.done : says.atStep(Math.min(solved + 1, all.length), all.length);
    const line = entryLines(id, 28, completed > 1 ? says.times(state, completed) : state, outputWidth());
    tell(line.join("\n"));
  }
  return 0;
}

export function whereProgress(): number {
  process.stdout.write(`${progressPath()}\n`);
  return 0;
}

export function exportProgress(file: string | undefined, { texts = english }: Spoken = {}): number {
  const text = serializeProgress(readProgress(texts).progress);
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UserError((given) => given.errors.notWritten(file, systemReason(error, given)));
  }
  tell(texts.progress.exported(file));
  return 0;
}

export function importProgress(file: string, { texts = english }: Spoken = {}): number {
  const taken = readExport(file);
  writeProgress(mergeProgress(readProgress(texts).progress, taken));
  tell(texts.progress.imported(Object.keys(taken.lessons).length));
  return 0;
}

export async function resetProgress(
  lesson: string | undefined,
  { yes, texts = english }: Spoken & { readonly yes?: boolean },
): Promise<number> {
  const { progress: says } = texts;
  const { progress } = readProgress(texts);
  if (lesson !== undefined && progress.lessons[lesson] === undefined)
    throw new UserError((given) => given.progress.noProgress(lesson, closest(lesson, Object.keys(progress.lessons))));
  const what = lesson ?? says.allLessons;
  if (yes !== true && !(await confirmed(says.askForget(what), texts))) {
    tell(says.nothingChanged);
    return 0;
  }
  writeProgress(forget(progress, lesson));
  tell(says.forgotten(what));
  return 0;
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function confirmed(message: string, { prompt }: Texts): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError(({ progress }) => progress.nobodyToAsk, 2);
  const { default: inquirer } = await import("inquirer");
  try {
    const { yes } = await inquirer.prompt([
      { type: "confirm", name: "yes", message, default: false, theme: { keywords: prompt.confirm } },
    ]);
    return yes === true;
  } catch (error) {
    // Ctrl-C is no.
    if (error instanceof Error && error.name === "ExitPromptError") return false;
    throw error;
  }
}
