// One running metrics-server process: asks all kubelets, again and again.

import type { DialNode } from "../../api/node-connection.ts";
import type { Clock, Timer } from "../../sim/clock.ts";
import type { Random } from "../../sim/random.ts";
import { SampleStore } from "./sample-store.ts";

export interface ScraperOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly dialNode: DialNode;
  nodeNames(): readonly string[];
  readonly resolutionMs: number;
}

/** Kubelets are not all asked at the same instant: the more there are, the longer it takes. */
const SPREAD_MS_OF_NODE = 8;
const MAXIMUM_SPREAD_MS = 4000;

export class Scraper {
  readonly store: SampleStore;
  private readonly timers = new Set<Timer>();

  constructor(private readonly options: ScraperOptions) {
    this.store = new SampleStore(options.resolutionMs);
  }

  start(): void {
    this.tick();
  }

  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private tick(): void {
    const { nodeNames, random, dialNode, resolutionMs } = this.options;
    const names = nodeNames();
    this.store.keep(new Set(names));
    const spreadMs = Math.min(MAXIMUM_SPREAD_MS, SPREAD_MS_OF_NODE * names.length);
    for (const name of names)
      this.after(random.between(0, spreadMs), () => this.store.add(name, dialNode(name)?.usage()));
    this.after(resolutionMs, () => this.tick());
  }

  private after(delayMs: number, action: () => void): void {
    const timer = this.options.clock.after(delayMs, () => {
      this.timers.delete(timer);
      action();
    });
    this.timers.add(timer);
  }
}
