// Stands for the host's clock: it begins with the machine's and then goes its own way, so that setting the machine's clock changes nobody's
// mood, countdown or rate. Learners and pages are told this clock.

export class SteadyClock {
  private readonly began: number;
  private ahead = 0;

  /** @param wall the machine's clock, looked at once. @param elapsed milliseconds that only grow. */
  constructor(
    wall: number,
    private readonly elapsed: () => number,
  ) {
    this.began = wall - elapsed();
  }

  readonly now = (): number => Math.round(this.began + this.elapsed() + this.ahead);

  /** What a room has kept lies in its past, even where the machine's clock was set back since. */
  notBefore(instant: number): void {
    this.ahead += Math.max(0, instant - this.now());
  }
}
