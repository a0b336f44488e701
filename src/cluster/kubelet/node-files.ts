// The file system of a node, with the directories that people look for on one.

import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock } from "../../sim/clock.ts";

export function nodeFileSystem(clock: Clock, onChange: () => void): MemoryFiles {
  const files = new MemoryFiles({ now: () => clock.now(), onChange });
  for (const directory of [
    "/etc",
    "/etc/kubernetes",
    "/etc/kubernetes/manifests",
    "/tmp",
    "/var",
    "/var/lib",
    "/var/log",
    "/mnt",
    "/opt",
    "/home",
    "/root",
  ]) {
    files.makeDirectory(directory);
  }
  return files;
}
