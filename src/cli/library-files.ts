// A file tree in the form that the library of text tools wants.

import type { IFileSystem } from "just-bash";
import { bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import { FileError, type FileInfo, type FileTree } from "../shell/files.ts";
import { makePath } from "../shell/make-path.ts";
import { resolvePath } from "../shell/paths.ts";

type Stat = Awaited<ReturnType<IFileSystem["stat"]>>;

export function libraryFiles(tree: FileTree): IFileSystem {
  const attempt = async <T>(operation: () => T): Promise<T> => {
    try {
      return operation();
    } catch (error) {
      // The library tells its errors apart by the code at the beginning of the message.
      if (error instanceof FileError)
        throw Object.assign(new Error(`${error.code}: ${error.path}`), { code: error.code });
      throw error;
    }
  };
  return {
    readFile: (path) => attempt(() => tree.read(path)),
    readFileBuffer: (path) => attempt(() => bytesOfText(tree.read(path))),
    writeFile: (path, content, options) => attempt(() => tree.write(path, textOf(content, options))),
    appendFile: (path, content, options) => attempt(() => tree.append(path, textOf(content, options))),
    exists: (path) => attempt(() => tree.exists(path)),
    stat: (path) => attempt(() => statOf(tree.stat(path))),
    lstat: (path) => attempt(() => statOf(tree.lstat(path))),
    mkdir: (path, options) =>
      attempt(() => (options?.recursive === true ? makePath(tree, path) : tree.makeDirectory(path))),
    readdir: (path) => attempt(() => tree.list(path)),
    rm: (path, options) => attempt(() => removeTree(tree, path, options ?? {})),
    cp: (from, to) => attempt(() => tree.write(to, tree.read(from))),
    mv: (from, to) => attempt(() => tree.rename(from, to)),
    resolvePath,
    getAllPaths: () => [],
    chmod: (path, mode) => attempt(() => tree.setMode(path, mode)),
    symlink: (target, path) => attempt(() => tree.link(target, path)),
    link: (from, to) => attempt(() => tree.write(to, tree.read(from))),
    readlink: (path) => attempt(() => tree.readLink(path)),
    realpath: (path) => attempt(() => resolvePath("/", path)),
    utimes: (path, _accessed, modified) => attempt(() => tree.setModifiedAt(path, modified.getTime())),
  };
}

type Content = Parameters<IFileSystem["writeFile"]>[1];
type Options = Parameters<IFileSystem["writeFile"]>[2];

function textOf(content: Content, options: Options): string {
  if (typeof content !== "string") return textOfBytes(content);
  const encoding = typeof options === "string" ? options : options?.encoding;
  return encoding === "binary" || encoding === "latin1" ? textOfBytes(Buffer.from(content, "latin1")) : content;
}

function statOf(info: FileInfo): Stat {
  return {
    isFile: info.type === "file",
    isDirectory: info.type === "directory",
    isSymbolicLink: info.type === "symlink",
    mode: info.mode,
    size: info.size,
    mtime: new Date(info.modifiedAt),
  };
}

function removeTree(tree: FileTree, path: string, options: { recursive?: boolean; force?: boolean }): void {
  if (options.force === true && !tree.exists(path)) return;
  if (options.recursive === true && tree.lstat(path).type === "directory") {
    for (const name of tree.list(path)) removeTree(tree, resolvePath(path, name), options);
  }
  tree.remove(path);
}
