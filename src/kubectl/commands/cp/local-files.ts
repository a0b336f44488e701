// Reads local files into an archive and writes an archive's files.

import type { KubectlFiles } from "../../io.ts";
import type { TarEntry } from "./tar.ts";

/** The file or directory, under the name that it has in the container. */
export function localTree(files: KubectlFiles, path: string, name: string): TarEntry[] {
  if (files.kind(path) !== "directory") return [{ name, kind: "file", content: files.read(path) }];
  const children = files
    .list(path)
    .flatMap((child) => localTree(files, `${path.replace(/\/$/, "")}/${child}`, `${name}/${child}`));
  return [{ name, kind: "directory", content: "" }, ...children];
}

/** Writes what is below `base` in the archive to `target`. */
export function writeEntries(files: KubectlFiles, entries: readonly TarEntry[], base: string, target: string): void {
  for (const { name, kind, content } of entries) {
    // Nothing may be written outside of the destination.
    if ((name !== base && !name.startsWith(`${base}/`)) || name.split("/").includes("..")) continue;
    const path = `${target}${name.slice(base.length)}`;
    if (kind === "directory") makePath(files, path);
    else {
      makePath(files, parentOf(path));
      files.write(path, content);
    }
  }
}

function makePath(files: KubectlFiles, path: string): void {
  if (path === "" || files.kind(path) !== undefined) return;
  makePath(files, parentOf(path));
  files.makeDirectory(path);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
