// One learner's tutor at the other end of a WebSocket. It is believed nothing: what it sends is bounded, read against its schema, and
// taken in the order of the conversation.

import type { RawData, WebSocket } from "ws";
import { type Parsed, parseFrame } from "../protocol/frame.ts";
import { BROKE_THE_RULES, type FromLearner, fromLearner, type ToLearner, TRY_LATER } from "../protocol/messages.ts";
import type { NumberedOrder } from "../protocol/orders.ts";
import { Unkeepable } from "../storage/storage.ts";
import type { Buckets } from "./bucket.ts";
import { isFor, type Ledger } from "./ledger.ts";
import type { Notices } from "./notices.ts";
import { Pending } from "./pending.ts";
import { part, send } from "./send.ts";

/** Of what is not kept yet: a tutor waits with the next frame until the last one is. */
const MAX_PENDING_BYTES = 8 * 1024 * 1024;

export interface LearnerSide {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly notices: Notices;
  /** What all connections together have sent and nobody has kept yet. */
  readonly pending: Pending;
  readonly rates: Rates;
}

/** How much one learner tells, by their id. */
export interface Rates {
  readonly frames: Buckets;
  readonly events: Buckets;
  readonly bytes: Buckets;
}

export class LearnerConnection {
  private device: string | undefined;
  private sentOrder = Number.POSITIVE_INFINITY;
  private isCut = false;
  private readonly pending: Pending;
  /** One message after the other, so that events keep their order. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly learner: string,
    private readonly socket: WebSocket,
    private readonly host: LearnerSide,
  ) {
    const { ledger, pending } = host;
    this.pending = new Pending(MAX_PENDING_BYTES, pending);
    ledger.room.connect(learner, 1);
    const unwatch = ledger.watch({
      ordered: (orders) => this.pass(orders),
      erased: (id) => {
        if (id === learner) this.cut(BROKE_THE_RULES, "erased");
      },
    });
    socket.on("message", (data, isBinary) => this.receive(data, isBinary));
    socket.once("close", () => {
      unwatch();
      if (ledger.room.knows(learner)) ledger.room.connect(learner, -1);
    });
  }

  private receive(data: RawData, isBinary: boolean): void {
    // What still arrives after the line was cut is nobody's.
    if (this.isCut) return;
    const parsed = this.read(data, isBinary);
    if ("why" in parsed) this.refuse(parsed.why);
    else this.queue(parsed.value, String(data).length);
  }

  private read(data: RawData, isBinary: boolean): Parsed<FromLearner> {
    if (!this.host.rates.frames.take(this.learner)) return { why: "it sends too often" };
    return isBinary ? { why: "it sends bytes where text is spoken" } : parseFrame(data, fromLearner);
  }

  private queue(message: FromLearner, length: number): void {
    if (!this.isModest(message, length)) {
      // Somebody who comes back after long may have so much to tell: they are heard, little by little.
      this.host.notices.refuse("a learner who tells too much", this.learner);
      this.cut(TRY_LATER, "more than a learner can do");
      return;
    }
    if (!this.pending.take(length)) {
      this.cut(TRY_LATER, "more than can be kept just now");
      return;
    }
    this.work = this.work
      .then(() => this.answer(message))
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.pending.giveBack(length));
  }

  private isModest(message: FromLearner, length: number): boolean {
    const { events, bytes } = this.host.rates;
    const count = message.kind === "events" ? message.events.length : 0;
    return bytes.take(this.learner, length) && events.take(this.learner, count);
  }

  private async answer(message: FromLearner): Promise<void> {
    // It comes back and tells it again.
    if (this.isCut) return;
    const { ledger, now } = this.host;
    if (message.kind === "hello") {
      if (this.device !== undefined) return this.refuse("it said hello twice");
      this.device = message.device;
      const { name, lessons } = ledger.room.stored;
      const acknowledged = await ledger.lastSeq(this.learner, message.device);
      this.send({ kind: "welcome", acknowledged, now: now(), room: { name, lessons: [...lessons] } });
      await this.catchUp(message.lastOrder);
      return;
    }
    if (this.device === undefined) return this.refuse("it did not say hello");
    const seq = await ledger.take(this.learner, this.device, message.events);
    const farewell = message.events.find(({ event }) => event.kind === "left")?.event;
    const isErased = farewell?.kind === "left" && farewell.erase;
    // Before it is acknowledged, or a host that is killed in between would never hear of it again.
    if (isErased) await ledger.eraseLearner(this.learner, () => this.send({ kind: "acknowledged", seq }));
    else this.send({ kind: "acknowledged", seq });
  }

  /** What is ordered while the storage is asked comes after what it answers, and is perhaps among it. */
  private async catchUp(lastOrder: number): Promise<void> {
    const meanwhile: NumberedOrder[] = [];
    const unwatch = this.host.ledger.watch({ ordered: (orders) => meanwhile.push(...orders) });
    try {
      const missed = await this.host.ledger.ordersFor(this.learner, lastOrder);
      this.sentOrder = lastOrder;
      this.pass(missed);
      this.pass(meanwhile);
    } finally {
      unwatch();
    }
  }

  private pass(orders: readonly NumberedOrder[]): void {
    const fresh = orders.filter(({ number, order }) => number > this.sentOrder && isFor(order, this.learner));
    const last = fresh.at(-1);
    if (last === undefined) return;
    this.sentOrder = last.number;
    this.send({ kind: "orders", orders: fresh });
  }

  private send(message: ToLearner): void {
    send(this.socket, message, () => {
      this.isCut = true;
      this.host.notices.refuse("a learner's connection that does not read", this.learner);
    });
  }

  /** Trouble of the storage is nobody's fault; what was told is told again. */
  private fail(error: unknown): void {
    if (error instanceof Unkeepable) this.cut(BROKE_THE_RULES, "there is no such learner");
    else this.cut(TRY_LATER, "the host cannot keep it just now");
  }

  private refuse(why: string): void {
    this.host.notices.refuse("a learner's connection", `${this.learner}: ${why}`);
    this.cut(BROKE_THE_RULES, why);
  }

  private cut(code: number, why: string): void {
    this.isCut = true;
    part(this.socket, code, why);
  }
}
