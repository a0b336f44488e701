// Stands for the host's ledger: it takes what learners tell, keeps it, folds it into the room, and passes on what the instructor orders.

import type { NumberedEvent } from "../protocol/events.ts";
import type { NumberedOrder, Order } from "../protocol/orders.ts";
import type { Room } from "../room/room.ts";
import type { Storage, StoredEvent, StoredLearner, Topic } from "../storage/storage.ts";
import { CommitQueue } from "./commit-queue.ts";

const EVENTS_A_READ = 5000;
/** Guests of other hosts are looked for this often at most. */
const GUESTS_MS = 200;

export interface LedgerWatcher {
  /** New orders, in order. */
  ordered?(orders: readonly NumberedOrder[]): void;
  /** A learner was erased: their connections are to be closed. */
  erased?(learner: string): void;
  /** Nothing can be kept, and why; undefined: it can again. */
  troubled?(why: string | undefined): void;
}

export class Ledger {
  private readonly commits: CommitQueue;
  private catchingUp: Promise<void> | undefined;
  private readonly stale = new Set<Topic>();
  private readonly watchers = new Set<LedgerWatcher>();
  private readonly unwatch: () => void;
  private hearing: NodeJS.Timeout | undefined;

  private constructor(
    readonly room: Room,
    private readonly storage: Storage,
    private readonly now: () => number,
    private readonly failed: (error: unknown) => void,
  ) {
    this.unwatch = storage.onForeignChange(room.stored.id, (what) => this.hearSay(what));
    this.commits = new CommitQueue({
      append: (batches) => storage.append(room.stored.id, batches, now()),
      // They are kept, whether the room can be brought up to date or not.
      kept: () => this.catchUp("events").catch(failed),
      troubled: (why) => {
        for (const watcher of this.watchers) watcher.troubled?.(why);
      },
      failed,
    });
  }

  /** @param failed told of what goes wrong while nobody waits for an answer. */
  static async open(
    room: Room,
    storage: Storage,
    now: () => number,
    failed: (error: unknown) => void,
  ): Promise<Ledger> {
    const ledger = new Ledger(room, storage, now, failed);
    await ledger.readAll();
    // What another host has told meanwhile.
    await ledger.catchUp("learners", "events", "orders");
    return ledger;
  }

  watch(watcher: LedgerWatcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Why nothing can be kept just now. */
  get trouble(): string | undefined {
    return this.commits.trouble;
  }

  /** Takes a device's events; comes back when they are on disk, however long that takes: a full disk is waited for.
   * @returns the last `seq` of the device that is kept. */
  take(learner: string, device: string, events: readonly NumberedEvent[]): Promise<number> {
    return this.commits.take({ learner, device, events });
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

  /** @param erased told when nothing is kept any more, before anybody else hears of it. */
  async eraseLearner(learner: string, erased: () => void = () => undefined): Promise<void> {
    await this.storage.deleteLearner(this.room.stored.id, learner);
    erased();
    this.forget(learner);
  }

  async eraseRoom(): Promise<void> {
    await this.order({ kind: "closed" });
    await this.storage.deleteRoom(this.room.stored.id);
  }

  /** What is not kept by now is not acknowledged either. */
  async close(): Promise<void> {
    this.unwatch();
    clearTimeout(this.hearing);
    await this.commits.close();
    await this.catchingUp;
  }

  /** A room that fills up at another host is read once in a while, not once a guest. */
  private hearSay(what: Topic): void {
    const read = () => void this.catchUp(what).catch(this.failed);
    if (what !== "learners") read();
    else
      this.hearing ??= setTimeout(() => {
        this.hearing = undefined;
        read();
      }, GUESTS_MS);
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
        if (this.stale.has("learners")) await this.read("learners", () => this.readLearners());
        else if (this.stale.has("events")) await this.read("events", () => this.readEvents());
        else await this.read("orders", () => this.readOrders());
      }
    } finally {
      this.catchingUp = undefined;
    }
  }

  /** What could not be read is read the next time. */
  private async read(topic: Topic, work: () => Promise<void>): Promise<void> {
    this.stale.delete(topic);
    try {
      await work();
    } catch (error) {
      this.stale.add(topic);
      throw error;
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

  /** From the beginning, in the order in which it happened: a hand may have been raised after an earlier one was seen to. */
  private async readAll(): Promise<void> {
    const { room, storage } = this;
    await this.readLearners();
    const orders = await storage.ordersAfter(room.stored.id, 0);
    let taken = 0;
    const takeUpTo = (instant: number) => {
      for (let next = orders[taken]; next !== undefined && next.at < instant; next = orders[++taken])
        room.takeOrder(next);
    };
    await this.readEvents(({ receivedAt }) => takeUpTo(receivedAt));
    takeUpTo(Number.POSITIVE_INFINITY);
  }

  private async readEvents(before: (event: StoredEvent) => void = () => undefined): Promise<void> {
    const { room, storage } = this;
    for (;;) {
      const events = await storage.eventsAfter(room.stored.id, room.position, EVENTS_A_READ);
      if (events.some(({ learner }) => !room.knows(learner))) await this.readLearners();
      for (const event of events) {
        before(event);
        room.takeEvent(event);
      }
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
