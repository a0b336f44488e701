// The learner's working directory as a file tree. Nothing outside of it can be reached: not by "..", not through a link.

import * as fs from "node:fs";
import { join, relative, sep } from "node:path";
import { bytesOfText, textOfBytes } from "../bytes/bytes.ts";
import { FileError, type FileErrorCode, type FileInfo, type FileTree } from "../shell/files.ts";

const knownCodes: readonly FileErrorCode[] = [
  "ENOENT",
  "EEXIST",
  "EISDIR",
  "ENOTDIR",
  "EACCES",
  "EROFS",
  "ENOTEMPTY",
  "ENOSPC",
  "ELOOP",
  "EINVAL",
  "EXDEV",
];

export class HostFiles implements FileTree {
  /** How often something was written, made, moved or removed. */
  changes = 0;
  private readonly root: string;

  /** @param directory must exist. */
  constructor(directory: string) {
    this.root = fs.realpathSync(directory);
  }

  stat(path: string): FileInfo {
    return this.attempt(path, (host) => infoOf(fs.statSync(host)));
  }

  lstat(path: string): FileInfo {
    return this.attempt(path, (host) => {
      const info = infoOf(fs.lstatSync(host));
      return info.type === "symlink" ? { ...info, target: fs.readlinkSync(host) } : info;
    });
  }

  exists(path: string): boolean {
    try {
      this.stat(path);
      return true;
    } catch (error) {
      if (error instanceof FileError) return false;
      throw error;
    }
  }

  read(path: string): string {
    return this.attempt(path, (host) => textOfBytes(fs.readFileSync(host)));
  }

  write(path: string, content: string, mode?: number): void {
    this.change(path, (host) => fs.writeFileSync(host, bytesOfText(content), mode === undefined ? {} : { mode }));
  }

  append(path: string, content: string): void {
    this.change(path, (host) => fs.appendFileSync(host, bytesOfText(content)));
  }

  list(path: string): string[] {
    return this.attempt(path, (host) => fs.readdirSync(host).sort());
  }

  makeDirectory(path: string, mode?: number): void {
    this.change(path, (host) => fs.mkdirSync(host, mode));
  }

  remove(path: string): void {
    this.change(path, (host) => {
      if (fs.lstatSync(host).isDirectory()) fs.rmdirSync(host);
      else fs.unlinkSync(host);
    });
  }

  rename(from: string, to: string): void {
    this.change(from, (host) => fs.renameSync(host, this.hostPath(to)));
  }

  link(target: string, path: string): void {
    this.change(path, (host) => fs.symlinkSync(target, host));
  }

  readLink(path: string): string {
    return this.attempt(path, (host) => fs.readlinkSync(host));
  }

  linkTarget(path: string): string | undefined {
    try {
      return this.lstat(path).target;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  setMode(path: string, mode: number): void {
    this.change(path, (host) => fs.chmodSync(host, mode));
  }

  setOwner(path: string): void {
    throw new FileError("EACCES", path);
  }

  setModifiedAt(path: string, ms: number): void {
    this.change(path, (host) => fs.utimesSync(host, ms / 1000, ms / 1000));
  }

  /** Where the file is on the host, for an editor of the host. */
  hostPath(path: string): string {
    const host = join(this.root, ...path.split("/").filter((part) => part !== "" && part !== "." && part !== ".."));
    this.refuseEscape(host, path);
    return host;
  }

  // A link inside the directory may point anywhere; what it leads to is looked at before it is used.
  private refuseEscape(host: string, path: string): void {
    for (let existing = host; existing.length >= this.root.length; existing = join(existing, "..")) {
      try {
        const inside = relative(this.root, fs.realpathSync(existing));
        if (inside === ".." || inside.startsWith(`..${sep}`)) throw new FileError("EACCES", path);
        return;
      } catch (error) {
        if (error instanceof FileError) throw error;
        if (codeOf(error) !== "ENOENT") return;
      }
    }
  }

  private change(path: string, operation: (host: string) => void): void {
    this.changes++;
    this.attempt(path, operation);
  }

  private attempt<T>(path: string, operation: (host: string) => T): T {
    try {
      return operation(this.hostPath(path));
    } catch (error) {
      if (error instanceof FileError) throw error;
      throw new FileError(codeOf(error), path);
    }
  }
}

function infoOf(stats: fs.Stats): FileInfo {
  const type = stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "symlink" : "file";
  const { mode, uid, gid, size, mtimeMs } = stats;
  return { type, mode: mode & 0o7777, uid, gid, size, modifiedAt: Math.floor(mtimeMs) };
}

function codeOf(error: unknown): FileErrorCode {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const known = knownCodes.find((candidate) => candidate === code);
  if (known !== undefined) return known;
  if (code === "EPERM") return "EACCES";
  if (code === "EDQUOT") return "ENOSPC";
  throw error;
}
