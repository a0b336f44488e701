// Stands for `mkdir -p`, for whoever lays out a tree of files.

import type { FileTree } from "./files.ts";
import { parentOf } from "./paths.ts";

/** Makes the directory and those above it that are missing. `path` is absolute and normalised. */
export function makePath(files: Pick<FileTree, "exists" | "makeDirectory">, path: string, mode?: number): void {
  if (path === "/" || files.exists(path)) return;
  makePath(files, parentOf(path), mode);
  files.makeDirectory(path, mode);
}
