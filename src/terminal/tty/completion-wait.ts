// What is typed behind Tab waits for what Tab brings, but not for a cluster that does not answer.

import type { Completions } from "../completion.ts";
import type { Key } from "../keys.ts";

const WAIT_MS = 250;

export class CompletionWait {
  private timer: NodeJS.Timeout | undefined;
  private behindTab: readonly Key[] = [];

  /** @param goOn takes the keys that came behind Tab. */
  constructor(private readonly goOn: (keys: readonly Key[]) => void) {}

  get isWaiting(): boolean {
    return this.timer !== undefined;
  }

  hold(keys: readonly Key[]): void {
    this.behindTab = [...this.behindTab, ...keys];
  }

  begin(asked: Promise<Completions>, answered: (completions: Completions) => void): void {
    this.timer = setTimeout(() => this.end(), WAIT_MS);
    void asked.then(
      (completions) => {
        answered(completions);
        this.end();
      },
      // No completions is no harm: the cluster may not answer just now.
      () => this.end(),
    );
  }

  private end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const keys = this.behindTab;
    this.behindTab = [];
    this.goOn(keys);
  }
}
