// A window that is being dragged changes its size all the time: what is drawn in between would be broken anew, at a place that nobody knows.

const REST_MS = 40;

export class WindowSize {
  private timer: NodeJS.Timeout | undefined;

  /** @param rested called when the window has kept its size for a moment. */
  constructor(private readonly rested: () => void) {}

  get isMoving(): boolean {
    return this.timer !== undefined;
  }

  changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.rested();
    }, REST_MS);
  }

  /** What was drawn has gone, so nothing has to be drawn anew. */
  forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
