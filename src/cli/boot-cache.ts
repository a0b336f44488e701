// Boots of clusters, kept in the user's cache folder: the next start of the same program repeats them.

import { statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { BootStore } from "../cluster/options.ts";
import { fnv1a } from "../sim/random.ts";
import { cacheFolder, names, readIfThere, removeOthers, writeWhole } from "./cache-folder.ts";

declare const __VERSION__: string;
declare const __SOURCES__: string;

/** Lessons and sandboxes differ in their nodes and seeds; whoever goes through the course meets some ten. */
const MOST_KEPT = 16;

const AFTER_START_MS = 1000;

/** Undefined where nobody can say which program this is, or nothing shall be kept. */
export function bootStore(): BootStore | undefined {
  if (typeof __SOURCES__ === "undefined" || process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const folder = cacheFolder(`boots-${__VERSION__}`);
  return {
    read: (key) => {
      const head = headOf(key);
      const text = readIfThere(fileOf(folder, head))?.toString("utf8");
      return text?.startsWith(head) ? text.slice(head.length) : undefined;
    },
    keep: (key, text) => {
      const head = headOf(key);
      whenIdle(() => keep(folder, fileOf(folder, head), () => head + text()));
    },
  };
}

/** What a boot follows from, in one line. */
function headOf(key: string): string {
  return `${__SOURCES__} ${key}\n`;
}

function fileOf(folder: string, head: string): string {
  return join(folder, `${fnv1a(head).toString(16)}.json`);
}

/** Once: when the start is over, or at the end of a shorter run. */
function whenIdle(act: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (!isDone) act();
    isDone = true;
  };
  setTimeout(once, AFTER_START_MS).unref();
  process.once("exit", once);
}

function keep(folder: string, file: string, text: () => string): void {
  try {
    removeOthers(folder, "boots-");
    writeWhole(file, text());
    const files = names(folder).map((name) => join(folder, name));
    for (const old of newestFirst(files).slice(MOST_KEPT)) unlinkSync(old);
  } catch {
    // The next start is slower then; nothing else depends on it.
  }
}

function newestFirst(files: readonly string[]): readonly string[] {
  const aged = files.map((file) => ({ file, ms: statSync(file).mtimeMs }));
  return aged.sort((a, b) => b.ms - a.ms).map(({ file }) => file);
}
