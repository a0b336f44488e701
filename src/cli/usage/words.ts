// What may stand at the end of a command line of k8s-tutor, read off the commander program: commands, flags, values, names.

import type { Argument, Command, Option } from "commander";

export interface Suggested {
  readonly text: string;
  readonly about?: string;
}

/** What the shell does besides: `files` and `folders` are its own to list. */
export interface Suggestions {
  readonly candidates: readonly Suggested[];
  readonly otherwise: "nothing" | "files" | "folders";
}

/** Names that only this machine knows (lessons, exams), by what the program calls the value: `lesson` of `start [lesson]`. */
export type NameSources = Readonly<Record<string, (command: Command) => readonly Suggested[]>>;

const NOTHING: Suggestions = { candidates: [], otherwise: "nothing" };
const FILE_WORDS = /^(file|paths|profile|kubeconfig|script)$/;
const FOLDER_WORDS = /^(dir|folder)$/;

/** @param words all behind the program's name; the last one is being typed, and may be empty. */
export function suggestWords(program: Command, words: readonly string[], sources: NameSources): Suggestions {
  const { command, operands, awaits, isOver } = readWords(program, words.slice(0, -1));
  const current = words.at(-1) ?? "";
  if (awaits !== undefined) return begunWith(current, valuesOf(awaits, command, sources));
  const assigned = /^(--[^=]+)=(.*)$/.exec(current);
  if (assigned !== null && !isOver) {
    const option = optionNamed(command, assigned[1] ?? "");
    return option === undefined || !takesValue(option)
      ? NOTHING
      : begunWith(assigned[2] ?? "", valuesOf(option, command, sources));
  }
  if (current.startsWith("-") && !isOver)
    return begunWith(current, { candidates: flagsOf(command), otherwise: "nothing" });
  const argument = argumentAt(command, operands);
  const named = argument === undefined ? NOTHING : valuesOf(argument, command, sources);
  const commands = operands === 0 ? commandsOf(command) : [];
  return begunWith(current, { candidates: [...commands, ...named.candidates], otherwise: named.otherwise });
}

interface WordsRead {
  readonly command: Command;
  /** Names that stand before the last word, without the commands. */
  readonly operands: number;
  /** The option whose value comes next. */
  readonly awaits?: Option;
  /** `--` was there: no flags come any more. */
  readonly isOver: boolean;
}

function readWords(program: Command, words: readonly string[]): WordsRead {
  let command = program;
  let operands = 0;
  let awaits: Option | undefined;
  let isOver = false;
  for (const word of words) {
    if (awaits !== undefined) awaits = undefined;
    else if (word === "--") isOver = true;
    else if (word.startsWith("-") && !isOver) {
      const option = optionNamed(command, word);
      if (option !== undefined && takesValue(option)) awaits = option;
    } else {
      const below = operands === 0 ? subcommand(command, word) : undefined;
      if (below === undefined) operands++;
      else command = below;
    }
  }
  return { command, operands, isOver, ...(awaits === undefined ? {} : { awaits }) };
}

function subcommand(command: Command, word: string): Command | undefined {
  return command.commands.find((one) => one.name() === word || one.aliases().includes(word));
}

function optionNamed(command: Command, flag: string): Option | undefined {
  const own = command.options.find(({ long, short }) => long === flag || short === flag);
  return own ?? (command.parent === null ? undefined : optionNamed(command.parent, flag));
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

/** A command that is there by default takes its operands, too. */
function argumentAt(command: Command, index: number): Argument | undefined {
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

function commandsOf(command: Command): Suggested[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help" || command.parent === null)
    .map((one) => ({ text: one.name(), about: beginningOf(one.description(), /[:;] /) }));
}

function flagsOf(command: Command): Suggested[] {
  const help = command.createHelp();
  const above = command.parent === null ? [] : command.parent.options.filter(({ hidden }) => !hidden);
  const options = [...help.visibleOptions(command), ...above.filter(({ long }) => long !== "--version")];
  return options.flatMap(({ long, description }) =>
    long === undefined || long === null ? [] : [{ text: long, about: beginningOf(description, /; /) }],
  );
}

function valuesOf(of: Option | Argument, command: Command, sources: NameSources): Suggestions {
  if (of.argChoices !== undefined) return { candidates: of.argChoices.map((text) => ({ text })), otherwise: "nothing" };
  const word = "flags" in of ? (/[<[]([^>\].]+)/.exec(of.flags)?.[1] ?? "") : of.name();
  const candidates = sources[word]?.(command) ?? [];
  if (FOLDER_WORDS.test(word)) return { candidates, otherwise: "folders" };
  return { candidates, otherwise: FILE_WORDS.test(word) ? "files" : "nothing" };
}

function begunWith(start: string, { candidates, otherwise }: Suggestions): Suggestions {
  return { candidates: candidates.filter(({ text }) => text.startsWith(start)), otherwise };
}

/** A line of a completion menu is short. */
function beginningOf(text: string, end: RegExp): string {
  return text.split(end)[0] ?? text;
}
