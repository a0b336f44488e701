// Mutation of checks without running anything twice: a check is needed when, at some moment of a trial that must not pass, it alone was
// open. Without it the step would have been over then.

import type { StepReport } from "../judge.ts";
import type { Lesson } from "../lesson.ts";
import type { Findings } from "./report.ts";

export class NeededChecks {
  private readonly needed = new Map<string, Set<number>>();

  /** Notes how things stood while the step had not been solved. */
  note(step: string, { conditions }: StepReport): void {
    const open = conditions.flatMap(({ state }, index) => (state === "done" ? [] : [index]));
    const [only] = open;
    if (only === undefined || open.length > 1) return;
    const known = this.needed.get(step) ?? new Set();
    this.needed.set(step, known.add(only));
  }

  /** Whether it would tell something new to try what was left untried because it costs a copy of the cluster. */
  couldTell(step: string, { conditions }: StepReport): boolean {
    const open = conditions.flatMap(({ state }, index) => (state === "done" || state === "untried" ? [] : [index]));
    const isUntried = conditions.some(({ state }) => state === "untried");
    return isUntried && open.length === 1 && !this.isNeeded(step, open[0] ?? 0);
  }

  isNeeded(step: string, index: number): boolean {
    return this.needed.get(step)?.has(index) === true;
  }

  tell(lesson: Lesson, findings: Findings, isTried: (index: number) => boolean): void {
    for (const [at, { id, checks }] of lesson.steps.entries()) {
      if (!isTried(at)) continue;
      for (const [index, { title }] of checks.entries()) {
        if (this.isNeeded(id, index)) continue;
        const subject = `check ${index + 1}${title === undefined ? "" : ` (${title})`}`;
        const reason =
          "it could be dropped unnoticed: no counter-example fails by it alone. Add one that does, or take the check out";
        findings.warn(subject, reason, id);
      }
    }
  }
}
