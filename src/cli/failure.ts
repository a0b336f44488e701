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

/** "the file system is read-only" for EROFS; the error's own words for what is not known here. */
export function systemReason(error: unknown, { errors }: Pick<Texts, "errors"> = english): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const reasons: Readonly<Record<string, string>> = errors.system;
  return reasons[code] ?? error.message;
}

/** Reports and answers with the exit code. */
export function report(error: unknown, texts: Texts = english): number {
  if (error instanceof UserError) {
    process.stderr.write(`${inLines(`k8s-tutor: ${error.messageIn(texts)}`)}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${inLines(texts.errors.shouldNot(text))}\n`);
  if (process.env.K8S_TUTOR_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : ""}\n`);
  return 1;
}

/** On a terminal no word is cut at its edge. */
function inLines(text: string): string {
  const { isTTY, columns } = process.stderr;
  if (isTTY !== true || !(columns >= 40)) return text;
  return text
    .split("\n")
    .map((line) => line.replace(new RegExp(`(.{1,${columns - 1}})(?: +|$)`, "g"), "$1\n").trimEnd())
    .join("\n");
}
