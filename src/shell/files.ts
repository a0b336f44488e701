// A tree of files: a container's file system with its volumes, or the learner's working directory.

export type FileErrorCode =
  | "ENOENT"
  | "EEXIST"
  | "EISDIR"
  | "ENOTDIR"
  | "EACCES"
  | "EROFS"
  | "ENOTEMPTY"
  | "ENOSPC"
  | "ELOOP"
  | "EINVAL"
  | "EXDEV"
  | "EBUSY"
  | "EPERM";

/** Raised by every operation that cannot be done; programs print `strerror` of its code. */
export class FileError extends Error {
  constructor(
    readonly code: FileErrorCode,
    readonly path: string,
  ) {
    // An answer, not a fault of ours: where it was made is of no interest, and finding out costs more than the operation.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(`${code}: ${path}`);
    Error.stackTraceLimit = limit;
  }
}

export interface FileInfo {
  readonly type: "file" | "directory" | "symlink";
  /** Permission bits, as 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedAt: number;
  /** Where a symlink points. */
  readonly target?: string;
}

/** Paths are absolute and normalised ("/a/b", never "..") and use "/" on every system. Contents are text,
 * with bytes that are no UTF-8 escaped as src/bytes says. Links are followed,
 * except by `lstat`, `remove`, `readLink` and the last part of `rename`. */
export interface FileTree {
  stat(path: string): FileInfo;
  lstat(path: string): FileInfo;
  exists(path: string): boolean;
  read(path: string): string;
  /** Creates the file or replaces its content; the parent directory must exist. */
  write(path: string, content: string, mode?: number): void;
  append(path: string, content: string): void;
  /** Appends so many zero bytes: files as large as disks need not be made as text. Absent where a tree knows no better. */
  extend?(path: string, bytes: number): void;
  /** Names in a directory, sorted. */
  list(path: string): string[];
  makeDirectory(path: string, mode?: number): void;
  /** Removes a file, a link or an empty directory. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  link(target: string, path: string): void;
  readLink(path: string): string;
  /** Where a link points; undefined where there is none, whatever else there is. */
  linkTarget(path: string): string | undefined;
  /** True where the path leads through a link (its last part counts only with `withLast`): one look instead of one a part.
   * Absent where a tree cannot say. */
  leadsThroughLink?(path: string, withLast: boolean): boolean;
  setMode(path: string, mode: number): void;
  setOwner(path: string, uid: number, gid: number): void;
  /** Takes a file's exclusive lock, as fcntl(2) does, whoever else has the same file in another tree; undefined while somebody
   * holds it. The answer gives it back. Absent where a tree has no locks. */
  lock?(path: string): (() => void) | undefined;
  /** True where nothing can be written, whoever asks; never where a tree does not say. */
  isReadOnly?(path: string): boolean;
  /** Sets the time of last change, as touch does. */
  setModifiedAt(path: string, ms: number): void;
}

export function extendFile(tree: FileTree, path: string, bytes: number): void {
  if (tree.extend !== undefined) tree.extend(path, bytes);
  else tree.append(path, "\0".repeat(bytes));
}
