// One learner's tutor at the other end of a WebSocket.

import type { RawData, WebSocket } from "ws";
import { parseFrame } from "../protocol/frame.ts";
import { BROKE_THE_RULES, type FromLearner, fromLearner, type ToLearner } from "../protocol/messages.ts";
import type { NumberedOrder } from "../protocol/orders.ts";
import { Buckets } from "./bucket.ts";
import { isFor, type Ledger } from "./ledger.ts";
import { send } from "./send.ts";

/** A tutor that catches up sends some hundred events a frame; nobody needs more frames than this for long. */
const FRAMES = { size: 200, perMinute: 1200 };

export class LearnerConnection {
  private device: string | undefined;
  private sentOrder = Number.POSITIVE_INFINITY;
  private readonly frames: Buckets;
  /** One message after the other, so that events keep their order. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly learner: string,
    private readonly socket: WebSocket,
    private readonly ledger: Ledger,
    private readonly now: () => number,
    private readonly report: (what: string) => void,
  ) {
    this.frames = new Buckets(FRAMES, now);
    ledger.room.connect(learner, 1);
    const unwatch = ledger.watch({
      ordered: (orders) => this.pass(orders),
      erased: (id) => {
        if (id === learner) socket.close(BROKE_THE_RULES, "erased");
      },
    });
    socket.on("message", (data) => this.receive(data));
    socket.once("close", () => {
      unwatch();
      if (ledger.room.knows(learner)) ledger.room.connect(learner, -1);
    });
  }

  private receive(data: RawData): void {
    const parsed = this.frames.take("frames") ? parseFrame(data, fromLearner) : { why: "it sends too much" };
    if ("why" in parsed) this.cut(parsed.why);
    else
      this.work = this.work.then(() => this.answer(parsed.value)).catch(() => this.cut("its events could not be kept"));
  }

  private async answer(message: FromLearner): Promise<void> {
    if (message.kind === "hello") {
      this.device = message.device;
      const { name, lessons } = this.ledger.room.stored;
      const acknowledged = await this.ledger.lastSeq(this.learner, message.device);
      this.send({ kind: "welcome", acknowledged, now: this.now(), room: { name, lessons: [...lessons] } });
      const missed = await this.ledger.ordersFor(this.learner, message.lastOrder);
      this.sentOrder = message.lastOrder;
      this.pass(missed);
      return;
    }
    if (this.device === undefined) return this.cut("it did not say hello");
    const seq = await this.ledger.take(this.learner, this.device, message.events);
    this.send({ kind: "acknowledged", seq });
    const farewell = message.events.find(({ event }) => event.kind === "left")?.event;
    if (farewell?.kind === "left" && farewell.erase) await this.ledger.eraseLearner(this.learner);
  }

  private pass(orders: readonly NumberedOrder[]): void {
    const fresh = orders.filter(({ number, order }) => number > this.sentOrder && isFor(order, this.learner));
    const last = fresh.at(-1);
    if (last === undefined) return;
    this.sentOrder = last.number;
    this.send({ kind: "orders", orders: fresh });
  }

  private send(message: ToLearner): void {
    send(this.socket, message);
  }

  private cut(why: string): void {
    this.report(`a learner's connection was closed: ${why}`);
    this.socket.close(BROKE_THE_RULES, why.slice(0, 100));
  }
}
