// Stands for GNU diff of two files, in its normal and its unified form.
// Simplified: directories are not compared, and no newline at the end of a file is taken for one; the lines are what is looked at.

import { sliceBytes } from "../bytes/bytes.ts";
import { compareLines, type DiffLine, unifiedDiff } from "../kubectl/unified-diff.ts";
import { type Applet, programOf, type Run } from "../shell/busybox/applet.ts";
import type { Program } from "../shell/process.ts";
import type { Doing } from "../shell/reading.ts";

export function diffProgram(): Program {
  return programOf(diff);
}

const diff: Applet = function* (run): Doing<number> {
  const options = run.options("uqN", { unified: "u", brief: "q", "new-file": "N" });
  const [first, second, ...more] = options.operands;
  if (first === undefined || second === undefined || more.length > 0) return run.fail("missing operand", 2);
  const before = yield* textOf(run, first, options.has("N"));
  const after = yield* textOf(run, second, options.has("N"));
  if (before === undefined || after === undefined) return 2;
  if (before === after) return 0;
  if (options.has("q")) run.print(`Files ${first} and ${second} differ\n`);
  // So many bytes as GNU diff looks at, to tell what is no text.
  else if ([before, after].some((text) => sliceBytes(text, 0, 32_768).includes("\0")))
    run.print(`Binary files ${first} and ${second} differ\n`);
  else if (options.has("u"))
    run.print(`${header(run, "---", first)}${header(run, "+++", second)}${unifiedDiff(before, after)}`);
  else run.print(normalDiff(before, after));
  return 1;
};

function* textOf(run: Run, path: string, mayBeMissing: boolean): Doing<string | undefined> {
  if (mayBeMissing && path !== "-" && !run.files.exists(run.path(path))) return "";
  const { text, status } = yield* run.readOperands([path]);
  return status === 0 ? text : undefined;
}

function header(run: Run, mark: string, path: string): string {
  const full = run.path(path);
  const ms = path !== "-" && run.files.exists(full) ? run.files.stat(full).modifiedAt : run.process.machine.now();
  return `${mark} ${path}\t${new Date(ms).toISOString().replace("T", " ").replace("Z", "000000")} +0000\n`;
}

/** `3c3`, then the lines of both sides. */
export function normalDiff(before: string, after: string): string {
  let [oldLine, newLine] = [0, 0];
  let change: DiffLine[] = [];
  const out: string[] = [];
  const close = () => {
    if (change.length > 0) out.push(changeText(change, oldLine, newLine));
    change = [];
  };
  for (const line of compareLines(before, after)) {
    if (line.mark === " ") close();
    else change.push(line);
    if (line.mark !== "+") oldLine++;
    if (line.mark !== "-") newLine++;
  }
  close();
  return out.join("");
}

// The counters stand behind the change: on its last line, on either side.
function changeText(change: readonly DiffLine[], oldLine: number, newLine: number): string {
  const removed = change.filter(({ mark }) => mark === "-");
  const added = change.filter(({ mark }) => mark === "+");
  const letter = removed.length === 0 ? "a" : added.length === 0 ? "d" : "c";
  const lines = [
    `${range(oldLine, removed.length)}${letter}${range(newLine, added.length)}`,
    ...removed.map(({ text }) => `< ${text}`),
    ...(letter === "c" ? ["---"] : []),
    ...added.map(({ text }) => `> ${text}`),
  ];
  return `${lines.join("\n")}\n`;
}

function range(end: number, count: number): string {
  return count > 1 ? `${end - count + 1},${end}` : String(end);
}
