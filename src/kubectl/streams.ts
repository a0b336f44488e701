// Reads a stream of the cluster with `for await`, until it ends or the user interrupts; one that was broken off throws.

import type { Source } from "../api/stream.ts";
import { KubectlError } from "./errors.ts";

export async function* iterate<T>(source: Source<T>, interrupted: AbortSignal): AsyncGenerator<T, void, undefined> {
  const pending: T[] = [];
  let ended = interrupted.aborted;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  const stop = () => {
    ended = true;
    wake();
  };
  interrupted.addEventListener("abort", stop);
  source.observe({
    next(value) {
      pending.push(value);
      wake();
    },
    end(why) {
      failure = why;
      stop();
    },
  });
  try {
    for (;;) {
      const value = pending.shift();
      if (value !== undefined) {
        if (interrupted.aborted) return;
        yield value;
      } else if (ended) {
        if (failure !== undefined && !interrupted.aborted) throw new KubectlError(failure.message);
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    interrupted.removeEventListener("abort", stop);
    source.cancel();
  }
}
