// What may stand where the cursor is: the way cobra, the library of kubectl's command line, goes about it.

import type { Command, LazyCommand } from "../command.ts";
import { allCommands } from "../command-table.ts";
import { findCommand, firstArgument } from "../find-command.ts";
import { boolFlag, type Flag } from "../flags/flag.ts";
import { bareValue, FlagError, type ParsedFlags, parseFlags } from "../flags/parse.ts";
import { globalFlags } from "../global-flags.ts";
import type { KubectlIo } from "../io.ts";
import { commandsOfPlugins } from "../plugins.ts";
import { Session } from "../session.ts";
import { completeArgument } from "./arguments.ts";
import { type Asked, directives, type Suggestion, type Suggestions } from "./asked.ts";
import { completeFlagValue } from "./flag-values.ts";

export interface CompletionOptions {
  readonly isGenerous?: boolean;
}

const nothing = (directive: number, problem?: string): Suggestions =>
  problem === undefined ? { candidates: [], directive } : { candidates: [], directive, problem };

/** @param words the command line behind `kubectl`; its last word is the one that is being typed. */
export async function suggest(
  words: readonly string[],
  io: KubectlIo,
  { isGenerous = false }: CompletionOptions = {},
): Promise<Suggestions> {
  const toComplete = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const globals = globalFlags(io.env.HOME ?? "");
  if (before[firstArgument(before, globals) ?? -1] === "help") return helpTopics(before, toComplete, globals, io);
  const found = await findCommand(before, globals, io);
  if (found === undefined && firstArgument(before, globals) !== undefined)
    return nothing(0, `unable to find a command for arguments: [${before.join(" ")}]`);
  const place: Place = {
    path: found === undefined ? "" : `${found.parentPath} ${found.command.name}`.replace(/^kubectl ?/, ""),
    command: found?.command,
    globals,
    io,
  };
  return suggestFor(place, found?.words ?? before, toComplete, isGenerous);
}

interface Place {
  readonly path: string;
  /** Absent for kubectl itself. */
  readonly command: Command | undefined;
  readonly globals: readonly Flag[];
  readonly io: KubectlIo;
}

async function suggestFor(place: Place, words: readonly string[], typed: string, isGenerous: boolean) {
  const flags = [...inherited(place), ...own(place)];
  const value = flagValueAt(words, typed, flags);
  const rest = value.kind === "value" && value.isOwnWord ? words.slice(0, -1) : words;
  const parsed = parsedOr(rest, flags);
  if (typeof parsed === "string")
    return nothing(0, `Error while parsing flags from args [${rest.join(" ")}]: ${parsed}`);
  // Behind `--` nothing is a flag.
  const readsFlags = parsed.argsBeforeDash === -1;
  if (value.kind === "unknown" && readsFlags)
    return nothing(
      0,
      `Subcommand '${place.path.split(" ").at(-1) || "kubectl"}' does not support flag '${value.name}'`,
    );
  if (parsed.help || (parsed.values.has("help") && parsed.values.bool("help"))) return nothing(directives.noFiles);
  const session = new Session(place.io, parsed.values);
  const asked = { path: place.path, args: parsed.args, flags: parsed.values, session, isGenerous };
  if (value.kind === "value" && readsFlags)
    return completeFlagValue({ ...asked, toComplete: value.typed }, value.flag, place.globals.includes(value.flag));
  if (typed.startsWith("-") && !typed.includes("=") && readsFlags) return flagNames(place, parsed, typed);
  return suggestWord(place, { ...asked, toComplete: typed }, parsed);
}

function parsedOr(words: readonly string[], flags: readonly Flag[]): ParsedFlags | string {
  try {
    return parseFlags(words, flags);
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
}

type ValueAt =
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "value"; readonly flag: Flag; readonly typed: string; readonly isOwnWord: boolean };

/** Whether the value of a flag is being typed: `--output=js`, `-o=js`, or the word behind `--output`. */
function flagValueAt(words: readonly string[], typed: string, flags: readonly Flag[]): ValueAt {
  const equals = typed.startsWith("-") ? typed.indexOf("=") : -1;
  if (typed.startsWith("-") && equals < 0) return { kind: "none" };
  const word = equals < 0 ? (words.at(-1) ?? "") : typed.slice(0, equals);
  if (!/^(--[^-]|-[^-])/.test(word) || word.includes("=")) return { kind: "none" };
  const name = word.startsWith("--") ? word.slice(2) : word.slice(-1);
  const flag = flags.findLast((each) => (name.length === 1 && each.shorthand === name) || each.name === name);
  if (flag === undefined) return { kind: "unknown", name };
  if (equals >= 0) return { kind: "value", flag, typed: typed.slice(equals + 1), isOwnWord: false };
  return bareValue(flag) === undefined ? { kind: "value", flag, typed, isOwnWord: true } : { kind: "none" };
}

function inherited({ command, globals }: Place): readonly Flag[] {
  if (command === undefined) return [];
  const names = new Set(command.flags.map(({ name }) => name));
  return byName(globals.filter(({ name }) => !names.has(name)));
}

function own({ path, command, globals }: Place): readonly Flag[] {
  const help = boolFlag("help", `help for ${path.split(" ").at(-1) || "kubectl"}`, false, { shorthand: "h" });
  const flags = command?.flags ?? globals;
  const shorthands = new Set(flags.map(({ shorthand }) => shorthand));
  const shown = shorthands.has("h") ? { ...help, shorthand: "" } : help;
  return byName(flags.some(({ name }) => name === "help") ? flags : [...flags, shown]);
}

function byName(flags: readonly Flag[]): readonly Flag[] {
  return flags.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function flagNames(place: Place, parsed: ParsedFlags, typed: string): Suggestions {
  const required = requiredFlags(place, parsed, typed);
  const flags = [...inherited(place), ...own(place)];
  const free = flags.filter(
    (flag) => !parsed.values.changed(flag.name) || flag.kind === "strings" || flag.kind === "stringArray",
  );
  const candidates = required.length > 0 ? required : free.flatMap((flag) => namesOfFlag(flag, typed));
  return { candidates, directive: directives.noFiles };
}

function requiredFlags(place: Place, parsed: ParsedFlags, typed: string): readonly Suggestion[] {
  return own(place)
    .filter((flag) => flag.required === true && !parsed.values.changed(flag.name))
    .flatMap((flag) => namesOfFlag(flag, typed));
}

function namesOfFlag({ name, shorthand = "", usage, hidden, deprecated }: Flag, typed: string): Suggestion[] {
  if (hidden === true || deprecated !== undefined) return [];
  const names = shorthand === "" ? [`--${name}`] : [`--${name}`, `-${shorthand}`];
  return names.filter((text) => text.startsWith(typed)).map((text) => ({ text, about: usage }));
}

async function suggestWord(place: Place, asked: Asked, parsed: ParsedFlags): Promise<Suggestions> {
  const { command, io } = place;
  const { toComplete, args } = asked;
  const candidates: Suggestion[] = [];
  let directive = 0;
  const isFree = args.length === 0 && !(command?.flags ?? []).some(({ name }) => parsed.values.changed(name));
  const subcommands = command === undefined ? rootCommands(io) : (command.subcommands ?? []);
  if (isFree && subcommands.length > 0) {
    candidates.push(...commandNames(subcommands, toComplete));
    directive = directives.noFiles;
  }
  candidates.push(...requiredFlags(place, parsed, toComplete));
  const more = await completeArgument(asked);
  if (more === undefined) return { candidates, directive };
  return { candidates: [...candidates, ...more.candidates], directive: more.directive };
}

type Named = Pick<LazyCommand, "name" | "short" | "hidden">;

const helpCommand: Named = { name: "help", short: "Help about any command" };
const optionsCommand: Named = { name: "options", short: "Print the list of flags inherited by all commands" };

function rootCommands(io: KubectlIo): readonly Named[] {
  const plugins = commandsOfPlugins(io, allCommands()).map((name) => ({
    name,
    short: `The command ${name} is a plugin installed by the user`,
  }));
  return [...allCommands().filter(({ name }) => name !== "options"), helpCommand, optionsCommand, ...plugins];
}

function commandNames(commands: readonly Named[], typed: string): readonly Suggestion[] {
  return commands
    .filter(({ name, hidden }) => hidden !== true && name.startsWith(typed))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, short }) => ({ text: name, about: short }));
}

async function helpTopics(before: readonly string[], typed: string, globals: readonly Flag[], io: KubectlIo) {
  const topic = before.filter((word) => !word.startsWith("-")).slice(1);
  const found = await findCommand(topic, globals, io);
  if (topic.length > 0 && (found === undefined || found.words.length > 0)) return nothing(directives.noFiles);
  const candidates = commandNames(found === undefined ? rootCommands(io) : (found.command.subcommands ?? []), typed);
  return { candidates, directive: directives.noFiles };
}
