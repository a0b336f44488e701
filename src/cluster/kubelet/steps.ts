// Work that takes time, written in the order in which it happens: a generator that yields what it waits for, as programs do.

import type { Wait, Wake } from "../../shell/process.ts";
import { Settable } from "../../shell/waitable.ts";
import type { Clock } from "../../sim/clock.ts";

export type Steps<T> = Generator<Wait, T, Wake>;

export interface RunningSteps<T> {
  /** Ends the work where it stands; its `finally` blocks run. */
  cancel(): void;
  readonly done: Settable;
  readonly result: T | undefined;
}

/** Runs `steps` on the clock; the first part runs at once. */
export function runSteps<T>(clock: Clock, steps: Steps<T>, onDone?: (result: T) => void): RunningSteps<T> {
  const done = new Settable();
  let cancels: (() => void)[] = [];
  let result: T | undefined;
  let isCancelled = false;

  function stopWaiting(): void {
    for (const cancel of cancels.splice(0)) cancel();
    cancels = [];
  }

  function resume(wake: Wake): void {
    for (let next = steps.next(wake); !isCancelled; next = steps.next("ready")) {
      if (next.done === true) {
        result = next.value;
        done.set();
        onDone?.(next.value);
        return;
      }
      if (next.value.until.some((waitable) => waitable.ready)) continue;
      wait(next.value);
      return;
    }
  }

  function wait({ until, forMs }: Wait): void {
    let isOver = false;
    const wakeUp = (wake: Wake): void => {
      if (isOver || isCancelled) return;
      isOver = true;
      stopWaiting();
      resume(wake);
    };
    for (const waitable of until) cancels.push(waitable.subscribe(() => clock.after(0, () => wakeUp("ready"))));
    if (forMs === undefined) return;
    const timer = clock.after(forMs, () => wakeUp("timeout"));
    cancels.push(() => timer.cancel());
  }

  resume("ready");
  return {
    cancel: () => {
      if (isCancelled || done.ready) return;
      isCancelled = true;
      stopWaiting();
      steps.return(undefined as T);
    },
    done,
    get result() {
      return result;
    },
  };
}

export function* pause(ms: number): Steps<void> {
  if (ms > 0) yield { until: [], forMs: ms };
}

/** Runs all at the same time and waits for the last. When this is cancelled, so are they. */
export function* inParallel(clock: Clock, all: readonly Steps<void>[]): Steps<void> {
  const running = all.map((steps) => runSteps(clock, steps));
  try {
    for (const one of running) yield { until: [one.done] };
  } finally {
    for (const one of running) one.cancel();
  }
}
