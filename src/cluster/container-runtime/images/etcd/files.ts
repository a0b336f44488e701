// Files for the programs of etcd.

import type { FileTree } from "../../../../shell/files.ts";

/** Makes the directory and those above it, as `mkdir -p`. */
export function ensureDirectory(files: FileTree, path: string): void {
  let at = "";
  for (const part of path.split("/").filter((part) => part !== "")) {
    at += `/${part}`;
    if (!files.exists(at)) files.makeDirectory(at, 0o700);
  }
}
