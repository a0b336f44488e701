// The hidden command __complete, which the completion scripts of shells ask: candidates, then a line with what to do with them.

import { KubectlError } from "../errors.ts";
import type { KubectlIo, KubectlOutput } from "../io.ts";
import type { Suggestion } from "./asked.ts";
import { suggest } from "./completion.ts";

const names = ["Error", "NoSpace", "NoFileComp", "FilterFileExt", "FilterDirs", "KeepOrder"];

export async function answerShell(words: readonly string[], io: KubectlIo, describes: boolean): Promise<number> {
  if (words.length === 0) throw new KubectlError("requires at least 1 arg(s), only received 0");
  const { candidates, directive, problem } = await suggest(words, silenced(io));
  if (problem !== undefined) {
    if (problem.startsWith("unable to find")) io.stderr.write("[Debug] Cleared global flags for plugin completion\n");
    io.stderr.write(`[Debug] [Error] ${problem}\n`);
  }
  for (const candidate of candidates) io.stdout.write(`${lineOf(candidate, describes)}\n`);
  io.stdout.write(`:${directive}\n`);
  const told = names.filter((_, bit) => (directive & (1 << bit)) !== 0).map((name) => `ShellCompDirective${name}`);
  io.stderr.write(`Completion ended with directive: ${told.join(", ") || "ShellCompDirectiveDefault"}\n`);
  return 0;
}

function lineOf({ text, about }: Suggestion, describes: boolean): string {
  const line = describes && about !== undefined ? `${text}\t${about}` : text;
  return (line.split("\n")[0] ?? "").trim();
}

/** What the server warns of is not for somebody who only pressed a key. */
function silenced(io: KubectlIo): KubectlIo {
  const silence: KubectlOutput = { isTerminal: false, write: () => true };
  return Object.create(io, { stderr: { value: silence } }) as KubectlIo;
}
