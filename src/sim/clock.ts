// Stands for time itself: the only clock that anything inside the cluster may read, and the only way to do something later.

/** A callback that runs once at a virtual instant. */
export interface Timer {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  cancel(): void;
}

/** What components are given: they can read the time and ask to be called, but never move time. */
export interface Clock {
  /** Milliseconds since the Unix epoch, a whole number. */
  now(): number;
  /** Runs `callback` after `delayMs` (0: at this instant, after everything already due). Same instant: in order of the calls. */
  after(delayMs: number, callback: () => void): Timer;
}

interface Entry extends Timer {
  readonly sequence: number;
  /** Of a spectator: it is no part of the run that a replay repeats. */
  readonly isAside: boolean;
  callback: (() => void) | undefined;
}

/** The virtual clock. Whoever holds it winds it; nothing happens between two calls of `advanceTo`. */
export class VirtualClock implements Clock {
  private time: number;
  private sequence = 0;
  private cancelled = 0;
  private ran = 0;
  private readonly heap: Entry[] = [];

  constructor(startMs: number) {
    this.time = startMs;
  }

  now(): number {
    return this.time;
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.schedule(delayMs, callback, false);
  }

  /** The same time for those who look on from outside: their timers do not count as part of the run. */
  spectator(): Clock {
    return { now: () => this.time, after: (delayMs, callback) => this.schedule(delayMs, callback, true) };
  }

  private schedule(delayMs: number, callback: () => void, isAside: boolean): Timer {
    const entry: Entry = {
      isAside,
      at: this.time + Math.max(0, Math.ceil(delayMs)),
      sequence: this.sequence++,
      callback,
      cancel: () => {
        if (entry.callback === undefined) return;
        entry.callback = undefined;
        this.cancelled++;
        if (this.cancelled > 64 && this.cancelled > this.heap.length / 2) this.dropCancelled();
      },
    };
    this.push(entry);
    return entry;
  }

  /** The instant of the earliest timer, or undefined when nothing is due ever again. */
  nextDue(): number | undefined {
    for (let top = this.heap[0]; top !== undefined; top = this.heap[0]) {
      if (top.callback !== undefined) return top.at;
      this.pop();
      this.cancelled--;
    }
    return undefined;
  }

  /** How many timers of the run have run at the present instant: with `now` it says exactly where in a run the clock stands. */
  get timersRun(): number {
    return this.ran;
  }

  /** Runs everything that is due at the present instant, including what that work schedules for the same instant. */
  runDue(): void {
    for (let due = this.nextDue(); due !== undefined && due <= this.time; due = this.nextDue()) this.runNext();
  }

  /** Moves to `instantMs` (never backwards), running every timer on the way in order of (instant, sequence). */
  advanceTo(instantMs: number): void {
    this.runDue();
    for (let due = this.nextDue(); due !== undefined && due <= instantMs; due = this.nextDue()) {
      this.moveTo(due);
      this.runDue();
    }
    this.moveTo(Math.max(this.time, instantMs));
  }

  /** Goes to the place in a run that another clock, with the same timers, noted as (`instantMs`, `timersRun`). */
  replayTo(instantMs: number, timersRun: number): void {
    if (instantMs > this.time) {
      this.advanceTo(instantMs - 1);
      this.moveTo(instantMs);
    }
    while (this.ran < timersRun && (this.nextDue() ?? Number.POSITIVE_INFINITY) <= this.time) this.runNext();
  }

  private moveTo(instantMs: number): void {
    if (instantMs === this.time) return;
    this.time = instantMs;
    this.ran = 0;
  }

  private runNext(): void {
    const entry = this.pop();
    const callback = entry.callback;
    entry.callback = undefined;
    if (!entry.isAside) this.ran++;
    callback?.();
  }

  private dropCancelled(): void {
    const live = this.heap.filter((entry) => entry.callback !== undefined);
    this.heap.length = 0;
    this.cancelled = 0;
    for (const entry of live) this.push(entry);
  }

  private push(entry: Entry): void {
    const heap = this.heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, at(heap, parent))) break;
      heap[index] = at(heap, parent);
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): Entry {
    const heap = this.heap;
    const top = at(heap, 0);
    const last = heap.pop() as Entry;
    if (heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(at(heap, child + 1), at(heap, child))) child++;
      if (!isBefore(at(heap, child), last)) break;
      heap[index] = at(heap, child);
      index = child;
    }
    heap[index] = last;
    return top;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function at(heap: readonly Entry[], index: number): Entry {
  const entry = heap[index];
  if (entry === undefined) throw new Error(`the timer heap has no entry ${index} of ${heap.length}`);
  return entry;
}
