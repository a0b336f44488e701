// What the host keeps, whoever keeps it: SQLite beside the host, or PostgreSQL for several hosts. What is promised here both keep:
// an append has come back only when it is on disk; a device's events are taken once and in order; positions in a room only grow.

import type { NumberedEvent } from "../protocol/events.ts";
import type { NumberedOrder, Order } from "../protocol/orders.ts";

export interface StoredRoom {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  /** SHA-256 of the instructor's token, in hex: who reads the database cannot act as the instructor. */
  readonly instructorHash: string;
  readonly lessons: readonly string[];
  /** Where the lessons come from: the built-in course, or a folder or package. */
  readonly course: string | null;
  readonly createdAt: number;
}

export interface StoredLearner {
  readonly id: string;
  readonly name: string;
  readonly seatHash: string;
  readonly joinedAt: number;
}

/** One event as it lies in the room's log. */
export interface StoredEvent extends NumberedEvent {
  /** Grows with every event of the room, whoever sent it. */
  readonly position: number;
  readonly learner: string;
  readonly device: string;
  /** Wall time of the host that took it. */
  readonly receivedAt: number;
}

export interface Batch {
  readonly learner: string;
  readonly device: string;
  readonly events: readonly NumberedEvent[];
}

export type Topic = "events" | "orders" | "learners";

/** What can never be kept, however often it is tried: its learner was erased. Whatever else goes wrong is trouble of the storage, and may pass. */
export class Unkeepable extends Error {}

export interface Storage {
  createRoom(room: StoredRoom): Promise<void>;
  rooms(): Promise<readonly StoredRoom[]>;
  /** Erases the room with everything in it. */
  deleteRoom(room: string): Promise<void>;
  addLearner(room: string, learner: StoredLearner): Promise<void>;
  learners(room: string): Promise<readonly StoredLearner[]>;
  /** Erases a learner with all their events. */
  deleteLearner(room: string, learner: string): Promise<void>;
  /** Takes what is new of each batch, all or nothing. Events whose `seq` was taken before are passed over; a gap ends a batch.
   * @returns for each batch the last `seq` of that device that is kept. */
  append(room: string, batches: readonly Batch[], now: number): Promise<readonly number[]>;
  /** The last `seq` of a device that is kept; 0 when there is none. */
  lastSeq(room: string, learner: string, device: string): Promise<number>;
  /** Events after this position, in order, at most `limit`. */
  eventsAfter(room: string, position: number, limit: number): Promise<readonly StoredEvent[]>;
  /** All events of one learner, in order: to play their work again. */
  eventsOf(room: string, learner: string): Promise<readonly StoredEvent[]>;
  addOrder(room: string, order: Order, now: number): Promise<NumberedOrder>;
  ordersAfter(room: string, number: number): Promise<readonly NumberedOrder[]>;
  /** Calls back when another host has changed something in this room: added some, or erased learners.
   * @returns ends it. */
  onForeignChange(room: string, changed: (what: Topic) => void): () => void;
  close(): Promise<void>;
}
