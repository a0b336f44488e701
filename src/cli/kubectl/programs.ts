// The programs of the host that kubectl starts: the user's editor, and credential plugins of their kubeconfig.

import { spawn } from "node:child_process";
import { delimiter, join, resolve as resolvePath } from "node:path";
import { textOfBytes } from "../../bytes/bytes.ts";
import type { PluginOutcome, PluginRun } from "../../kubectl/io.ts";
import { isExecutable } from "./files.ts";

/** Resolves with its exit code; rejects, in kubectl's words, when it cannot be started. */
export function runEditor(editor: string, path: string): Promise<number> {
  // Whoever writes quotes means a command line of the shell.
  const needsShell = editor.includes(" ") && /["'\\]/.test(editor) && process.platform !== "win32";
  const [program = "vi", ...args] = needsShell
    ? [process.env.SHELL || "/bin/bash", "-c", `${editor} ${shellQuoted(path)}`]
    : [...editor.trim().split(/\s+/), path];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", shell: process.platform === "win32" });
    // A name is looked for first; a path is just tried.
    const what = program.includes("/") ? "there was a problem with" : "unable to launch";
    child.once("error", () => reject(new Error(`${what} the editor ${JSON.stringify(editor)}`)));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

function shellQuoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/** What the program writes on stderr is for the user's eyes; on stdout are the credentials. */
export function runPlugin({ command, args, env, interactive }: PluginRun): Promise<PluginOutcome> {
  const path = programPath(command);
  if (path === undefined) return Promise.resolve({ kind: "not found" });
  return new Promise((resolve) => {
    const child = spawn(path, [...args], {
      env: { ...process.env, ...env },
      stdio: [interactive ? "inherit" : "ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ kind: "not started", reason: reasonOf(error), path }),
    );
    child.once("close", (code) => {
      resolve({ kind: "ended", exitCode: code ?? -1, stdout: textOfBytes(Buffer.concat(chunks)), path });
    });
  });
}

/** The program gets the terminal. @returns its exit code; undefined when there is no such program. */
export function runProgram(program: string, args: readonly string[]): Promise<number | undefined> {
  const path = programPath(program);
  if (path === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(path, [...args], { stdio: "inherit" });
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "no such file or directory";
  return error.code === "EACCES" ? "permission denied" : error.message;
}

/** A path as it is, a name as the PATH has it. */
function programPath(command: string): string | undefined {
  if (/[/\\]/.test(command)) return resolvePath(command);
  const endings = process.platform === "win32" ? (process.env.PATHEXT ?? ".EXE").split(";") : [""];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = folders.flatMap((folder) => endings.map((ending) => join(folder, `${command}${ending}`)));
  return candidates.find(isExecutable);
}
