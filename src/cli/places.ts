// Where things are kept on the learner's machine.

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "./failure.ts";

let apart: string | undefined;

let moved: string | undefined;

/** From now on this run keeps what it keeps in this folder, and opens nothing to the outside. */
export function keepElsewhere(folder: string): void {
  moved = folder;
}

/** From now on this run keeps what it keeps in a folder of that name. */
export function keepApart(name: string): void {
  apart = name;
}

/** Whether the course is another than the built-in one, or nobody sits there. */
export function isApart(): boolean {
  return apart !== undefined || moved !== undefined;
}

/** Progress, history and the lessons' working directories; those of another course in a folder of their own. */
export function dataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (moved !== undefined) return moved;
  const all = tutorDirectory(env);
  return apart === undefined ? all : join(all, "courses", apart);
}

/** Seats and rooms of workshops, whatever course they teach. */
export function workshopDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return join(tutorDirectory(env), "workshop");
}

/** `K8S_TUTOR_HOME` moves all of it. */
function tutorDirectory(env: NodeJS.ProcessEnv): string {
  if (env.K8S_TUTOR_HOME) return env.K8S_TUTOR_HOME;
  if (process.platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData", "Roaming"), "k8s-tutor");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "k8s-tutor");
  return join(env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "k8s-tutor");
}

/** The root of the installed package: the nearest folder above this module with a package.json, wherever it was installed and however it is called. */
export function packageDirectory(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  let directory = here;
  while (!existsSync(join(directory, "package.json"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new UserError(`there is no package.json above ${here}; install k8s-tutor again`);
    directory = parent;
  }
  return directory;
}
