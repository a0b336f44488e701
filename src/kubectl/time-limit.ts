// Waits on streams of the cluster for a limited time. Time passes by the caller's clock, so it may be virtual.

import type { Source } from "../api/stream.ts";
import type { KubectlIo } from "./io.ts";
import { iterate } from "./streams.ts";

export class TimeLimit {
  private readonly controller = new AbortController();
  /** True once the time is up; false when the user interrupted. */
  expired = false;

  /** @param ms no limit when 0 or less. */
  constructor(io: KubectlIo, ms: number) {
    const stop = () => this.controller.abort();
    if (io.interrupted.aborted) stop();
    io.interrupted.addEventListener("abort", stop);
    if (ms <= 0) return;
    void io.sleep(ms).then(() => {
      this.expired ||= !this.controller.signal.aborted;
      stop();
    });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The values of the stream until it ends, the time is up or the user interrupts. */
  values<T>(source: Source<T>): AsyncGenerator<T, void, undefined> {
    return iterate(source, this.signal);
  }
}
