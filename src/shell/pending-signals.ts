// Stands for the signals that a shell has been sent and has not answered yet: a trap waits until the command in the foreground has ended.

import type { Child, Process, SignalName } from "./process.ts";

export class PendingSignals {
  private readonly trapped: SignalName[] = [];
  private isInterrupted = false;

  constructor(private readonly process: Process) {}

  /** `trap`: an empty action means that the signal is ignored, none that it does what it does. */
  trap(signal: SignalName, action: string | undefined): void {
    if (action === undefined) this.process.onSignal(signal, undefined);
    else if (action === "") this.process.onSignal(signal, "ignore");
    else this.process.onSignal(signal, () => this.trapped.push(signal));
  }

  /** From now on Ctrl-C is handed to these, and noted. */
  handleInterrupts(foreground: ReadonlySet<Child>): void {
    this.process.onSignal("SIGINT", () => {
      this.isInterrupted = true;
      for (const child of foreground) this.process.machine.signal(child.pid, "SIGINT");
    });
  }

  get hasTrapped(): boolean {
    return this.trapped.length > 0;
  }

  /** The one to be answered first. */
  get first(): SignalName | undefined {
    return this.isInterrupted ? "SIGINT" : this.trapped[0];
  }

  takeTrapped(): SignalName | undefined {
    return this.trapped.shift();
  }

  /** True once after each Ctrl-C. */
  takeInterrupt(): boolean {
    const was = this.isInterrupted;
    this.isInterrupted = false;
    return was;
  }
}
