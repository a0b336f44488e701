// Paths in a kubeconfig: whole ones, or relative to the folder of the file that names them.

import type { CommandContext } from "../../command.ts";

/** The path as it is seen from everywhere; empty stays empty. */
export function wholePath({ io }: CommandContext, path: string): string {
  const base = io.workingDirectory ?? "";
  if (path === "" || (base === "" && !isAbsolute(path))) return path;
  return cleaned(isAbsolute(path) ? path : `${base}/${path}`);
}

/** Relative to the folder of the kubeconfig, for what lies below it. */
export function pathInFile(context: CommandContext, path: string, kubeconfig: string): string {
  const file = wholePath(context, kubeconfig);
  const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
  return folder !== "" && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[a-z]:[/\\])/i.test(path);
}

function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}
