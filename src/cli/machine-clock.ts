// The machine's clock as a cluster can live by it. A person may set it, and it is set right after a long sleep.

/** Smaller steps are waited out, or overtaken, without anybody noticing. */
const noticeableMs = 2000;

export interface MachineClockOptions {
  /** Milliseconds since the Unix epoch, by the machine's clock. */
  readonly wall?: () => number;
  /** Milliseconds since some instant, by a clock that nobody sets. */
  readonly stopwatch?: () => number;
}

export class MachineClock {
  readonly stopwatch: () => number;
  private readonly wall: () => number;
  private lastWall: number;
  private lastWatch: number;
  /** How far the wall has been set back: time goes on from where it was, since no cluster can live a minute twice. */
  private lead = 0;

  constructor({ wall = Date.now, stopwatch = () => performance.now() }: MachineClockOptions) {
    this.wall = wall;
    this.stopwatch = stopwatch;
    this.lastWall = wall();
    this.lastWatch = stopwatch();
  }

  now(): number {
    const [wall, watch] = [this.wall(), this.stopwatch()];
    const moved = wall - this.lastWall - (watch - this.lastWatch);
    this.lastWall = wall;
    this.lastWatch = watch;
    if (moved < -noticeableMs) this.lead -= moved;
    else if (moved > noticeableMs) this.lead = Math.max(0, this.lead - moved);
    return wall + this.lead;
  }
}
