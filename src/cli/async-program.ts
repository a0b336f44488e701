// Runs something asynchronous of the host's side (kubectl, a library) as a program of the laptop's kernel.

import { setMaxListeners } from "node:events";
import type { Process, Program, Wait } from "../shell/process.ts";
import { Settable } from "../shell/waitable.ts";
import type { Pace } from "./pacer.ts";

export type AsyncRun = (process: Process, interrupted: AbortSignal) => Promise<number>;

/** `run` gets a signal that Ctrl-C aborts; its result is the exit code. */
export function asyncProgram(pacer: Pace, run: AsyncRun): Program {
  return function* (process) {
    const interrupted = new AbortController();
    // As many as there are requests and pauses under way.
    setMaxListeners(0, interrupted.signal);
    const settled = new Settable();
    let exitCode = 1;
    let failure: unknown;
    process.onSignal("SIGINT", () => interrupted.abort());
    process.onSignal("SIGTERM", () => interrupted.abort());
    pacer
      .track(run(process, interrupted.signal))
      .then(
        (code) => {
          exitCode = code;
        },
        (error: unknown) => {
          failure = error;
        },
      )
      .finally(() => settled.set());
    try {
      const wait: Wait = { until: [settled] };
      while (!settled.ready) yield wait;
    } finally {
      // A program that is killed must not go on talking to the cluster behind the shell's back.
      if (!settled.ready) interrupted.abort();
    }
    if (failure !== undefined) throw failure;
    return exitCode;
  };
}
