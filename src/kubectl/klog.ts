// Lines as klog writes them on stderr: what client-go could tell nobody, and what -v asks for.

import { goQuote } from "../api/go-values.ts";
import type { KubectlIo } from "./io.ts";

/** `E1121 02:39:44.989903    2655 portforward.go:424] "Unhandled Error" err="…"` */
export function logUnhandled(io: KubectlIo, place: string, message: string): void {
  writeLog(io, "E", place, `"Unhandled Error" err=${logValue(message)}`);
}

/** Text of several lines stands on lines of its own. */
function logValue(text: string): string {
  if (!text.includes("\n")) return goQuote(text);
  return `<\n${text
    .split("\n")
    .map((line) => `\t${line}\n`)
    .join("")} >`;
}

export function logError(io: KubectlIo, place: string, message: string): void {
  writeLog(io, "E", place, message);
}

export function logWarning(io: KubectlIo, place: string, message: string): void {
  writeLog(io, "W", place, message);
}

export function logInfo(io: KubectlIo, place: string, message: string): void {
  writeLog(io, "I", place, message);
}

function writeLog(io: KubectlIo, severity: Severity, place: string, message: string): void {
  io.stderr.write(`${logLine(io, severity, place, message)}\n`);
}

type Severity = "I" | "W" | "E" | "F";

/** The line by itself, for who ends with it. */
export function logLine(io: KubectlIo, severity: Severity, place: string, message: string): string {
  const [date = "", time = ""] = new Date(io.now()).toISOString().split("T");
  const day = date.slice(5).replace("-", "");
  return `${severity}${day} ${time.slice(0, 12)}000 ${processId(io)} ${place}] ${message}`;
}

const PROCESS_IDS = new WeakMap<KubectlIo, string>();

/** A number for this run, the same in all of its lines. */
function processId(io: KubectlIo): string {
  const known = PROCESS_IDS.get(io);
  if (known !== undefined) return known;
  const made = String(1000 + Math.floor(io.random() * 30_000)).padStart(7);
  PROCESS_IDS.set(io, made);
  return made;
}
