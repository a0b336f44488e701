// Lends the learner's own editor to `edit FILE` and `kubectl edit`: the only program of the host that the prompt can start.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import type { Terminal } from "../terminal/tty.ts";
import type { HostEditor } from "./laptop.ts";

/** Works on a copy of the file, which is put back when the editor has ended well. */
export function hostEditor(terminal: Terminal): HostEditor {
  return async (command, files, path) => {
    const folder = mkdtempSync(join(tmpdir(), "k8s-tutor-"));
    const copy = join(folder, basename(path));
    try {
      writeFileSync(copy, bytesOfText(files.exists(path) ? files.read(path) : ""));
      const exitCode = await terminal.lend(() => run(chosen(command), copy));
      if (exitCode === 0) files.write(path, textOfBytes(readFileSync(copy)));
      return exitCode;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** `edit` alone asks for the learner's own choice. */
function chosen(command: string): string {
  if (command !== "edit") return command;
  return process.env.VISUAL ?? process.env.EDITOR ?? (process.platform === "win32" ? "notepad" : "vi");
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
