// Lends the learner's own editor to `edit FILE` and `kubectl edit`: the only program of the host that the prompt can start.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import { FileError, type FileTree } from "../shell/files.ts";
import { strerror } from "../shell/strerror.ts";
import type { Terminal } from "../terminal/tty.ts";
import type { HostEditor } from "./laptop.ts";

/** Works on a copy of the file, which is put back when the editor has ended well. */
export function hostEditor(terminal: Terminal): HostEditor {
  return async (command, files, path) => {
    const isOurs = editorFor(command) === builtIn || (isOnlyCustomary(command) && !isInstalled(command));
    if (isOurs && terminal.interactive) return editHere(terminal, files, path);
    const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-"));
    const copy = join(folder, basename(path));
    try {
      writeFileSync(copy, bytesOfText(files.exists(path) ? files.read(path) : ""));
      const editor = isOurs ? systemEditor() : editorFor(command);
      if (editor === undefined) return refuse(command);
      const exitCode = await terminal.lend(() => run(editor, copy));
      if (exitCode === 0) files.write(path, textOfBytes(readFileSync(copy)));
      return exitCode;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** The tutor's own, for who has set none: nobody shall have to know how to leave vi. */
const builtIn = "k8s-tutor";

async function editHere(terminal: Terminal, files: FileTree, path: string): Promise<number> {
  const { editText } = await import("./built-in-editor.ts");
  const isNew = !files.exists(path);
  await editText(terminal, {
    name: basename(path),
    text: isNew ? "" : files.read(path),
    save: (text) => {
      try {
        files.write(path, text);
        return undefined;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return `It cannot be written: ${strerror(error.code)}.`;
      }
    },
  });
  return isNew && !files.exists(path) ? 1 : 0;
}

/** For a terminal that cannot be drawn on: what is most likely there. */
function systemEditor(): string {
  return process.platform === "win32" ? "notepad" : "vi";
}

/** `vi` is what kubectl starts when nobody has said what they want. */
function isOnlyCustomary(command: string): boolean {
  return ["vi", "vim", "nano"].includes(command.trim());
}

function isInstalled(command: string): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => existsSync(join(folder, command.trim())));
}

const familiar: ReadonlySet<string> = new Set(["vi", "vim", "nvim", "nano", "emacs", "micro", "hx", "code", "notepad"]);
/** What an editor may be told; others can start programs (`vim -c ':!…'`). */
const harmless: ReadonlySet<string> = new Set(["-w", "--wait", "-nw"]);

/** The program that may be started: what the user's own environment names, or an editor by its bare name. A line of a lesson can
 * set EDITOR to anything, and must not thereby start anything. */
export function editorFor(command: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = [env.VISUAL, env.EDITOR, env.KUBE_EDITOR].filter((one) => one !== undefined && one.trim() !== "");
  if (command === "edit" || command === "open") return own[0] ?? builtIn;
  if (own.includes(command)) return command;
  const [name = "", ...args] = command.trim().split(/\s+/);
  return familiar.has(name) && args.every((arg) => harmless.has(arg)) ? command : undefined;
}

function refuse(command: string): number {
  process.stderr.write(
    `error: "${command}" is not started, for it is neither an editor's name nor what your own EDITOR says; leave the tutor and set EDITOR to use it\n`,
  );
  return 1;
}

function run(command: string, file: string): Promise<number> {
  const [program = "vi", ...args] = command.trim().split(/\s+/);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, file], { stdio: "inherit" });
    child.once("error", () => {
      process.stderr.write(`error: unable to launch the editor "${command}"; set EDITOR to one that is installed\n`);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}
