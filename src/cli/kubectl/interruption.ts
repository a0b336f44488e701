// Ctrl-C: told to kubectl the first time; the second one ends the process whatever it is doing.

import { setMaxListeners } from "node:events";

const interruptedCode = 130;

export class Interruption {
  private readonly controller = new AbortController();
  private ignored = 0;
  private readonly onSignal = () => {
    if (this.ignored > 0) return;
    if (this.controller.signal.aborted) process.exit(interruptedCode);
    this.controller.abort();
  };

  constructor() {
    // As many as there are requests and pauses under way.
    setMaxListeners(0, this.controller.signal);
    process.on("SIGINT", this.onSignal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** For as long as another program has the terminal: its Ctrl-C is not ours. */
  async whileIgnored<T>(work: () => Promise<T>): Promise<T> {
    this.ignored++;
    try {
      return await work();
    } finally {
      this.ignored--;
    }
  }

  close(): void {
    process.off("SIGINT", this.onSignal);
  }
}
