// Shows where two versions of files differ: as `diff -u -N` of two folders would, or by the program of the user's choice.

import { goQuote } from "../../../api/go-values.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { unifiedDiff } from "../../unified-diff.ts";
import type { Versions } from "./versions.ts";

/** @param files by their names. Resolves with what diff would exit with: 0 when nothing differs, 1 when something does. */
export async function showDifferences(context: CommandContext, files: ReadonlyMap<string, Versions>): Promise<number> {
  const { io } = context;
  const folder = (kind: string) => `${io.env.TMPDIR ?? "/tmp"}/${kind}-${Math.floor(io.random() * 2 ** 32)}`;
  const folders = { live: folder("LIVE"), merged: folder("MERGED") };
  const program = io.env.KUBECTL_EXTERNAL_DIFF ?? "";
  if (program !== "") return runProgram(context, program, folders, files);
  let exitCode = 0;
  for (const [name, { live, merged }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (live === merged) continue;
    exitCode = 1;
    const [before, after] = [`${folders.live}/${name}`, `${folders.merged}/${name}`];
    const stamp = (text: string | undefined) => timeText(text === undefined ? 0 : io.now());
    io.stdout.write(
      `diff -u -N ${before} ${after}\n--- ${before}\t${stamp(live)}\n+++ ${after}\t${stamp(merged)}\n${unifiedDiff(live ?? "", merged ?? "")}`,
    );
  }
  return exitCode;
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().replace("T", " ").replace(/Z$/, "000000")} +0000`;
}

interface Folders {
  readonly live: string;
  readonly merged: string;
}

async function runProgram(
  { io }: CommandContext,
  commandLine: string,
  folders: Folders,
  files: ReadonlyMap<string, Versions>,
): Promise<number> {
  const [program = "", ...words] = commandLine.split(" ");
  const written = [...files].flatMap(([name, { live, merged }]) => [
    ...(live === undefined ? [] : [[`${folders.live}/${name}`, live] as const]),
    ...(merged === undefined ? [] : [[`${folders.merged}/${name}`, merged] as const]),
  ]);
  for (const path of [folders.live, folders.merged]) io.files.makeDirectory(path);
  try {
    for (const [path, text] of written) io.files.write(path, text);
    // Only words that cannot mean anything else to a shell are passed on.
    const args = [folders.live, folders.merged, ...words.filter((word) => /^[a-zA-Z0-9\-=]+$/.test(word))];
    const exitCode = await io.runProgram?.(program, args);
    if (exitCode === undefined)
      throw new KubectlError(`failed to run ${goQuote(program)}: executable file not found in $PATH`);
    return exitCode;
  } finally {
    for (const [path] of written) io.files.remove(path);
    for (const path of [folders.live, folders.merged]) io.files.remove(path);
  }
}
