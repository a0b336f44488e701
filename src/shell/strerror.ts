// Stands for strerror(3): the words that programs print for a failed operation on files.

import type { FileErrorCode } from "./files.ts";

const texts: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: "No such file or directory",
  EEXIST: "File exists",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  EACCES: "Permission denied",
  EROFS: "Read-only file system",
  ENOTEMPTY: "Directory not empty",
  ENOSPC: "No space left on device",
  ELOOP: "Too many levels of symbolic links",
  EINVAL: "Invalid argument",
  EXDEV: "Cross-device link",
  EBUSY: "Resource busy",
  EPERM: "Operation not permitted",
};

export function strerror(code: FileErrorCode): string {
  return texts[code];
}
