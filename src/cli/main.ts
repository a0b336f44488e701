// The program's entry: hands the arguments to commander, and turns whatever goes wrong into an exit code.

import { CommanderError } from "commander";
import { report } from "./failure.ts";
import { createProgram } from "./program.ts";

/** Runs the program; sets the exit code instead of exiting, so that output is flushed. */
export async function main(argv: readonly string[]): Promise<void> {
  ignoreClosedPipes();
  endOnSignals();
  try {
    await createProgram().parseAsync(argv, { from: "user" });
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? exitCodeOf(error) : report(error);
  }
}

// Wrong usage is 2; help and version, which commander raises too, are not errors.
function exitCodeOf(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}

// Ends by the ordinary way out, on which the terminal is put in order; the exit code is the one that shells give.
function endOnSignals(): void {
  process.once("SIGTERM", () => process.exit(143));
  process.once("SIGHUP", () => process.exit(129));
}

// `k8s-tutor list | head -1`: the reader may leave before we are done, which is no error of ours.
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
}
