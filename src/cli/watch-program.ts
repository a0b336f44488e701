// Stands for watch: runs a command every two seconds and shows what it prints in place, on the ordinary screen, so that what the
// tutor says meanwhile stands above it.

import { type Applet, parseDuration, programOf } from "../shell/busybox/applet.ts";
import type { Program } from "../shell/process.ts";
import { collect, nullInput } from "../shell/streams.ts";
import { readable } from "../terminal/pager/page.ts";
import { padEnd, takeWidth } from "../terminal/text-width.ts";
import type { Display } from "./display.ts";

const defaultIntervalMs = 2000;
const shortestIntervalMs = 100;

export function watchProgram(display: () => Display): Program {
  return programOf((run) => watch(run, display()));
}

function* watch(run: Parameters<Applet>[0], display: Display) {
  const options = run.options("+n:dtgexbc", {
    interval: "n",
    differences: "d",
    "no-title": "t",
    chgexit: "g",
    errexit: "e",
    exec: "x",
    beep: "b",
    color: "c",
  });
  const { process } = run;
  const given = options.value("n");
  const intervalMs = given === undefined ? defaultIntervalMs : parseDuration(given);
  if (options.operands.length === 0 || intervalMs === undefined) {
    process.stderr.write("usage: watch [-n SECONDS] [-t] COMMAND, as in: watch kubectl get pods\n");
    return 1;
  }
  const command = options.operands.join(" ");
  const title = `Every ${(intervalMs / 1000).toFixed(1)}s: ${command}`;
  const sh = process.machine.findProgram("sh", process.env, process.cwd);
  if (typeof sh !== "function") return run.fail("there is no shell");
  let shown: readonly string[] = [];
  let before: string | undefined;
  // A screen reader, or a file, gets what is new, one below the other.
  const isDrawn = process.stdout.isTerminal && display.size() !== undefined;
  try {
    for (;;) {
      const output = collect();
      const size = display.size() ?? { columns: 80, rows: 24 };
      const env = { ...process.env, COLUMNS: String(size.columns) };
      const streams = { stdin: nullInput, stdout: output, stderr: output };
      const child = process.spawn({ program: sh, argv: ["sh", "-c", command], env, cwd: process.cwd, ...streams });
      while (child.exitCode === undefined) yield { until: [child.exited] };
      const isNew = output.text !== before;
      if (isDrawn) {
        shown = frame(output.text, options.has("t") ? undefined : title, process.machine.now(), size);
        display.live(shown);
      } else if (isNew) {
        process.stdout.write(output.text);
      }
      if (options.has("e") && child.exitCode !== 0) return child.exitCode;
      if (options.has("g") && isNew && before !== undefined) return 0;
      before = output.text;
      yield { until: [], forMs: Math.max(shortestIntervalMs, intervalMs) };
    }
  } finally {
    // What was seen last stays on the screen.
    if (isDrawn) {
      display.live(undefined);
      process.stdout.write(shown.map((line) => `${line}\n`).join(""));
    }
  }
}

function frame(
  text: string,
  title: string | undefined,
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const lines = text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => takeWidth(readable(line), columns - 1));
  const time = new Date(now).toISOString().slice(11, 19);
  const room = columns - 2 - time.length;
  const head = title === undefined ? [] : [`${padEnd(takeWidth(title, room), room + 1)}${time}`, ""];
  const whole = [...head, ...lines];
  if (whole.length < rows) return whole;
  return [...whole.slice(0, rows - 2), `(${whole.length - rows + 2} more lines than the window has)`];
}
