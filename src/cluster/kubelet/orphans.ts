// Ends what runs although its pod was removed while no kubelet looked.

import type { Clock, Timer } from "../../sim/clock.ts";
import type { ContainerRuntime } from "../container-runtime/runtime.ts";

/** How often the runtime is looked at, until it is known which pods there are. */
const HOUSEKEEPING_MS = 2000;
/** Nobody knows any more what grace the pod wanted. */
const GRACE_MS = 30_000;

export interface OrphanOptions {
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  /** False while it is not known which pods there are. */
  isSynced(): boolean;
  isWanted(podUid: string): boolean;
  forget(podUid: string): void;
}

export class Orphans {
  private timer: Timer | undefined;

  constructor(private readonly options: OrphanOptions) {}

  start(): void {
    this.timer = this.options.clock.after(HOUSEKEEPING_MS, () => this.look());
  }

  stop(): void {
    this.timer?.cancel();
  }

  private look(): void {
    const { clock, runtime } = this.options;
    if (!this.options.isSynced()) {
      this.start();
      return;
    }
    const uids = runtime.readySandboxes().map(({ config }) => config.podUid);
    const orphans = uids.filter((uid) => !this.options.isWanted(uid));
    for (const container of orphans.flatMap((uid) => runtime.containersOf(uid)))
      if (container.isRunning) container.signal(container.config.stopSignal);
    this.timer = clock.after(GRACE_MS, () => {
      for (const uid of orphans) this.options.forget(uid);
    });
  }
}
