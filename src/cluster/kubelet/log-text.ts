// What `kubectl logs` is sent: the lines of a log, cut as its options say. Pure.

import type { LogOptions } from "../../api/node-connection.ts";
import { sliceBytes } from "../../bytes/bytes.ts";
import type { LogLine } from "../container-runtime/log-file.ts";

type Cut = Pick<LogOptions, "tailLines" | "sinceSeconds" | "sinceTime" | "limitBytes" | "timestamps">;

export function selectLines(lines: readonly LogLine[], options: Cut, nowMs: number): readonly LogLine[] {
  const since =
    options.sinceTime ?? (options.sinceSeconds === undefined ? undefined : nowMs - options.sinceSeconds * 1000);
  const recent = since === undefined ? lines : lines.filter((line) => line.at >= since);
  if (options.tailLines === undefined || options.tailLines < 0) return recent;
  return options.tailLines === 0 ? [] : recent.slice(-options.tailLines);
}

export function formatLine(line: LogLine, timestamps: boolean): string {
  if (!timestamps) return line.text;
  return `${new Date(line.at).toISOString().replace("Z", "000000Z")} ${line.text}`;
}

/** All lines as one text, no longer than `limitBytes`. */
export function formatLines(lines: readonly LogLine[], options: Cut): string {
  const text = lines.map((line) => formatLine(line, options.timestamps)).join("");
  return options.limitBytes === undefined ? text : sliceBytes(text, 0, options.limitBytes);
}
