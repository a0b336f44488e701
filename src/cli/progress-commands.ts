// `k8s-tutor progress …`: what the learner has done, and taking it along.

import { writeFileSync } from "node:fs";
import { closest } from "../tutor/format/slip.ts";
import { resetProgress as forget, mergeProgress, type Progress, serializeProgress } from "../tutor/progress.ts";
import { systemReason, UserError } from "./failure.ts";
import { entryLines, outputWidth } from "./layout.ts";
import { progressPath, readExport, readProgress, writeProgress } from "./progress-file.ts";

export function showProgress(options: { readonly json?: boolean }): number {
  const { progress, notice } = readProgress();
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  if (options.json === true) {
    process.stdout.write(serializeProgress(progress));
    return 0;
  }
  const entries = Object.entries(progress.lessons);
  if (entries.length === 0) process.stdout.write("Nothing yet. k8s-tutor start begins.\n");
  for (const [id, { phase, steps, completed }] of entries) {
    const all = Object.values(steps);
    const solved = all.filter(({ status }) => status === "solo" || status === "assisted").length;
    const state = phase === "done" ? "done" : `step ${Math.min(solved + 1, all.length)} of ${all.length}`;
    const line = entryLines(id, 28, `${state}${completed > 1 ? `, ${completed} times` : ""}`, outputWidth());
    process.stdout.write(`${line.join("\n")}\n`);
  }
  return 0;
}

export function whereProgress(): number {
  process.stdout.write(`${progressPath()}\n`);
  return 0;
}

export function exportProgress(file: string | undefined): number {
  const text = serializeProgress(readProgress().progress);
  if (file === undefined) {
    process.stdout.write(text);
    return 0;
  }
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${systemReason(error)}`);
  }
  process.stdout.write(`Your progress is in ${file}. On another machine: k8s-tutor progress import ${file}\n`);
  return 0;
}

export function importProgress(file: string): number {
  const taken = readExport(file);
  writeProgress(mergeProgress(readProgress().progress, taken));
  process.stdout.write(`Taken over: ${Object.keys(taken.lessons).length} lessons.\n`);
  return 0;
}

export async function resetProgress(lesson: string | undefined, options: { readonly yes?: boolean }): Promise<number> {
  const { progress } = readProgress();
  if (lesson !== undefined && progress.lessons[lesson] === undefined)
    throw new UserError(
      `there is no progress in a lesson ${lesson};${meantAmong(progress, lesson)} k8s-tutor progress shows what there is`,
    );
  const what = lesson ?? "all lessons";
  if (options.yes !== true && !(await confirmed(`Forget your progress in ${what}?`))) {
    process.stdout.write("Nothing was changed.\n");
    return 0;
  }
  writeProgress(forget(progress, lesson));
  process.stdout.write(`Forgotten: ${what}.\n`);
  return 0;
}

function meantAmong({ lessons }: Progress, named: string): string {
  const meant = closest(named, Object.keys(lessons));
  return meant === undefined ? "" : ` did you mean ${meant}?`;
}

async function confirmed(message: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError("there is nobody to ask; add --yes if you mean it", 2);
  const { default: inquirer } = await import("inquirer");
  const { yes } = await inquirer.prompt([{ type: "confirm", name: "yes", message, default: false }]);
  return yes === true;
}
