// The larger text tools of the prompt (awk, sed, jq and their like) come from a library that is loaded when one is first used.
// Simplified: they read their whole input before they answer, so one that stands behind a command that never ends shows nothing.

import type { IFileSystem } from "just-bash";
import { bytesOfText, isWellFormed, textOfBytes } from "../bytes/bytes.ts";
import type { Input, Process, Program } from "../shell/process.ts";
import { asyncProgram } from "./async-program.ts";
import { plainDeletions } from "./jq-program.ts";
import { libraryFiles } from "./library-files.ts";
import type { Pace } from "./pacer.ts";

/** What the library is used for; everything else is a program of our own, or is not there. */
const names = [
  "awk",
  "column",
  "comm",
  "expand",
  "file",
  "fold",
  "join",
  "jq",
  "nl",
  "paste",
  "rev",
  "rg",
  "sed",
  "split",
  "tac",
  "tree",
  "unexpand",
  "yq",
] as const;
export const libraryNames: readonly string[] = names;
type LibraryName = (typeof names)[number];

export function libraryProgram(name: string, pacer: Pace): Program | undefined {
  const known = names.find((candidate) => candidate === name);
  return known === undefined
    ? undefined
    : asyncProgram(pacer, (process, interrupted) => run(known, process, interrupted, pacer));
}

async function run(name: LibraryName, process: Process, interrupted: AbortSignal, pacer: Pace): Promise<number> {
  const { Bash } = await pacer.hold(import("just-bash/browser"));
  const argv = process.argv.slice(1);
  const stdin = readsInput(name, argv, process) ? await readAll(process.stdin, interrupted) : "";
  const files: IFileSystem = libraryFiles(process.machine.files);
  const bash = new Bash({ fs: files, commands: [name], cwd: process.cwd, env: { ...process.env } });
  const words = name === "jq" ? argv.map(plainDeletions) : argv;
  const command = [name, ...words].map(quoted).join(" ");
  // The library has a form of its own for bytes: one character each.
  const input = isWellFormed(stdin)
    ? { stdin }
    : { stdin: Buffer.from(bytesOfText(stdin)).toString("latin1"), stdinKind: "bytes" as const };
  const result = await pacer.hold(bash.exec(command, { ...input, cwd: process.cwd, signal: interrupted }));
  const isBytes = result.stdoutEncoding === "binary" || result.stdoutKind === "bytes";
  process.stdout.write(isBytes ? textOfBytes(Buffer.from(result.stdout, "latin1")) : result.stdout);
  process.stderr.write(result.stderr);
  return result.exitCode;
}

// A terminal is read only by a program that was given no file, or its user would have to end an input that is not wanted.
function readsInput(name: LibraryName, argv: readonly string[], process: Process): boolean {
  if (!process.stdin.isTerminal) return true;
  const operands = argv.filter((word) => !word.startsWith("-"));
  const programs = name === "awk" || name === "sed" || name === "jq" || name === "yq" || name === "rg" ? 1 : 0;
  return operands.length <= programs && name !== "tree";
}

async function readAll(input: Input, interrupted: AbortSignal): Promise<string> {
  const parts: string[] = [];
  while (!interrupted.aborted) {
    const text = input.read();
    if (text === undefined) break;
    if (text !== "") parts.push(text);
    else await nextInput(input, interrupted);
  }
  return parts.join("");
}

/** Resolves when there is more to read, or when interrupted. */
export function nextInput(input: Input, interrupted: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let unsubscribe: (() => void) | undefined;
    const wake = () => {
      unsubscribe?.();
      interrupted.removeEventListener("abort", wake);
      resolve();
    };
    interrupted.addEventListener("abort", wake);
    // What is always ready wakes at once.
    unsubscribe = input.readable.subscribe(wake);
  });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
