// The learner's progress on disk: read with care, written whole or not at all.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { english, type Texts } from "../tutor/language/english.ts";
import { emptyProgress, type Progress, parseProgress, serializeProgress } from "../tutor/progress.ts";
import { systemReason, UserError } from "./failure.ts";
import { dataDirectory } from "./places.ts";

export function progressPath(): string {
  return join(dataDirectory(), "progress.json");
}

/** The progress, and what the learner must be told about it. A broken file is kept aside, never overwritten. */
export function readProgress(texts: Texts = english): { readonly progress: Progress; readonly notice?: string } {
  const path = progressPath();
  if (!existsSync(path)) return { progress: emptyProgress() };
  const parsed = parseProgress(readText(path));
  if (parsed.kind === "ok") return { progress: parsed.progress };
  if (parsed.kind === "newer") {
    throw new UserError(({ progress }) => progress.ofLaterVersion(path, parsed.version));
  }
  const aside = freeName(`${path}.broken`);
  try {
    renameSync(path, aside);
  } catch (error) {
    throw new UserError((texts) => texts.progress.stuck(path, parsed.why, systemReason(error, texts)));
  }
  return {
    progress: parsed.fresh,
    notice: texts.progress.unusable(parsed.why, aside),
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
    throw new UserError((texts) => texts.progress.notSaved(dirname(path), systemReason(error, texts)));
  }
}

/** What `progress export` wrote. @throws UserError where it cannot be read or is something else */
export function readExport(file: string): Progress {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError((texts) => texts.errors.notRead(file, systemReason(error, texts)));
  }
  const parsed = parseProgress(text);
  if (parsed.kind === "ok") return parsed.progress;
  throw new UserError(({ progress }) =>
    parsed.kind === "newer" ? progress.exportOfLaterVersion(file) : progress.noExport(file, parsed.why),
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError((texts) => texts.progress.notRead(path, systemReason(error, texts)));
  }
}

function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number++) free = `${name}-${number}`;
  return free;
}
