// Stands for what stays below the output of commands: lines that are pinned, or those that a running command shows as they change.

import { textWidth } from "../text-width.ts";
import type { Canvas } from "./canvas.ts";

/** What is pinned waits this long below output that comes line after line, so that it is not drawn again for each. */
const BURST_MS = 60;
/** Room that what is pinned leaves to everything else. */
const FREE_ROWS = 4;

export class Footer {
  private pinned: readonly string[] = [];
  private pinnedWidth = 0;
  private alive: readonly string[] | undefined;
  /** Programs at the far end that have the screen: nothing is drawn below what they write. */
  private borrowers = 0;
  private lastWriteMs = 0;
  private burst: NodeJS.Timeout | undefined;

  /** @param isFree whether the cursor stands where the footer may begin, and no line is being edited there. */
  constructor(
    private readonly canvas: Canvas,
    private readonly isFree: () => boolean,
  ) {}

  pin(lines: readonly string[]): void {
    this.pinned = lines;
    this.pinnedWidth = Math.max(0, ...lines.map(textWidth));
    if (this.burst === undefined) this.drawNow();
  }

  live(lines: readonly string[] | undefined): void {
    this.alive = lines;
    this.drawNow();
  }

  borrow(): () => void {
    this.borrowers++;
    this.canvas.hide();
    return () => {
      this.borrowers--;
      this.draw();
    };
  }

  /** Below what a command prints, when its line has ended; what comes in one go is waited for. */
  draw(): void {
    if ((this.alive ?? this.pinned).length === 0 || !this.isFree()) return;
    const now = performance.now();
    const isBurst = now - this.lastWriteMs < BURST_MS;
    this.lastWriteMs = now;
    if (!isBurst && this.burst === undefined) {
      this.drawNow();
      return;
    }
    this.burst ??= setTimeout(() => {
      this.burst = undefined;
      this.drawNow();
    }, BURST_MS);
  }

  drawNow(): void {
    if (!this.isFree() || this.borrowers > 0) return;
    const lines = this.alive?.slice(0, this.canvas.rows - 1) ?? this.above(0);
    this.canvas.show({ lines, cursor: { row: 0, column: 0 } });
  }

  /** What is pinned, where the window has room for it and so many rows more; it may have been made for a larger one. */
  above(rows: number): readonly string[] {
    const { pinned, canvas } = this;
    const isLow = pinned.length + Math.max(rows, FREE_ROWS) > canvas.rows;
    return isLow || this.pinnedWidth > canvas.columns ? [] : pinned;
  }

  close(): void {
    clearTimeout(this.burst);
  }
}
