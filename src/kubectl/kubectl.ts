// Stands for kubectl: finds the command, reads its flags, runs it, and writes what went wrong.

import type { Command, CommandContext } from "./command.ts";
import { allCommands } from "./command-table.ts";
import { logFailure } from "./debug-log.ts";
import { asError, errorText, exitCodeOf, KubectlError } from "./errors.ts";
import { type Found, findCommand, firstArgument } from "./find-command.ts";
import { askKubeconfig } from "./first-question.ts";
import type { Flag } from "./flags/flag.ts";
import { FlagError, type ParsedFlags, parseFlags } from "./flags/parse.ts";
import { globalFlags } from "./global-flags.ts";
import { commandHelp, rootHelp, rootUsage } from "./help.ts";
import { CommandError, type KubectlIo } from "./io.ts";
import { commandsOfPlugins, findPlugin } from "./plugins.ts";
import { checkProfile } from "./profile.ts";
import { Session } from "./session.ts";
import { suggestionsFor } from "./suggestions.ts";

/** Runs one command line (without the word `kubectl`); resolves with the exit code. */
export async function runKubectl(argv: readonly string[], io: KubectlIo): Promise<number> {
  try {
    return await run(argv, io);
  } catch (caught) {
    const error = asError(caught);
    const text = errorText(error);
    if (text !== "") io.stderr.write(text);
    return exitCodeOf(error);
  }
}

async function run(argv: readonly string[], io: KubectlIo): Promise<number> {
  if (argv[0] === "__complete" || argv[0] === "__completeNoDesc") {
    const { answerShell } = await import("./completion/protocol.ts");
    return answerShell(argv.slice(1), io, argv[0] === "__complete");
  }
  const globals = globalFlags(io.env.HOME ?? "");
  const found = await findCommand(argv, globals, io);
  const plugin = await runPlugin(argv, globals, found, io);
  if (plugin !== undefined) return plugin;
  if (found === undefined) return runRoot(argv, globals, io);
  const { command } = found;
  try {
    return await runCommand(found, globals, io);
  } catch (error) {
    throw command.failureExitCode === undefined ? error : withExitCode(error, command.failureExitCode);
  }
}

/** The exit code of the plugin that the words reach, where no command of kubectl's own does. */
async function runPlugin(
  argv: readonly string[],
  globals: readonly Flag[],
  found: Found | undefined,
  io: KubectlIo,
): Promise<number | undefined> {
  const [first = ""] = argv;
  let minWords = 1;
  if (found === undefined) {
    const named = argv.find((word) => !word.startsWith("-"));
    if (firstArgument(argv, globals) === undefined || named === "help") return undefined;
    if (first.startsWith("-")) throw new CommandError(`Error: flags cannot be placed before plugin name: ${first}`);
  } else {
    // Of the commands that are there, create alone may be extended.
    const [word = "-"] = found.words;
    if (found.command.name !== "create" || found.parentPath !== "kubectl" || word.startsWith("-")) return undefined;
    minWords = argv.length - found.words.length + 1;
  }
  const plugin = findPlugin(io, argv, minWords);
  return plugin === undefined ? undefined : io.runProgram?.(plugin.path, plugin.args);
}

async function runCommand({ command, parentPath, words }: Found, globals: readonly Flag[], io: KubectlIo) {
  const path = `${parentPath} ${command.name}`;
  const hint = command.flagHint ?? `See '${path} --help' for usage.`;
  const parsed = readFlags(words, [...globals, ...command.flags], hint);
  const help = () => command.helpText ?? commandHelp(command, parentPath);
  if (parsed.help) {
    (command.helpToStderr === true ? io.stderr : io.stdout).write(help());
    return 0;
  }
  noteDeprecations(command, parsed, io);
  // kubectl debug has a flag of its own by that name.
  if (!command.flags.some(({ name }) => name === "profile")) checkProfile(parsed.values, io);
  requireFlags(command, parsed);
  if (command.run === undefined) {
    io.stdout.write(help());
    return 0;
  }
  const session = new Session(io, parsed.values);
  const context = contextOf(parsed, io, session, path, help);
  try {
    askKubeconfig(context);
    await command.run(context);
  } catch (error) {
    // Who was interrupted is not told that it did not come to a good end.
    if (!io.interrupted.aborted) {
      logFailure(io, session.verbosity, error);
      throw error;
    }
  }
  if (io.interrupted.aborted) return command.interrupted?.(context) ?? 130;
  return warningsAsErrors(session, parsed, io);
}

/** What a command has to say by itself is left as it is. */
function withExitCode(error: unknown, exitCode: number): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError(errorText(asError(error)), exitCode);
}

function contextOf(
  parsed: ParsedFlags,
  io: KubectlIo,
  session: Session,
  path: string,
  help: () => string,
): CommandContext {
  const { args, argsBeforeDash, values } = parsed;
  return { args, argsBeforeDash, flags: values, io, session, path, commands: allCommands(), help };
}

function runRoot(argv: readonly string[], globals: readonly Flag[], io: KubectlIo): number {
  const at = firstArgument(argv, globals);
  if (at !== undefined && argv[at] !== "help" && !argv.includes("--help") && !argv.includes("-h"))
    throw unknownCommand(argv[at] ?? "");
  if (argv[0] === "help" && argv.length > 1 && argv[1]?.startsWith("-") === false) {
    io.stderr.write(
      `Unknown help topic [${argv
        .slice(1)
        .map((word) => `\`${word}\``)
        .join(" ")}]\n\n\n${rootUsage(commandsOfPlugins(io, allCommands()))}`,
    );
    return 0;
  }
  const parsed = readFlags(argv, globals, "See 'kubectl --help' for usage.");
  const [unknown] = parsed.args;
  if (unknown === "help" && parsed.args.length === 1) {
    io.stdout.write(rootHelp(commandsOfPlugins(io, allCommands())));
    return 0;
  }
  if (at !== undefined && unknown !== undefined && !parsed.help) throw unknownCommand(unknown);
  io.stdout.write(rootHelp(commandsOfPlugins(io, allCommands())));
  return 0;
}

function unknownCommand(typed: string): KubectlError {
  const suggestions = suggestionsFor(typed, allCommands());
  const hint =
    suggestions.length === 0 ? "" : `\n\nDid you mean this?\n${suggestions.map((name) => `\t${name}\n`).join("")}`;
  return new KubectlError(`unknown command "${typed}" for "kubectl"${hint}`);
}

function readFlags(words: readonly string[], flags: readonly Flag[], hint: string): ParsedFlags {
  try {
    return parseFlags(words, flags);
  } catch (error) {
    if (error instanceof FlagError) throw new KubectlError(`${error.message}\n${hint}`);
    throw error;
  }
}

function noteDeprecations(command: Command, parsed: ParsedFlags, io: KubectlIo): void {
  for (const flag of command.flags) {
    if (flag.deprecated !== undefined && parsed.values.changed(flag.name)) {
      io.stderr.write(`Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`);
    }
  }
}

function requireFlags(command: Command, parsed: ParsedFlags): void {
  const missing = command.flags.filter((flag) => flag.required === true && !parsed.values.changed(flag.name));
  if (missing.length === 0) return;
  const names = missing.map((flag) => flag.name).sort();
  throw new KubectlError(`required flag(s) ${names.map((name) => `"${name}"`).join(", ")} not set`);
}

function warningsAsErrors(session: Session, parsed: ParsedFlags, io: KubectlIo): number {
  const count = session.warningCount;
  if (count === 0 || !parsed.values.bool("warnings-as-errors")) return 0;
  io.stderr.write(`error: ${count} warning${count === 1 ? "" : "s"} received\n`);
  return 1;
}
