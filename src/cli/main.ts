// The program's entry: hands the arguments to whom they are for, and turns whatever goes wrong into an exit code.

import { report } from "./failure.ts";
import { endOnSignals } from "./signals.ts";

declare const __VERSION__: string;

/** Runs the program; sets the exit code instead of exiting, so that output is flushed. */
export async function main(argv: readonly string[]): Promise<void> {
  ignoreClosedPipes();
  endOnSignals();
  try {
    await run(argv);
  } catch (error) {
    const { textsForArguments } = await import("./language.ts");
    process.exitCode = report(error, await textsForArguments(argv));
  }
}

async function run([name, ...rest]: readonly string[]): Promise<void> {
  // What stands behind `kubectl` is for kubectl, every word of it: commander would take the first `--` for its own.
  if (name === "kubectl") {
    const { hostKubectl } = await import("./kubectl/host-kubectl.ts");
    process.exitCode = await hostKubectl(rest, __VERSION__);
    return;
  }
  if (name === "__complete" || name === "__man") {
    const { answerUsage } = await import("./usage/usage.ts");
    process.exitCode = await answerUsage(name, rest, __VERSION__);
    return;
  }
  const { runProgram } = await import("./program/program.ts");
  await runProgram(name === undefined ? [] : [name, ...rest]);
}

// `k8s-tutor list | head -1`: the reader may leave before we are done, and a terminal may be closed, which is no error of ours.
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
      process.exit(0);
    });
  }
}
