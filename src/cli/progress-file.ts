// The learner's progress on disk: read with care, written whole or not at all.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emptyProgress, type Progress, parseProgress, serializeProgress } from "../tutor/progress.ts";
import { systemReason, UserError } from "./failure.ts";
import { dataDirectory } from "./places.ts";

export function progressPath(): string {
  return join(dataDirectory(), "progress.json");
}

/** The progress, and what the learner must be told about it. A broken file is kept aside, never overwritten. */
export function readProgress(): { readonly progress: Progress; readonly notice?: string } {
  const path = progressPath();
  if (!existsSync(path)) return { progress: emptyProgress() };
  const parsed = parseProgress(readText(path));
  if (parsed.kind === "ok") return { progress: parsed.progress };
  if (parsed.kind === "newer") {
    throw new UserError(
      `${path} was written by a later version of k8s-tutor (format ${parsed.version}); update with npm install -g k8s-tutor`,
    );
  }
  const aside = freeName(`${path}.broken`);
  try {
    renameSync(path, aside);
  } catch (error) {
    throw new UserError(`${path} cannot be used (${parsed.why}) and cannot be moved aside: ${systemReason(error)}`);
  }
  return {
    progress: parsed.fresh,
    notice: `Your progress file could not be used: ${parsed.why}. It is kept as ${aside}; you start afresh.`,
  };
}

/** Writes beside the file and then renames, so that a crash or a full disk leaves the old one whole. */
export function writeProgress(progress: Progress): void {
  const path = progressPath();
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.new`;
    writeFileSync(temporary, serializeProgress(progress), { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    throw new UserError(
      `your progress cannot be saved in ${dirname(path)}: ${systemReason(error)}; set K8S_TUTOR_HOME to a folder that can be written`,
    );
  }
}

/** What `progress export` wrote. @throws UserError where it cannot be read or is something else */
export function readExport(file: string): Progress {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${systemReason(error)}`);
  }
  const parsed = parseProgress(text);
  if (parsed.kind === "ok") return parsed.progress;
  throw new UserError(
    parsed.kind === "newer"
      ? `${file} was written by a later version of k8s-tutor; update this one first`
      : `${file} is not what k8s-tutor progress export writes: ${parsed.why}`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(
      `your progress in ${path} cannot be read: ${systemReason(error)}; set K8S_TUTOR_HOME to use another folder`,
    );
  }
}

function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}
