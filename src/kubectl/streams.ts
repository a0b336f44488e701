// Reads a stream of the cluster with `for await`, until it ends or the user interrupts.

import type { Source } from "../api/stream.ts";

export async function* iterate<T>(source: Source<T>, interrupted: AbortSignal): AsyncGenerator<T, void, undefined> {
  const pending: T[] = [];
  let ended = interrupted.aborted;
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
    end: stop,
  });
  try {
    for (;;) {
      const value = pending.shift();
      if (value !== undefined) {
        if (interrupted.aborted) return;
        yield value;
      } else if (ended) return;
      else {
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
