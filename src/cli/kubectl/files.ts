// The files of the host, by the paths that the user typed.

import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { bytesOfText, textOfBytes } from "../../bytes/bytes.ts";
import type { KubectlFiles } from "../../kubectl/io.ts";

export const filesOfHost: KubectlFiles = {
  read: (path) => textOfBytes(readFileSync(path)),
  write: (path, content, mode) => writeFileSync(path, bytesOfText(content), mode === undefined ? {} : { mode }),
  list: (path) => readdirSync(path).sort(),
  kind: (path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    return stats.isDirectory() ? "directory" : "file";
  },
  makeDirectory: (path) => {
    mkdirSync(path, { recursive: true });
  },
  remove: (path) => {
    if (statSync(path).isDirectory()) rmdirSync(path);
    else unlinkSync(path);
  },
};

/** True for a file that may be run as a program. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    // Not there, or not for us: the next folder may have it.
    return !(error instanceof Error);
  }
}
