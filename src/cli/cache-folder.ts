// The user's cache folder: what is there makes the next start faster, and may be deleted at any time.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** A folder of that name among the tutor's. */
export function cacheFolder(name: string): string {
  const { platform, env } = process;
  const home = homedir();
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "k8s-tutor", "cache", name);
  if (platform === "darwin") return join(home, "Library", "Caches", "k8s-tutor", name);
  return join(env.XDG_CACHE_HOME ?? join(home, ".cache"), "k8s-tutor", name);
}

export function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // Not kept yet, or not readable: then it is made anew.
    return undefined;
  }
}

/** Nobody ever reads a half-written file. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, content, { mode: 0o600 });
  renameSync(whole, file);
}

/** What earlier versions have kept: the folders beside this one whose names begin alike. */
export function removeOthers(folder: string, beginning: string): void {
  const above = dirname(folder);
  for (const name of names(above)) {
    if (name.startsWith(beginning) && name !== basename(folder))
      rmSync(join(above, name), { recursive: true, force: true });
  }
}

export function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is made when there is something to keep.
    return [];
  }
}
