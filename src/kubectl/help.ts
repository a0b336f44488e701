// Writes the help of a command in kubectl's layout.

import type { Command, CommandSummary } from "./command.ts";
import { COMMAND_GROUPS, PLUGIN_GROUP } from "./command-table.ts";
import { flagList } from "./flag-list.ts";

const OPTIONS_HINT = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

/** @param parentPath as in `kubectl create`. */
export function commandHelp(command: Command, parentPath: string): string {
  const path = `${parentPath} ${command.name}`;
  const subcommands = (command.subcommands ?? []).filter((each) => each.hidden !== true);
  const sections = [indentParagraphs(command.long ?? command.short)];
  if (command.aliases !== undefined && command.aliases.length > 0)
    sections.push(`Aliases:\n${[command.name, ...command.aliases].join(", ")}\n`);
  if (command.examples !== undefined) sections.push(`Examples:\n${indent(command.examples, "  ")}\n`);
  if (subcommands.length > 0) sections.push(`Available Commands:\n${commandList(sorted(subcommands))}`);
  const flags = command.flags.filter((flag) => flag.hidden !== true && flag.deprecated === undefined);
  if (flags.length > 0) sections.push(`Options:\n${flagList(flags)}`);
  const usage = command.usage.includes("[options]") ? command.usage : `${command.usage} [options]`;
  sections.push(`Usage:\n  ${parentPath} ${usage}\n`);
  const more =
    subcommands.length > 0 ? `Use "${path} <command> --help" for more information about a given command.\n` : "";
  return `${sections.join("\n")}\n${more}${OPTIONS_HINT}`;
}

/** @param plugins the names of commands that plugins add. */
export function rootHelp(plugins: readonly string[]): string {
  return `kubectl controls the Kubernetes cluster manager.\n\n Find more information at: https://kubernetes.io/docs/reference/kubectl/\n\n${rootUsage(plugins)}`;
}

/** The commands, without what kubectl is for. */
export function rootUsage(plugins: readonly string[]): string {
  const ofPlugins = plugins.map((name) => ({ name, short: `The command ${name} is a plugin installed by the user` }));
  const groups = COMMAND_GROUPS.map(({ title, commands }) => {
    if (title === PLUGIN_GROUP) return `${title}\n${commandList(ofPlugins)}`;
    const shown = commands.filter((each) => each.hidden !== true);
    return `${title}\n${commandList(shown, 13)}`;
  });
  return [
    ...groups,
    "Usage:\n  kubectl [flags] [options]\n",
    `Use "kubectl <command> --help" for more information about a given command.\n${OPTIONS_HINT}`,
  ].join("\n");
}

function commandList(commands: readonly CommandSummary[], width = 0): string {
  const column = Math.max(width, 11, ...commands.map((command) => command.name.length)) + 3;
  return commands.map((command) => `  ${command.name.padEnd(column)}${command.short}\n`).join("");
}

function sorted(commands: readonly CommandSummary[]): CommandSummary[] {
  return [...commands].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
}

// The first paragraph of a long description stands at the margin, the others one space in.
function indentParagraphs(text: string): string {
  const [first = "", ...rest] = text.trim().split("\n\n");
  return `${[first, ...rest.map((paragraph) => (/^(\s|Use ")/.test(paragraph) ? paragraph : ` ${paragraph}`))].join("\n\n")}\n`;
}
