// Stands for the processor time of one control group: how much its processes have had, and how much they may have.
// Nothing is counted step by step: the sum is brought up to date whenever somebody begins, stops, or asks.

interface ProcessorOptions {
  /** Milliseconds on the clock that the processes live by. */
  now(): number;
  /** How many cores the group may keep busy at most: its limit, or what the machine has. */
  readonly cores: number;
}

export class Processor {
  private at: number;
  private computing = 0;
  private queuedMs = 0;
  private spentMs = 0;
  private cores: number;

  constructor(private readonly options: ProcessorOptions) {
    this.at = options.now();
    this.cores = options.cores;
  }

  /** One process computes from now on, until the answer is called. */
  begin(): () => void {
    this.settle();
    this.computing++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.settle();
      this.computing--;
    };
  }

  /** A piece of work that keeps one core busy for `coreMs`; the answer says after how many milliseconds it is done. */
  queue(coreMs: number): number {
    this.settle();
    this.queuedMs += coreMs;
    return Math.max(coreMs, this.queuedMs / this.cores);
  }

  /** From now on the group may keep so many cores busy. */
  limitTo(cores: number): void {
    this.settle();
    this.cores = cores;
  }

  /** What has been used up to now, in milliseconds of one core. */
  get usedMs(): number {
    this.settle();
    return this.spentMs;
  }

  // Short work goes first, as the scheduler of Linux prefers who has slept; who only computes gets what is left.
  private settle(): void {
    const now = this.options.now();
    const elapsedMs = now - this.at;
    if (elapsedMs <= 0) return;
    this.at = now;
    const availableMs = elapsedMs * this.cores;
    const doneMs = Math.min(this.queuedMs, availableMs);
    this.queuedMs -= doneMs;
    this.spentMs += Math.min(availableMs, doneMs + elapsedMs * this.computing);
  }
}
