// config get-contexts, get-clusters, get-users, delete-context, delete-cluster, delete-user.

import type { CommandContext } from "../../command.ts";
import { KubectlError, throwAll, usageError } from "../../errors.ts";
import type { Kubeconfig } from "../../kubeconfig.ts";
import { TabWriter } from "../../printers/tab-writer.ts";
import { defaultPath, fileToChange, saveConfig } from "./store.ts";

type Part = "clusters" | "contexts" | "users";

export async function getContexts({ args, flags, io, session, path }: CommandContext): Promise<void> {
  const config = session.kubeconfig;
  const output = flags.string("output");
  if (!["", "name", "wide"].includes(output)) throw usageError(path, `output must be one of '' or 'name': ${output}`);
  const missing = args.filter((name) => !config.contexts.has(name));
  const names = (
    args.length === 0 ? [...config.contexts.keys()] : args.filter((name) => config.contexts.has(name))
  ).sort();
  if (output === "name") for (const name of names) io.stdout.write(`${name}\n`);
  else {
    const header = flags.bool("no-headers") ? [] : [["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]];
    const rows = names.map((name) => contextRow(config, name));
    io.stdout.write(new TabWriter().format([...header, ...rows]));
  }
  throwAll(missing.map((name) => new KubectlError(`context ${name} not found`)));
}

function contextRow(config: Kubeconfig, name: string): string[] {
  const context = config.contexts.get(name) ?? {};
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return [
    config.currentContext === name ? "*" : "",
    name,
    text(context.cluster),
    text(context.user),
    text(context.namespace),
  ];
}

export function listNames({ io, session }: CommandContext, part: Part): void {
  io.stdout.write("NAME\n");
  for (const name of [...session.kubeconfig[part].keys()].sort()) io.stdout.write(`${name}\n`);
}

export async function deleteStanza(
  context: CommandContext,
  part: Part,
  what: "cluster" | "context" | "user",
): Promise<void> {
  const { args, io, help } = context;
  const [name] = args;
  if (name === undefined || args.length !== 1) {
    io.stdout.write(help());
    throw new KubectlError(`you must specify a ${what} to delete`);
  }
  const file = fileToChange(context, (config) => config[part].has(name));
  if (!file.config[part].delete(name))
    throw new KubectlError(`cannot delete ${what} ${name}, not in ${defaultPath(context)}`);
  if (what === "context" && context.session.kubeconfig.currentContext === name) {
    io.stderr.write(
      'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
    );
  }
  saveConfig(context, file);
  io.stdout.write(`deleted ${what} ${name} from ${file.path}\n`);
}
