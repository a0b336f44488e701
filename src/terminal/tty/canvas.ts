// Stands for the lines at the bottom of the screen that are ours to draw again: what is pinned, and the line being edited.

import { BLANK, erase, leave, type Narrowing, redraw, reflowed } from "../screen.ts";
import type { OutputStream } from "../terminal.ts";
import type { View } from "../view.ts";

export interface CanvasOptions {
  readonly narrowing: Narrowing;
  /** Somebody else has the screen. */
  readonly isAway: () => boolean;
}

export class Canvas {
  private view: View = BLANK;
  /** The window's size when it was drawn. */
  private size = "";

  constructor(
    private readonly output: OutputStream,
    private readonly options: CanvasOptions,
  ) {}

  get columns(): number {
    return Math.max(10, this.output.columns ?? 80);
  }

  get rows(): number {
    return this.output.rows ?? 24;
  }

  /** What takes away that which is drawn, wherever a change of the window's size has put it. From now on it counts as gone. */
  erasing(): string {
    const gone = erase(reflowed(this.view, this.columns, this.options.narrowing));
    this.view = BLANK;
    return gone;
  }

  hide(): void {
    const gone = this.erasing();
    if (gone !== "") this.output.write(gone);
  }

  /** GNU screen keeps rows that it has broken as one, even empty ones, unless they are deleted. */
  private wipe(): void {
    const gone = this.erasing();
    if (gone !== "") this.output.write(`${gone}\u001b[${this.rows}M`);
  }

  show(view: View): void {
    if (this.options.isAway()) return;
    // The window has another size, and the lines are not where they were drawn.
    const size = `${this.columns} ${this.rows}`;
    if (this.size !== size) this.wipe();
    this.size = size;
    const change = redraw(this.view, view, this.columns);
    if (change !== "" && (view.lines.length > 0 || this.view.lines.length > 0)) this.output.write(change);
    this.view = view;
  }

  /** The lines stay for good; the cursor goes below them. */
  leave(): void {
    this.output.write(leave(this.view));
    this.view = BLANK;
  }

  clearScreen(): void {
    this.output.write("\u001b[2J\u001b[H");
    this.view = BLANK;
  }
}
