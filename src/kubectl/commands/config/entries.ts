// config get-clusters, get-users, delete-cluster, delete-context, delete-user.

import type { CommandContext } from "../../command.ts";
import { KubectlError, usageError } from "../../errors.ts";
import { defaultPath, fileToChange, type Part, saveConfig, startingConfig } from "./store.ts";

export function listNames(context: CommandContext, part: Part): void {
  const { io } = context;
  io.stdout.write("NAME\n");
  for (const name of [...startingConfig(context)[part].keys()].sort()) io.stdout.write(`${name}\n`);
}

const WHAT: Readonly<Record<Part, string>> = { clusters: "cluster", contexts: "context", users: "user" };

export async function deleteEntry(context: CommandContext, part: Part): Promise<void> {
  const { args, io, help, path } = context;
  const [name] = args;
  if (name === undefined || args.length !== 1) {
    if (part === "users") throw usageError(path, "user to delete is required");
    io.stdout.write(help());
    return;
  }
  const what = WHAT[part];
  const file = fileToChange(context, (config) => config[part].has(name));
  if (!file.config[part].delete(name))
    throw new KubectlError(`cannot delete ${what} ${name}, not in ${defaultPath(context)}`);
  if (part === "contexts" && startingConfig(context).currentContext === name) {
    io.stderr.write(
      'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
    );
  }
  saveConfig(context, file);
  io.stdout.write(`deleted ${what} ${name} from ${file.path}\n`);
}
