// What waits to be kept. What arrives while one commit is being written goes into the next one, so a thousand learners cost a few commits a
// second; and what a storage cannot take just now, for its disk is full, waits until it can.

import { type Batch, Unkeepable } from "../storage/storage.ts";

/** A storage that takes nothing is tried again after this long. */
const RETRY_MS = 500;

export interface Keeping {
  /** All or nothing. @returns for each batch the last `seq` of its device that is kept. */
  append(batches: readonly Batch[]): Promise<readonly number[]>;
  /** Some have been kept, and nobody has been told yet. */
  kept(): Promise<void>;
  /** Nothing can be kept, and why; undefined: it can again. */
  troubled(why: string | undefined): void;
  /** Told of what should not happen. */
  failed(error: unknown): void;
}

interface Waiting extends Batch {
  readonly kept: (seq: number) => void;
  readonly failed: (error: unknown) => void;
}

export class CommitQueue {
  private readonly waiting: Waiting[] = [];
  private isWriting = false;
  private writing: Promise<void> = Promise.resolve();
  private why: string | undefined;
  private isClosed = false;
  private hurry: () => void = () => undefined;

  constructor(private readonly keeping: Keeping) {}

  /** Why nothing can be kept just now. */
  get trouble(): string | undefined {
    return this.why;
  }

  /** Comes back when the batch is kept; rejects when it never can be, or when the queue is closed before. */
  take(batch: Batch): Promise<number> {
    return new Promise((kept, failed) => {
      this.waiting.push({ ...batch, kept, failed });
      if (!this.isWriting) this.writing = this.write().catch((error: unknown) => this.keeping.failed(error));
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.hurry();
    await this.writing;
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    try {
      while (this.waiting.length > 0) {
        // Whatever else has arrived by now is read first, and goes into the same commit.
        await new Promise(setImmediate);
        const left = await this.writeTogether(this.waiting.splice(0));
        this.waiting.unshift(...left);
        if (left.length === 0) this.become(undefined);
        else if (this.isClosed) for (const { failed } of this.waiting.splice(0)) failed(new Error("the host stops"));
        else await this.pause();
      }
    } finally {
      this.isWriting = false;
    }
  }

  /** @returns those that have to wait, for the storage takes nothing just now. */
  private async writeTogether(batches: readonly Waiting[]): Promise<readonly Waiting[]> {
    try {
      const kept = await this.keeping.append(batches);
      await this.keeping.kept();
      for (const [index, batch] of batches.entries()) batch.kept(kept[index] ?? 0);
      return [];
    } catch (error) {
      if (error instanceof Unkeepable) return this.writeOneByOne(batches, error);
      this.become(error instanceof Error ? error.message : String(error));
      return batches;
    }
  }

  /** One that cannot be kept must not hold up the others. */
  private async writeOneByOne(batches: readonly Waiting[], error: Unkeepable): Promise<readonly Waiting[]> {
    if (batches.length === 1) {
      batches[0]?.failed(error);
      return [];
    }
    for (const [index, batch] of batches.entries()) {
      const left = await this.writeTogether([batch]);
      if (left.length > 0) return batches.slice(index);
    }
    return [];
  }

  private become(why: string | undefined): void {
    const isNews = (this.why === undefined) !== (why === undefined);
    this.why = why;
    if (isNews) this.keeping.troubled(why);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
