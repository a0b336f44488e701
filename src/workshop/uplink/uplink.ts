// Stands for the learner's line to the host: tries until it has a connection, tells what waits in the outbox, and hears orders. While it
// is down the learner works on as before.

import { WebSocket } from "ws";
import type { LearnerEvent, NumberedEvent } from "../protocol/events.ts";
import { parseFrame } from "../protocol/frame.ts";
import {
  BROKE_THE_RULES,
  type FromLearner,
  MAX_EVENTS_A_FRAME,
  SUBPROTOCOL,
  type ToLearner,
  toLearner,
} from "../protocol/messages.ts";
import type { NumberedOrder } from "../protocol/orders.ts";
import type { Outbox } from "./outbox.ts";

/** `refused`: the host will not have this seat (any more); trying again is of no use. */
export type LineState = "up" | "down" | "refused";

export interface UplinkOptions {
  /** As `ws://192.168.1.20:4711` or `wss://…`. */
  readonly url: string;
  readonly seat: string;
  /** Of this installation: its events are numbered on their own. */
  readonly device: string;
  readonly outbox: Outbox;
  /** The last order that was carried out. */
  readonly lastOrder: number;
  readonly now: () => number;
  readonly heard: (orders: readonly NumberedOrder[]) => void;
  readonly changed: (state: LineState) => void;
  /** Told the host's wall clock whenever there is a line again. */
  readonly welcomed?: (now: number) => void;
  /** PEM: the one certificate that the host must show, under whatever address it is reached. */
  readonly ca?: string;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Events of one moment travel together. */
const GATHER_MS = 50;
/** A full disk is tried again after this long. */
const WRITE_AGAIN_MS = 2000;
/** The host pings; who hears nothing for so long has lost it. */
const SILENCE_MS = 60_000;
/** A host that cuts the line for what it is told so often in a row will not take it the next time either. */
const TURNED_AWAY = 3;
/** A frame is closed when it holds so much. */
const FRAME_LENGTH = 500_000;

export class Uplink {
  private socket: WebSocket | undefined;
  private state: LineState = "down";
  private sent = Number.POSITIVE_INFINITY;
  /** A frame is on its way: the next one waits until it is on the host's disk, so that neither side has to hold more than one. */
  private isAwaited = false;
  private lastOrder: number;
  private wait = FIRST_WAIT_MS;
  private timer: NodeJS.Timeout | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private writing: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private turnedAway = 0;
  private isClosed = false;
  private drained: (() => void)[] = [];

  constructor(private readonly options: UplinkOptions) {
    this.lastOrder = options.lastOrder;
    this.connect();
  }

  tell(...events: readonly LearnerEvent[]): void {
    const { outbox, now } = this.options;
    for (const event of events) outbox.add(event, now());
    if (events.length > 0) this.gathering ??= setTimeout(() => this.pass(), GATHER_MS);
    this.writeLater();
  }

  /** While the disk is full. */
  private writeLater(): void {
    const { outbox } = this.options;
    if (outbox.trouble === undefined || this.isClosed) return;
    this.writing ??= setTimeout(() => {
      this.writing = undefined;
      outbox.write();
      this.pass();
      this.writeLater();
    }, WRITE_AGAIN_MS);
  }

  /** Waits until everything is acknowledged, but no longer than this. @returns whether it is. */
  async drain(limitMs: number): Promise<boolean> {
    this.pass();
    if (this.options.outbox.waiting > 0 && this.state !== "refused") {
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, limitMs);
        this.drained.push(() => {
          clearTimeout(limit);
          resolve();
        });
      });
    }
    return this.options.outbox.waiting === 0;
  }

  close(): void {
    this.isClosed = true;
    for (const timer of [this.timer, this.gathering, this.writing, this.silence]) clearTimeout(timer);
    this.socket?.close();
    this.socket?.terminate();
  }

  private connect(): void {
    const { url, seat, ca } = this.options;
    // The certificate is the one that was pinned: what it says of addresses does not matter (falsy: nothing is wrong with it).
    const pinned = ca === undefined ? {} : { ca, checkServerIdentity: () => false };
    const socket = new WebSocket(`${url}/learner`, [SUBPROTOCOL, `token.${seat}`], {
      handshakeTimeout: 10_000,
      ...pinned,
    });
    this.socket = socket;
    socket.on("open", () => {
      this.listen(socket);
      this.say({ kind: "hello", device: this.options.device, lastOrder: this.lastOrder });
    });
    socket.on("ping", () => this.listen(socket));
    socket.on("message", (data) => {
      const parsed = parseFrame(data, toLearner);
      // No host of this version talks like this; the line is cut, as the host does, and is given up when it happens again and again.
      if ("why" in parsed) socket.close(BROKE_THE_RULES, parsed.why.slice(0, 100));
      else this.hear(parsed.value);
    });
    socket.on("unexpected-response", (_, response) => {
      if (response.statusCode === 403) this.become("refused");
      socket.terminate();
    });
    // The end of the connection follows, and says it all.
    socket.on("error", () => undefined);
    socket.on("close", (code) => this.lost(code));
  }

  private listen(socket: WebSocket): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  }

  private lost(code: number): void {
    clearTimeout(this.silence);
    this.sent = Number.POSITIVE_INFINITY;
    this.isAwaited = false;
    this.turnedAway = code === BROKE_THE_RULES ? this.turnedAway + 1 : 0;
    if (this.turnedAway >= TURNED_AWAY) this.become("refused");
    if (this.isClosed || this.state === "refused") return;
    this.become("down");
    // Not all at once, when a host comes back to a full room.
    this.timer = setTimeout(() => this.connect(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
  }

  private hear(message: ToLearner): void {
    const { outbox } = this.options;
    switch (message.kind) {
      case "welcome":
        outbox.startAfter(message.acknowledged);
        outbox.acknowledge(message.acknowledged);
        // A host that takes nothing, for its disk is full, is not to be asked twice a second.
        if (outbox.waiting === 0) this.wait = FIRST_WAIT_MS;
        this.sent = message.acknowledged;
        this.options.welcomed?.(message.now);
        this.become("up");
        this.pass();
        break;
      case "acknowledged":
        this.turnedAway = 0;
        this.wait = FIRST_WAIT_MS;
        this.isAwaited = false;
        outbox.acknowledge(message.seq);
        this.pass();
        break;
      case "orders":
        this.lastOrder = Math.max(this.lastOrder, ...message.orders.map(({ number }) => number));
        this.options.heard(message.orders);
        break;
    }
    if (outbox.waiting === 0) for (const wake of this.drained.splice(0)) wake();
  }

  /** Sends what waits, as long as there is a line. */
  private pass(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (this.state !== "up" || this.isAwaited) return;
    const events = thatFit(this.options.outbox.after(this.sent, MAX_EVENTS_A_FRAME));
    const last = events.at(-1);
    if (last === undefined) return;
    this.sent = last.seq;
    this.isAwaited = true;
    this.say({ kind: "events", events: [...events] });
  }

  private say(message: FromLearner): void {
    this.socket?.send(JSON.stringify(message));
  }

  private become(state: LineState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.changed(state);
  }
}

function thatFit(events: readonly NumberedEvent[]): readonly NumberedEvent[] {
  let length = 0;
  const end = events.findIndex((event, index) => {
    length += JSON.stringify(event).length;
    return index > 0 && length > FRAME_LENGTH;
  });
  return end < 0 ? events : events.slice(0, end);
}
