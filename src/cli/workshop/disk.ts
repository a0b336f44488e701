// Stands for the learner's disk, which may be full: a workshop goes on, the learner is told once, and what could not be written is written when
// there is room again.

import type { Texts } from "../../tutor/language/english.ts";
import { UserError } from "../failure.ts";
import type { Keeper } from "../keeper.ts";

const AGAIN_MS = 2000;

export class Disk {
  /** What could not be written, by what it is: the latest of each. */
  private readonly unwritten = new Map<string, () => void>();
  /** Those who write by themselves, and cannot just now. */
  private readonly others = new Set<string>();
  private isTold = false;
  private triedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly now: () => number,
    private readonly says: Pick<Texts["workshop"], "diskFull" | "diskAgain">,
  ) {}

  /** Now, or later; of what has the same name the latest counts. */
  write(what: string, work: () => void): void {
    this.unwritten.delete(what);
    try {
      work();
    } catch (error) {
      // Our own files' troubles are told with a remedy; whatever else it is must not be passed over.
      if (!(error instanceof UserError)) throw error;
      this.unwritten.set(what, work);
    }
  }

  /** Of somebody who writes by themselves. */
  note(what: string, isWritten: boolean): void {
    if (isWritten) this.others.delete(what);
    else this.others.add(what);
  }

  /** Tries again now and then. @returns what the learner is to be told. */
  news(): readonly string[] {
    if (this.unwritten.size > 0 && this.now() - this.triedAt >= AGAIN_MS) {
      this.triedAt = this.now();
      for (const [what, work] of [...this.unwritten]) this.write(what, work);
    }
    const isFull = this.unwritten.size + this.others.size > 0;
    if (isFull === this.isTold) return [];
    this.isTold = isFull;
    return [isFull ? this.says.diskFull : this.says.diskAgain];
  }
}

/** A learner's progress, which the workshop does not end for. */
export function patientKeeper(keeper: Keeper, disk: Disk): Keeper {
  return {
    saved: (lesson) => keeper.saved(lesson),
    save: (state) => disk.write("progress", () => keeper.save(state)),
    completed: (state, effect) => disk.write(`completed ${effect.lesson}`, () => keeper.completed(state, effect)),
  };
}
