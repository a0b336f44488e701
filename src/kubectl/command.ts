// What a command is: its name and help, its flags, and a run that gets everything it needs.

import type { Flag } from "./flags/flag.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import type { KubectlIo } from "./io.ts";
import type { Session } from "./session.ts";

export interface CommandContext {
  /** What is left of the command line without commands and flags. */
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without a `--`. */
  readonly argsBeforeDash: number;
  readonly flags: FlagValues;
  readonly io: KubectlIo;
  readonly session: Session;
  /** As in `kubectl create deployment`. */
  readonly path: string;
  /** All commands of kubectl, for those that tell of others. */
  readonly commands: readonly LazyCommand[];
  /** The help of this command, as `--help` prints it. */
  help(): string;
}

/** What the list of commands knows before a command is loaded. */
export interface CommandSummary {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly hidden?: boolean;
}

export interface LazyCommand extends CommandSummary {
  load(): Promise<Command>;
}

export interface Command extends CommandSummary {
  readonly long?: string;
  /** Lines as they stand below `Examples:`, without indentation. */
  readonly examples?: string;
  /** What follows `kubectl ` and the parent commands, as in `get TYPE NAME`; `[options]` is added. */
  readonly usage: string;
  readonly flags: readonly Flag[];
  readonly subcommands?: readonly LazyCommand[];
  /** The exit code after Ctrl-C of a command that catches it; the others die of it (130). */
  readonly interrupted?: (context: CommandContext) => number;
  /** Where a misuse of flags is told to look, when it is not the usual line. */
  readonly flagHint?: string;
  /** The exit code of a failure, where 1 has another meaning. */
  readonly failureExitCode?: number;
  /** What --help prints, where it is not made of the above. */
  readonly helpText?: string;
  readonly helpToStderr?: boolean;
  /** Absent in a command that only groups others: it prints its help. */
  readonly run?: (context: CommandContext) => Promise<void>;
}

/** A command that is at hand, for a list of lazy ones. */
export function loaded(command: Command): LazyCommand {
  const summary = { name: command.name, short: command.short, load: async () => command };
  return command.aliases === undefined ? summary : { ...summary, aliases: command.aliases };
}
