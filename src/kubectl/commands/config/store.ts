// Which kubeconfig file a change goes to, and how it is written.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import {
  emptyKubeconfig,
  type Kubeconfig,
  kubeconfigDocument,
  kubeconfigPaths,
  readKubeconfigFile,
} from "../../kubeconfig.ts";
import { toYaml } from "../../yaml/dump.ts";

export interface ConfigFile {
  readonly path: string;
  readonly config: Kubeconfig;
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

/** The path that messages about the kubeconfig name. */
export function defaultPath({ io, session }: CommandContext): string {
  return kubeconfigPaths(session.kubeconfigPath, io.env)[0] ?? "";
}

export function saveConfig({ io }: CommandContext, { path, config }: ConfigFile): void {
  const directory = path.slice(0, path.lastIndexOf("/"));
  if (directory !== "" && io.files.kind(directory) === undefined) io.files.makeDirectory(directory);
  io.files.write(path, toYaml(kubeconfigDocument(config)), 0o600);
}
