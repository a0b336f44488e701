// Finds the command that a command line names, whatever flags stand between its words.

import type { Command, LazyCommand } from "./command.ts";
import { allCommands } from "./command-table.ts";
import type { Flag } from "./flags/flag.ts";
import { bareValue } from "./flags/parse.ts";
import type { KubectlIo } from "./io.ts";

export interface Found {
  readonly command: Command;
  readonly parentPath: string;
  readonly words: readonly string[];
}

export async function findCommand(
  argv: readonly string[],
  globals: readonly Flag[],
  io: Pick<KubectlIo, "hold">,
): Promise<Found | undefined> {
  let found: Found | undefined;
  let candidates: readonly LazyCommand[] = allCommands();
  let words = argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
  let flags = globals;
  for (;;) {
    const at = firstArgument(words, flags);
    const typed = at === undefined ? undefined : words[at];
    const next = candidates.find((each) => each.name === typed || each.aliases?.includes(typed ?? "") === true);
    if (at === undefined || next === undefined) return found;
    words = [...words.slice(0, at), ...words.slice(at + 1)];
    const parentPath = found === undefined ? "kubectl" : `${found.parentPath} ${found.command.name}`;
    found = { command: await hold(io, next.load()), parentPath, words };
    candidates = found.command.subcommands ?? [];
    flags = [...globals, ...found.command.flags];
  }
}

/** Where the first word stands that is neither a flag nor the value of one. */
export function firstArgument(words: readonly string[], flags: readonly Flag[]): number | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return undefined;
    if (!word.startsWith("-") || word === "-") return at;
    if (takesNextWord(word, flags)) at++;
  }
  return undefined;
}

function takesNextWord(word: string, flags: readonly Flag[]): boolean {
  if (word.includes("=")) return false;
  if (word === "--help" || word === "-h") return false;
  const flag = word.startsWith("--")
    ? flags.findLast((each) => each.name === word.slice(2))
    : word.length === 2
      ? flags.findLast((each) => each.shorthand === word.charAt(1))
      : undefined;
  if (!word.startsWith("--") && word.length !== 2) return false;
  return flag === undefined || bareValue(flag) === undefined;
}

/** Loading a module takes real time, of which a simulated cluster must not notice anything. */
function hold<T>(io: Pick<KubectlIo, "hold">, work: Promise<T>): Promise<T> {
  return io.hold === undefined ? work : io.hold(work);
}
