// The pauses of one run of kubectl: Ctrl-C cuts them short, and none is left over when it has ended.

export class Timers {
  private readonly pending = new Map<NodeJS.Timeout, () => void>();

  constructor(private readonly interrupted: AbortSignal) {
    interrupted.addEventListener("abort", () => this.wakeAll());
  }

  sleep(ms: number): Promise<void> {
    if (this.interrupted.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          this.pending.delete(timer);
          resolve();
        },
        // A longer one would fire at once.
        Math.min(ms, 2 ** 31 - 1),
      );
      this.pending.set(timer, resolve);
    });
  }

  close(): void {
    for (const timer of this.pending.keys()) clearTimeout(timer);
    this.pending.clear();
  }

  private wakeAll(): void {
    const waiting = [...this.pending.values()];
    this.close();
    for (const wake of waiting) wake();
  }
}
