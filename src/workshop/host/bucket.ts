// Limits how often something may be done: so many at once, and then so many a minute.

export interface BucketOptions {
  readonly size: number;
  readonly perMinute: number;
  /** How many keys are remembered; beyond it the one that asked least recently is forgotten. */
  readonly keys?: number;
}

interface Level {
  tokens: number;
  at: number;
}

export class Buckets {
  private readonly levels = new Map<string, Level>();

  constructor(
    private readonly options: BucketOptions,
    private readonly now: () => number,
  ) {}

  /** Whether this key may do it now; `cost` 0 only asks. */
  take(key: string, cost = 1): boolean {
    const { size, perMinute, keys = 10_000 } = this.options;
    const now = this.now();
    const known = this.levels.get(key);
    // A clock that was set back must neither fill nor empty anything.
    const passed = known === undefined ? 0 : Math.max(0, now - known.at);
    const tokens = known === undefined ? size : Math.min(size, known.tokens + (passed * perMinute) / 60_000);
    const isAllowed = tokens >= Math.max(1, cost);
    this.levels.delete(key);
    this.levels.set(key, { tokens: isAllowed ? tokens - cost : tokens, at: now });
    if (this.levels.size > keys) this.forgetOldest();
    return isAllowed;
  }

  private forgetOldest(): void {
    const [oldest] = this.levels.keys();
    if (oldest !== undefined) this.levels.delete(oldest);
  }
}
