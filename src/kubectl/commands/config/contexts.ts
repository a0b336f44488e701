// config get-contexts, current-context, use-context, rename-context, set-context.

import { goQuote } from "../../../api/go-values.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError, throwAll } from "../../errors.ts";
import { type Kubeconfig, type Stanza, text } from "../../kubeconfig.ts";
import { TableWriter } from "../../printers/table-writer.ts";
import {
  changeEntry,
  defaultPath,
  fileToChange,
  nameArgument,
  requireArguments,
  saveConfig,
  startingConfig,
} from "./store.ts";

export async function getContexts(context: CommandContext): Promise<void> {
  const { args, flags, io } = context;
  const config = startingConfig(context);
  const output = flags.string("output");
  if (output !== "" && output !== "name")
    throw new KubectlError(
      `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    );
  const missing = args.filter((name) => !config.contexts.has(name));
  const names = (
    args.length === 0 ? [...config.contexts.keys()] : args.filter((name) => config.contexts.has(name))
  ).sort();
  if (output === "name") for (const name of names) io.stdout.write(`${name}\n`);
  else {
    const header = flags.bool("no-headers") ? [] : [["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]];
    const rows = names.map((name) => contextRow(config, name));
    new TableWriter(io.stdout, header.length > 0).write([...header, ...rows]);
  }
  throwAll(missing.map((name) => new KubectlError(`context ${name} not found`)));
}

function contextRow(config: Kubeconfig, name: string): string[] {
  const context = config.contexts.get(name) ?? {};
  const current = config.currentContext === name ? "*" : "";
  return [current, name, text(context.cluster), text(context.user), text(context.namespace)];
}

export async function currentContext(context: CommandContext): Promise<void> {
  const { currentContext: name } = startingConfig(context);
  if (name === "") throw new KubectlError("current-context is not set");
  context.io.stdout.write(`${name}\n`);
}

export async function useContext(context: CommandContext): Promise<void> {
  const name = nameArgument(context);
  if (!startingConfig(context).contexts.has(name))
    throw new KubectlError(`no context exists with the name: ${goQuote(name)}`);
  const file = fileToChange(context, (config) => config.currentContext !== "");
  file.config.currentContext = name;
  saveConfig(context, file);
  context.io.stdout.write(`Switched to context ${goQuote(name)}.\n`);
}

export async function renameContext(context: CommandContext): Promise<void> {
  const [from = "", to = ""] = requireArguments(context, 2);
  const merged = startingConfig(context);
  if (!merged.contexts.has(from))
    throw new KubectlError(`cannot rename the context ${goQuote(from)}, it's not in ${defaultPath(context)}`);
  if (merged.contexts.has(to)) {
    throw new KubectlError(
      `cannot rename the context ${goQuote(from)}, the context ${goQuote(to)} already exists in ${defaultPath(context)}`,
    );
  }
  const file = fileToChange(context, (config) => config.contexts.has(from));
  file.config.contexts.set(to, file.config.contexts.get(from) ?? {});
  file.config.contexts.delete(from);
  if (file.config.currentContext === from) file.config.currentContext = to;
  saveConfig(context, file);
  context.io.stdout.write(`Context ${goQuote(from)} renamed to ${goQuote(to)}.\n`);
}

export async function setContext(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const name = contextToSet(context);
  const given: Stanza = {};
  for (const field of ["cluster", "user", "namespace"]) if (flags.changed(field)) given[field] = flags.string(field);
  const existed = changeEntry(context, "contexts", name, (entry) => ({ ...entry, ...given }));
  io.stdout.write(`Context ${goQuote(name)} ${existed ? "modified" : "created"}.\n`);
}

function contextToSet(context: CommandContext): string {
  const { args, flags } = context;
  if (args.length > 1) requireArguments(context, 1);
  const [name = ""] = args;
  if (flags.bool("current")) {
    if (name !== "") throw new KubectlError("you cannot specify both a context name and --current");
    const { currentContext: current } = startingConfig(context);
    if (current === "") throw new KubectlError("no current context is set");
    return current;
  }
  if (name === "") throw new KubectlError("you must specify a non-empty context name or --current");
  return name;
}
