// What an instructor should know of the host: printed in its terminal, the last lines on their page, too. Whoever is refused a thousand
// times a second fills neither.

import { harmless } from "../protocol/harmless.ts";
import type { Notice } from "../protocol/view.ts";

const KEPT = 5;
const REPEAT_MS = 10_000;
const LONGEST = 300;

interface Refusal {
  count: number;
  saidAt: number;
  last: string;
}

export class Notices {
  private readonly refusals = new Map<string, Refusal>();
  private kept: readonly Notice[] = [];

  constructor(
    private readonly now: () => number,
    private readonly print: (text: string) => void,
  ) {}

  /** The last ones, latest first. */
  get recent(): readonly Notice[] {
    return this.kept;
  }

  say(text: string): void {
    // Parts of it may come from a stranger.
    const line = harmless(text).replace(/\s+/g, " ").slice(0, LONGEST);
    this.print(line);
    this.kept = [{ at: this.now(), text: line }, ...this.kept].slice(0, KEPT);
  }

  /** @param what one of a few kinds: they are counted by it. @param detail who, or why. */
  refuse(what: string, detail: string): void {
    const known = this.refusals.get(what) ?? { count: 0, saidAt: Number.NEGATIVE_INFINITY, last: "" };
    this.refusals.set(what, known);
    known.count++;
    known.last = detail;
    if (Math.abs(this.now() - known.saidAt) >= REPEAT_MS) this.sum(what, known);
  }

  /** What was refused since it was said last: called now and then, so that the end of a flood is told. */
  catchUp(): void {
    for (const [what, known] of this.refusals) if (known.count > 0) this.sum(what, known);
  }

  private sum(what: string, known: Refusal): void {
    const { count, last } = known;
    known.count = 0;
    known.saidAt = this.now();
    this.say(count === 1 ? `refused: ${what} (${last})` : `refused: ${what}, ${count} times (last: ${last})`);
  }
}
