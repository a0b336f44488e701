// Which kubeconfig file a change goes to, and how it is written.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import {
  emptyKubeconfig,
  type Kubeconfig,
  kubeconfigDocument,
  kubeconfigPaths,
  readKubeconfigFile,
  type Stanza,
} from "../../kubeconfig.ts";
import { toYaml } from "../../yaml/dump.ts";

export type Part = "clusters" | "contexts" | "users";

export interface ConfigFile {
  readonly path: string;
  readonly config: Kubeconfig;
}

/** The kubeconfig as the other commands see it; here a file that is not there yet is no fault. */
export function startingConfig({ session }: CommandContext): Kubeconfig {
  return session.loadedConfig(true);
}

/** The file that holds what `has` looks for, else the first that exists, else the last that is named. */
export function fileToChange({ io, session }: CommandContext, has: (config: Kubeconfig) => boolean): ConfigFile {
  const paths = kubeconfigPaths(session.kubeconfigPath, io.env);
  const files = paths.flatMap((path) => {
    const config = readKubeconfigFile(io, path);
    return config === undefined ? [] : [{ path, config }];
  });
  const found = files.find(({ config }) => has(config)) ?? files[0];
  if (found !== undefined) return found;
  const path = paths.at(-1);
  if (path === undefined) throw new KubectlError("no kubeconfig file is named");
  return { path, config: emptyKubeconfig() };
}

/** Changes one entry in its file; true when it was there before. */
export function changeEntry(
  context: CommandContext,
  part: Part,
  name: string,
  change: (entry: Stanza, file: string) => Stanza,
): boolean {
  const file = fileToChange(context, (config) => config[part].has(name));
  const entries = file.config[part];
  const existed = entries.has(name);
  entries.set(name, change(entries.get(name) ?? {}, file.path));
  saveConfig(context, file);
  return existed;
}

/** The path that messages about the kubeconfig name. */
export function defaultPath({ io, session }: CommandContext): string {
  return kubeconfigPaths(session.kubeconfigPath, io.env)[0] ?? "";
}

export function saveConfig({ io }: CommandContext, { path, config }: ConfigFile): void {
  const directory = path.slice(0, path.lastIndexOf("/"));
  if (directory !== "" && io.files.kind(directory) === undefined) io.files.makeDirectory(directory);
  io.files.write(path, toYaml(kubeconfigDocument(config)), 0o600);
}

/** Exactly so many arguments; else the help, and what was wrong with them. */
export function requireArguments(
  { args, io, help }: CommandContext,
  count: number,
  complaint = "Unexpected args",
): readonly string[] {
  if (args.length === count) return args;
  io.stdout.write(help());
  throw new KubectlError(`${complaint}: [${args.join(" ")}]`);
}

export function nameArgument(context: CommandContext, complaint?: string): string {
  return requireArguments(context, 1, complaint)[0] ?? "";
}
