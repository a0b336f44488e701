// Ctrl-X Ctrl-E: the line of the prompt in the learner's editor.

import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Terminal } from "../../terminal/tty.ts";
import { hostEditor } from "../host-editor.ts";

const file = "/command.sh";

/** Undefined when the editor did not end well: the line then stays as it was. */
export async function editLine(terminal: Terminal, line: string): Promise<string | undefined> {
  const files = new MemoryFiles({ now: () => 0 });
  files.write(file, `${line}\n`);
  const exitCode = await hostEditor(terminal)("edit", files, file);
  return exitCode === 0 ? files.read(file).trimEnd() : undefined;
}
