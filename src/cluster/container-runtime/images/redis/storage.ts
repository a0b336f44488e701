// Stands for the files of redis in its working directory: dump.rdb, written at the end and on SAVE, and the append-only file.

import type { FileTree } from "../../../../shell/files.ts";
import type { Entry, Keyspace } from "./keyspace.ts";
import { array, formatReply, parseCommand } from "./protocol.ts";

const MAGIC = "REDIS0011";

export interface Storage {
  readonly directory: string;
  readonly isAppendOnly: boolean;
}

const appendPath = ({ directory }: Storage): string => `${directory}/appendonlydir/appendonly.aof.1.incr.aof`;

/** What an earlier life has left; says from which file. */
export function loadKeys(files: FileTree, storage: Storage, keys: Keyspace): "append only file" | "disk" | undefined {
  if (storage.isAppendOnly) {
    const path = appendPath(storage);
    if (!files.exists(path)) return undefined;
    let text = files.read(path);
    for (let command = parseCommand(text); command !== undefined; command = parseCommand(text)) {
      keys.run(command.words);
      text = text.slice(command.length);
    }
    return "append only file";
  }
  const path = `${storage.directory}/dump.rdb`;
  const text = files.exists(path) ? files.read(path) : "";
  if (!text.startsWith(MAGIC)) return undefined;
  for (const [key, entry] of JSON.parse(text.slice(MAGIC.length)) as readonly [string, Entry][])
    keys.entries.set(key, entry);
  return "disk";
}

export function saveSnapshot(files: FileTree, { directory }: Storage, keys: Keyspace): void {
  files.write(`${directory}/dump.rdb`, MAGIC + JSON.stringify(keys.keys().map((key) => [key, keys.entries.get(key)])));
}

export function appendCommand(files: FileTree, storage: Storage, words: readonly string[]): void {
  const directory = `${storage.directory}/appendonlydir`;
  if (!files.exists(directory)) files.makeDirectory(directory);
  const path = appendPath(storage);
  if (files.exists(path)) files.append(path, formatReply(array(words)));
  else files.write(path, formatReply(array(words)));
}
