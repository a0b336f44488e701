// Between rows of the tables and what the host works with. Whole numbers come as numbers, bigints or texts, as the database likes.

import type { LearnerEvent } from "../protocol/events.ts";
import type { NumberedOrder, Order } from "../protocol/orders.ts";
import type { StoredEvent, StoredLearner, StoredRoom } from "./storage.ts";

export type Row = Readonly<Record<string, unknown>>;

export function roomOf(row: Row): StoredRoom {
  return {
    id: text(row.id),
    name: text(row.name),
    code: text(row.code),
    instructorHash: text(row.instructor_hash),
    lessons: JSON.parse(text(row.lessons)) as string[],
    course: row.course === null ? null : text(row.course),
    createdAt: Number(row.created_at),
  };
}

export function learnerOf(row: Row): StoredLearner {
  return {
    id: text(row.id),
    name: text(row.name),
    seatHash: text(row.seat_hash),
    joinedAt: Number(row.joined_at),
  };
}

export function eventOf(row: Row): StoredEvent {
  return {
    position: Number(row.position),
    learner: text(row.learner),
    device: text(row.device),
    seq: Number(row.seq),
    at: Number(row.at),
    receivedAt: Number(row.received_at),
    event: JSON.parse(text(row.event)) as LearnerEvent,
  };
}

export function orderOf(row: Row): NumberedOrder {
  return { number: Number(row.number), at: Number(row.at), order: JSON.parse(text(row.body)) as Order };
}

function text(value: unknown): string {
  return String(value);
}
