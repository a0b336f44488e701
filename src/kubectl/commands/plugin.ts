// Stands for kubectl plugin: lists the programs that add commands to kubectl.

import { goQuote } from "../../api/go-values.ts";
import { type Command, type CommandContext, type LazyCommand, loaded } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag } from "../flags/flag.ts";
import { helpOnStderr } from "../help-only.ts";
import type { KubectlIo } from "../io.ts";
import { systemMessage } from "../kubeconfig.ts";
import { pathFolders, pluginNames, pluginWords } from "../plugins.ts";

export const command: Command = {
  name: "plugin",
  short: "Provides utilities for interacting with plugins",
  long: `Provides utilities for interacting with plugins.

A plugin is a program on your PATH whose name begins with "kubectl-": kubectl runs kubectl-foo as "kubectl foo".`,
  examples: `# List all available plugins
kubectl plugin list`,
  usage: "plugin [flags]",
  flags: [],
  subcommands: [
    loaded({
      name: "list",
      short: "List all visible plugin executables on a user's PATH",
      long: `List all available plugin files on a user's PATH, and what keeps some of them from being run.`,
      examples: `# List only binary names of available plugins without paths
kubectl plugin list --name-only`,
      usage: "list [flags]",
      flags: [boolFlag("name-only", "If true, display only the binary name of each plugin, rather than its full path")],
      run: list,
    }),
  ],
  run: helpOnStderr,
};

async function list({ flags, io, commands }: CommandContext): Promise<void> {
  const seen = new Map<string, string>();
  let warnings = 0;
  let isFirst = true;
  for (const folder of pathFolders(io)) {
    for (const name of namesIn(io, folder)) {
      if (isFirst) io.stdout.write("The following compatible plugins are available:\n\n");
      isFirst = false;
      const path = `${folder}/${name}`;
      io.stdout.write(`${flags.bool("name-only") ? name : path}\n`);
      for (const warning of await warningsAbout(io, commands, path, name, seen)) {
        io.stderr.write(`  - warning: ${warning}\n`);
        warnings += 1;
      }
    }
  }
  if (isFirst) throw new KubectlError("unable to find any kubectl plugins in your PATH");
  if (warnings === 1) throw new KubectlError("one plugin warning was found");
  if (warnings > 1) throw new KubectlError(`${warnings} plugin warnings were found`);
}

function namesIn(io: KubectlIo, folder: string): string[] {
  try {
    return pluginNames(io, folder);
  } catch (error) {
    const reason = systemMessage("open", folder, error);
    io.stderr.write(`Unable to read directory ${goQuote(folder)} from your PATH: ${reason}. Skipping...\n`);
    return [];
  }
}

async function warningsAbout(
  io: KubectlIo,
  commands: readonly LazyCommand[],
  path: string,
  name: string,
  seen: Map<string, string>,
): Promise<string[]> {
  const warnings: string[] = [];
  const builtIn = await builtInCommand(commands, pluginWords(name));
  if (builtIn !== undefined) warnings.push(`${name} overwrites existing command: ${goQuote(builtIn)}`);
  if (io.isExecutable?.(path) !== true)
    warnings.push(`${path} identified as a kubectl plugin, but it is not executable`);
  const other = seen.get(name);
  if (other === undefined) seen.set(name, path);
  else warnings.push(`${path} is overshadowed by a similarly named plugin: ${other}`);
  return warnings;
}

/** The command that these words reach, as `kubectl create`. */
async function builtInCommand(commands: readonly LazyCommand[], words: readonly string[]): Promise<string | undefined> {
  let candidates = commands;
  let path = "kubectl";
  for (const word of words) {
    const found = candidates.find(({ name, aliases }) => name === word || aliases?.includes(word) === true);
    if (found === undefined) break;
    path += ` ${found.name}`;
    candidates = (await found.load()).subcommands ?? [];
  }
  return path === "kubectl" ? undefined : path;
}
