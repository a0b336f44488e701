// Stands for the bounds of one process: what keeps a learner's endless loop or fork bomb from taking the tutor with it.

import type { Process, Wait, Wake } from "./process.ts";

/** Raised by a program that wants more memory than any simulated process gets; the kernel ends it as the OOM killer does. */
export class OutOfMemory extends Error {
  constructor() {
    super("out of memory");
  }
}

/** Raised when the process table is full. */
export class ForkError extends Error {
  constructor() {
    super("can't fork: Resource temporarily unavailable");
  }
}

export const memoryLimitBytes = 64 * 1024 * 1024;

export function checkMemory(length: number): void {
  if (length > memoryLimitBytes) throw new OutOfMemory();
}

/** How much processor time a program has used since it last let time pass. Small sums are forgiven, so that a program which
 * mostly sleeps keeps exact time; a program which only computes pays, and so can never stop the clock. */
export class Effort {
  private readonly process: Process;
  private owedMs = 0;
  private paidAt: number;

  constructor(process: Process) {
    this.process = process;
    this.paidAt = process.machine.now();
  }

  /** True when `pay` must be called now. */
  spend(ms: number): boolean {
    this.owedMs += ms;
    return this.owedMs >= 1;
  }

  *pay(): Generator<Wait, void, Wake> {
    const now = this.process.machine.now();
    const owed = this.owedMs;
    this.owedMs = 0;
    // Whoever waited for something meanwhile has computed in that time already.
    if (now > this.paidAt) {
      this.paidAt = now;
      if (owed < 2) return;
    }
    yield { until: [], forMs: Math.ceil(owed), busy: true };
    this.paidAt = this.process.machine.now();
  }
}

/** Processor time of a builtin, or of one turn of a loop. */
export const builtinMs = 0.02;
/** And of a new process. */
export const forkMs = 0.5;
