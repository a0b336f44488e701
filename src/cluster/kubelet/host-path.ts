// hostPath volumes: a place in the node's own files, which must be what the volume says it is.

import type { Volume } from "../../api/types.ts";
import type { MemoryFiles } from "../../shell/memory-files.ts";
import { VolumeError } from "./volume-content.ts";

/** What must be there, as the kubelet calls it; a node of the simulation has no sockets and no devices. */
const WANTED: Readonly<Record<string, string>> = {
  Directory: "a directory",
  DirectoryOrCreate: "a directory",
  File: "a file",
  FileOrCreate: "a file",
  Socket: "a socket file",
  CharDevice: "a character device",
  BlockDevice: "a block device",
};

export function hostPathTree(node: MemoryFiles, hostPath: NonNullable<Volume["hostPath"]>): MemoryFiles {
  const { path, type = "" } = hostPath;
  if (!node.exists(path)) create(node, path, type);
  const wanted = WANTED[type];
  if (wanted !== undefined && wanted !== actualOf(node, path))
    throw new VolumeError(`hostPath type check failed: ${path} is not ${wanted}`);
  return node;
}

function actualOf(node: MemoryFiles, path: string): string | undefined {
  if (!node.exists(path)) return undefined;
  return node.stat(path).type === "directory" ? "a directory" : "a file";
}

/** Without a type it is the container runtime that makes what it is to mount. */
function create(node: MemoryFiles, path: string, type: string): void {
  if (type === "" || type === "DirectoryOrCreate") makeDirectories(node, path);
  if (type !== "FileOrCreate") return;
  const parent = path.slice(0, path.lastIndexOf("/")) || "/";
  if (!node.exists(parent)) throw new VolumeError(`open ${path}: no such file or directory`);
  node.write(path, "");
}

export function makeDirectories(tree: MemoryFiles, path: string): void {
  if (path === "/" || tree.exists(path)) return;
  makeDirectories(tree, path.slice(0, path.lastIndexOf("/")) || "/");
  tree.makeDirectory(path);
}
