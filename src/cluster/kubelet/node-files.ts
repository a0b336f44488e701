// The file system of a node, with the directories that people look for on one, and what says which node it is.

import { MemoryFiles } from "../../shell/memory-files.ts";
import type { Clock } from "../../sim/clock.ts";
import type { NodeDescription } from "./node-status.ts";

const DIRECTORIES: readonly string[] = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/etc/kubernetes",
  "/etc/kubernetes/manifests",
  "/home",
  "/lib",
  "/media",
  "/mnt",
  "/opt",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/srv",
  "/sys",
  "/tmp",
  "/usr",
  "/var",
  "/var/lib",
  "/var/lib/kubelet",
  "/var/log",
];

export function nodeFileSystem(clock: Clock, node: NodeDescription, onChange: () => void): MemoryFiles {
  const files = new MemoryFiles({ now: () => clock.now(), onChange });
  for (const directory of DIRECTORIES) files.makeDirectory(directory);
  files.write("/etc/hostname", `${node.name}\n`);
  files.write("/etc/os-release", `PRETTY_NAME="${node.osImage}"\n`);
  return files;
}
