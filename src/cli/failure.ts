// How the program ends when something is wrong: one sentence on stderr that names the remedy, and never a stack trace.

import { english, type Texts } from "../tutor/language/english.ts";

/** Something that the user can mend. What a learner can meet is told in their language, once the program knows it. */
export class UserError extends Error {
  constructor(
    private readonly what: string | ((texts: Texts) => string),
    /** 1: the thing failed; 2: wrong usage. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(typeof what === "string" ? what : what(english));
  }

  messageIn(texts: Texts): string {
    return typeof this.what === "string" ? this.what : this.what(texts);
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of the path is not a directory",
  EADDRINUSE: "the port is in use",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no host with that name",
};

/** "the file system is read-only" for EROFS; the error's own words for what is not known here. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return systemReasons[code] ?? error.message;
}

/** Reports and answers with the exit code. */
export function report(error: unknown, texts: Texts = english): number {
  if (error instanceof UserError) {
    process.stderr.write(`k8s-tutor: ${error.messageIn(texts)}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${texts.errors.shouldNot(text)}\n`);
  if (process.env.K8S_TUTOR_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : ""}\n`);
  return 1;
}
