// Stands for the host's ledger: it takes what learners tell, keeps it, folds it into the room, and passes on what the instructor orders.
// What arrives while one commit is being written goes into the next one, so a thousand learners cost a few commits a second.

import type { NumberedEvent } from "../protocol/events.ts";
import type { NumberedOrder, Order } from "../protocol/orders.ts";
import type { Room } from "../room/room.ts";
import type { Batch, Storage, StoredEvent, StoredLearner, Topic } from "../storage/storage.ts";

const EVENTS_A_READ = 5000;

interface Waiting extends Batch {
  readonly kept: (seq: number) => void;
  readonly failed: (error: unknown) => void;
}

export interface LedgerWatcher {
  /** New orders, in order. */
  ordered?(orders: readonly NumberedOrder[]): void;
  /** A learner was erased: their connections are to be closed. */
  erased?(learner: string): void;
}

export class Ledger {
  private waiting: Waiting[] = [];
  private isWriting = false;
  private catchingUp: Promise<void> | undefined;
  private readonly stale = new Set<Topic>();
  private readonly watchers = new Set<LedgerWatcher>();
  private readonly unwatch: () => void;

  private constructor(
    readonly room: Room,
    private readonly storage: Storage,
    private readonly now: () => number,
    private readonly failed: (error: unknown) => void,
  ) {
    this.unwatch = storage.onForeignChange(room.stored.id, (what) => this.catchUp(what).catch(failed));
  }

  /** @param failed told of what goes wrong while nobody waits for an answer. */
  static async open(
    room: Room,
    storage: Storage,
    now: () => number,
    failed: (error: unknown) => void,
  ): Promise<Ledger> {
    const ledger = new Ledger(room, storage, now, failed);
    await ledger.catchUp("learners", "events", "orders");
    return ledger;
  }

  watch(watcher: LedgerWatcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Takes a device's events; comes back when they are on disk.
   * @returns the last `seq` of the device that is kept. */
  take(learner: string, device: string, events: readonly NumberedEvent[]): Promise<number> {
    return new Promise((kept, failed) => {
      this.waiting.push({ learner, device, events, kept, failed });
      if (!this.isWriting) this.write().catch(this.failed);
    });
  }

  async lastSeq(learner: string, device: string): Promise<number> {
    return this.storage.lastSeq(this.room.stored.id, learner, device);
  }

  async order(order: Order): Promise<NumberedOrder> {
    const numbered = await this.storage.addOrder(this.room.stored.id, order, this.now());
    await this.catchUp("orders");
    return numbered;
  }

  /** The orders after this one that are meant for this learner. */
  async ordersFor(learner: string, after: number): Promise<readonly NumberedOrder[]> {
    const orders = await this.storage.ordersAfter(this.room.stored.id, after);
    return orders.filter(({ order }) => isFor(order, learner));
  }

  async addLearner(learner: StoredLearner): Promise<void> {
    await this.storage.addLearner(this.room.stored.id, learner);
    this.room.addLearner(learner);
  }

  learners(): Promise<readonly StoredLearner[]> {
    return this.storage.learners(this.room.stored.id);
  }

  /** To play a learner's work again. */
  eventsOf(learner: string): Promise<readonly StoredEvent[]> {
    return this.storage.eventsOf(this.room.stored.id, learner);
  }

  async eraseLearner(learner: string): Promise<void> {
    await this.storage.deleteLearner(this.room.stored.id, learner);
    this.forget(learner);
  }

  async eraseRoom(): Promise<void> {
    await this.order({ kind: "closed" });
    await this.storage.deleteRoom(this.room.stored.id);
  }

  async close(): Promise<void> {
    this.unwatch();
    await this.catchingUp;
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    try {
      while (this.waiting.length > 0) {
        // Whatever else has arrived by now is read first, and goes into the same commit.
        await new Promise(setImmediate);
        const batches = this.waiting;
        this.waiting = [];
        await this.writeTogether(batches);
      }
    } finally {
      this.isWriting = false;
    }
  }

  private async writeTogether(batches: readonly Waiting[]): Promise<void> {
    try {
      const kept = await this.storage.append(this.room.stored.id, batches, this.now());
      await this.catchUp("events");
      for (const [index, batch] of batches.entries()) batch.kept(kept[index] ?? 0);
    } catch (error) {
      // One that cannot be kept (its learner was erased) must not hold up the others.
      if (batches.length === 1) batches[0]?.failed(error);
      else for (const batch of batches) await this.writeTogether([batch]);
    }
  }

  /** Folds what is in the storage and not yet in the room, whoever has put it there. */
  private catchUp(...topics: readonly Topic[]): Promise<void> {
    for (const topic of topics) this.stale.add(topic);
    this.catchingUp ??= this.readOn();
    return this.catchingUp;
  }

  private async readOn(): Promise<void> {
    // Events of a learner can only be folded once the learner is known.
    try {
      while (this.stale.size > 0) {
        if (this.stale.delete("learners")) await this.readLearners();
        else if (this.stale.delete("events")) await this.readEvents();
        else if (this.stale.delete("orders")) await this.readOrders();
      }
    } finally {
      this.catchingUp = undefined;
    }
  }

  private async readLearners(): Promise<void> {
    const { room, storage } = this;
    // Somebody may sit down while the storage is read, and would not be in what it answers.
    const before = room.learnerIds();
    const stored = await storage.learners(room.stored.id);
    for (const learner of stored) room.addLearner(learner);
    const known = new Set(stored.map(({ id }) => id));
    for (const id of before) if (!known.has(id)) this.forget(id);
  }

  private async readEvents(): Promise<void> {
    const { room, storage } = this;
    for (;;) {
      const events = await storage.eventsAfter(room.stored.id, room.position, EVENTS_A_READ);
      if (events.some(({ learner }) => !room.knows(learner))) await this.readLearners();
      for (const event of events) room.takeEvent(event);
      if (events.length < EVENTS_A_READ) return;
    }
  }

  private async readOrders(): Promise<void> {
    const { room, storage } = this;
    const orders = await storage.ordersAfter(room.stored.id, room.orderNumber);
    for (const order of orders) room.takeOrder(order);
    if (orders.length > 0) for (const watcher of this.watchers) watcher.ordered?.(orders);
  }

  private forget(learner: string): void {
    this.room.removeLearner(learner);
    for (const watcher of this.watchers) watcher.erased?.(learner);
  }
}

export function isFor(order: Order, learner: string): boolean {
  return order.kind !== "stage" && (!("to" in order) || order.to === null || order.to === learner);
}
