// Stands for flowcontrol.Backoff: ever longer pauses per key, forgotten after a long time without failure.

interface Entry {
  delayMs: number;
  updatedMs: number;
}

export class BackOff {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly initialMs: number,
    private readonly maximumMs: number,
  ) {}

  /** The present delay, 0 when there is none. */
  delayMs(key: string): number {
    return this.entries.get(key)?.delayMs ?? 0;
  }

  /** True while an event at `eventMs` is too recent to try again. */
  isHeld(key: string, eventMs: number, nowMs: number): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined || this.isExpired(entry, eventMs)) return false;
    return nowMs - eventMs < entry.delayMs;
  }

  /** True while the last failure itself is too recent. */
  isHeldSinceUpdate(key: string, nowMs: number): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined || this.isExpired(entry, nowMs)) return false;
    return nowMs - entry.updatedMs < entry.delayMs;
  }

  /** Another failure: the next pause is twice as long. */
  next(key: string, eventMs: number, nowMs: number): void {
    const entry = this.entries.get(key);
    if (entry === undefined || this.isExpired(entry, eventMs)) {
      this.entries.set(key, { delayMs: this.initialMs, updatedMs: nowMs });
      return;
    }
    entry.delayMs = Math.min(entry.delayMs * 2, this.maximumMs);
    entry.updatedMs = nowMs;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private isExpired(entry: Entry, eventMs: number): boolean {
    return eventMs - entry.updatedMs > 2 * this.maximumMs;
  }
}
