// Plugins: programs on the PATH called `kubectl-NAME`, which kubectl runs as commands of its own.

import type { CommandSummary } from "./command.ts";
import type { KubectlIo } from "./io.ts";

const PREFIX = "kubectl-";

/** Where a plugin is, and what of the command line is left for it. */
export interface FoundPlugin {
  readonly path: string;
  readonly args: readonly string[];
}

/** The plugin with the longest name that the words before the first flag make. @param minWords how many of them its name has at least. */
export function findPlugin(io: KubectlIo, argv: readonly string[], minWords: number): FoundPlugin | undefined {
  const flag = argv.findIndex((word) => word.startsWith("-"));
  const words = argv.slice(0, flag === -1 ? argv.length : flag).map((word) => word.replaceAll("-", "_"));
  for (let count = words.length; count >= minWords; count--) {
    const path = programOnPath(io, PREFIX + words.slice(0, count).join("-"));
    if (path !== undefined) return { path, args: argv.slice(count) };
  }
  return undefined;
}

function programOnPath(io: KubectlIo, name: string): string | undefined {
  return pathFolders(io)
    .map((folder) => `${folder}/${name}`)
    .find((path) => io.isExecutable?.(path) === true);
}

/** The folders of the PATH, each once. */
export function pathFolders({ env }: KubectlIo): string[] {
  const folders = (env.PATH ?? "").split(":").map((folder) => folder.replace(/(.)\/+$/, "$1"));
  return [...new Set(folders)].filter((folder) => folder.trim() !== "");
}

/** The names in a folder that look like plugins. */
export function pluginNames(io: KubectlIo, folder: string): string[] {
  return io.files
    .list(folder)
    .filter((name) => name.startsWith(PREFIX) && io.files.kind(`${folder}/${name}`) === "file");
}

/** `kubectl-foo-bar` as the words `foo` and `bar`. */
export function pluginWords(name: string): string[] {
  return name.slice(PREFIX.length).split("-");
}

/** The commands that plugins add, as help lists them. */
export function commandsOfPlugins(io: KubectlIo, builtIn: readonly CommandSummary[]): string[] {
  if (io.isExecutable === undefined) return [];
  const names = pathFolders(io).flatMap((folder) =>
    io.files.kind(folder) === "directory" ? pluginNames(io, folder) : [],
  );
  const isBuiltIn = (word: string) => builtIn.some(({ name }) => name === word);
  return names.flatMap((name) => pluginWords(name).slice(0, 1)).filter((word) => !isBuiltIn(word));
}
