// Where things are kept on the learner's machine.

import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Progress, history and the lessons' working directories. `K8S_TUTOR_HOME` moves all of it. */
export function dataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.K8S_TUTOR_HOME) return env.K8S_TUTOR_HOME;
  if (process.platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "k8s-tutor");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "k8s-tutor");
  return join(env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "k8s-tutor");
}

/** The root of the installed package: this module is built into dist/ (or a folder below it). */
export function packageDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!isPackageRoot(directory)) directory = dirname(directory);
  return directory;
}

function isPackageRoot(directory: string): boolean {
  const name = directory.split(/[\\/]/).at(-1);
  return (name !== "dist" && name !== "chunks" && name !== "cli" && name !== "src") || dirname(directory) === directory;
}
