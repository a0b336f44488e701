// Stands for what can be wrong with a script, as its shell says it.

import { FileError } from "./files.ts";
import { ShellSyntaxError } from "./lex.ts";
import { ForkError } from "./limits.ts";
import { ShellError } from "./shell-state.ts";
import { strerror } from "./strerror.ts";

export interface Mistake {
  readonly message: string;
  /** Where it is known better than by the command that runs. */
  readonly line?: number;
  /** The exit code that comes of it. */
  readonly status: number;
}

/** Undefined for what is no script's mistake. */
export function mistakeOf(error: unknown): Mistake | undefined {
  if (error instanceof ShellError) return { message: error.message, status: error.status };
  if (error instanceof ShellSyntaxError) return { message: error.message, line: error.line, status: 2 };
  if (error instanceof FileError) return { message: `${error.path}: ${strerror(error.code)}`, status: 1 };
  return error instanceof ForkError ? { message: error.message, status: 2 } : undefined;
}
