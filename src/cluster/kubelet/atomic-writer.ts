// Stands for the atomic writer: all files of a volume change at the same instant, by swapping one symlink.

import type { MemoryFiles } from "../../shell/memory-files.ts";
import { parentOf } from "../../shell/paths.ts";
import type { VolumeFile } from "./volume-content.ts";

const DATA = "/..data";

export function writeAtomically(
  tree: MemoryFiles,
  files: readonly VolumeFile[],
  nowMs: number,
  owner?: { readonly gid: number },
): void {
  if (isCurrent(tree, files)) return;
  const directory = freshDirectory(tree, nowMs);
  tree.makeDirectory(directory);
  for (const { path, content, mode } of files) {
    makeParents(tree, `${directory}/${path}`);
    tree.write(`${directory}/${path}`, content, owner === undefined ? mode : mode | 0o040);
    if (owner !== undefined) tree.setOwner(`${directory}/${path}`, 0, owner.gid);
  }
  const old = tree.exists(DATA) ? `/${tree.readLink(DATA)}` : undefined;
  if (old !== undefined) tree.remove(DATA);
  tree.link(directory.slice(1), DATA);
  const wanted = new Set(files.map(({ path }) => path.split("/")[0] ?? path));
  for (const name of tree.list("/")) if (!name.startsWith("..") && !wanted.has(name)) tree.remove(`/${name}`);
  for (const name of wanted) if (!tree.list("/").includes(name)) tree.link(`..data/${name}`, `/${name}`);
  if (old !== undefined) removeAll(tree, old);
}

function isCurrent(tree: MemoryFiles, files: readonly VolumeFile[]): boolean {
  if (!tree.exists(DATA)) return false;
  const paths = new Set(files.map(({ path }) => `${DATA}/${path}`));
  return (
    filesBelow(tree, DATA).every((path) => paths.has(path)) &&
    files.every(({ path, content }) => {
      const full = `${DATA}/${path}`;
      return tree.exists(full) && tree.read(full) === content;
    })
  );
}

function filesBelow(tree: MemoryFiles, directory: string): readonly string[] {
  return tree.list(directory).flatMap((name) => {
    const path = `${directory}/${name}`;
    return tree.stat(path).type === "directory" ? filesBelow(tree, path) : [path];
  });
}

/** As in `..2026_11_20_21_25_51.1`. */
function freshDirectory(tree: MemoryFiles, nowMs: number): string {
  const instant = new Date(nowMs).toISOString().slice(0, 19).replace(/[-T:]/g, "_");
  for (let number = 1; ; number++) {
    const path = `/..${instant}.${number}`;
    if (!tree.exists(path)) return path;
  }
}

function makeParents(tree: MemoryFiles, path: string): void {
  const parent = parentOf(path);
  if (tree.exists(parent)) return;
  makeParents(tree, parent);
  tree.makeDirectory(parent);
}

function removeAll(tree: MemoryFiles, path: string): void {
  if (tree.lstat(path).type === "directory") for (const name of tree.list(path)) removeAll(tree, `${path}/${name}`);
  tree.remove(path);
}
