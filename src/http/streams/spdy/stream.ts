// One stream of a SPDY session: bytes both ways, each way ended for itself.
// Promises that nothing is sent before the peer has accepted the stream: the usual peer drops data that comes earlier.

import { FLOOD_LIMIT } from "../limits.ts";
import { type Frame, MAX_LENGTH, resetStatus, SpdyError } from "./frame.ts";
import type { Headers } from "./headers.ts";

export interface StreamObserver {
  data(bytes: Buffer): void;
  /** The peer sends nothing more; we still may. */
  end(): void;
  /** The stream is over for both sides before it came to its end. */
  reset(): void;
}

export interface StreamOutlet {
  send(frame: Exclude<Frame, { type: "UNKNOWN" | "SYN_REPLY" }>): void;
  reply(streamId: number): void;
  /** Both ways have ended. */
  over(streamId: number): void;
}

type Event = { readonly type: "data"; readonly bytes: Buffer } | { readonly type: "end" | "reset" };

export class SpdyStream {
  private observer: StreamObserver | undefined;
  private readonly held: Event[] = [];
  private heldBytes = 0;
  private readonly unsent: Extract<Frame, { type: "DATA" }>[] = [];
  private accepted = false;
  private sending = true;
  private receiving = true;

  constructor(
    readonly id: number,
    readonly headers: Headers,
    private readonly outlet: StreamOutlet,
  ) {}

  observe(observer: StreamObserver): void {
    this.observer = observer;
    this.heldBytes = 0;
    for (const event of this.held.splice(0)) deliver(event, observer);
  }

  /** Says yes to a stream that the peer has opened. */
  accept(): void {
    if (this.accepted || !this.sending) return;
    this.outlet.reply(this.id);
    this.receiveReply();
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MAX_LENGTH) this.sendData(bytes.subarray(at, at + MAX_LENGTH), false);
  }

  end(): void {
    this.sendData(new Uint8Array(0), true);
  }

  reset(status: number = resetStatus.CANCEL): void {
    if (!this.sending && !this.receiving) return;
    this.outlet.send({ type: "RST_STREAM", streamId: this.id, status });
    this.close();
  }

  receiveReply(): void {
    this.accepted = true;
    for (const frame of this.unsent.splice(0)) this.outlet.send(frame);
  }

  receiveData(bytes: Buffer): void {
    if (!this.receiving) throw new SpdyError(`data on stream ${this.id} after its end`);
    if (bytes.length > 0) this.emit({ type: "data", bytes });
  }

  receiveEnd(): void {
    if (!this.receiving) return;
    this.receiving = false;
    this.emit({ type: "end" });
    this.settle();
  }

  /** The peer, or the end of the session, has cut the stream off. */
  receiveReset(): void {
    if (!this.sending && !this.receiving) return;
    this.close();
    this.emit({ type: "reset" });
  }

  private sendData(bytes: Uint8Array, fin: boolean): void {
    if (!this.sending) return;
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frame: Frame = { type: "DATA", streamId: this.id, fin, data };
    if (this.accepted) this.outlet.send(frame);
    else this.unsent.push(frame);
    if (!fin) return;
    this.sending = false;
    this.settle();
  }

  private close(): void {
    this.sending = false;
    this.receiving = false;
    this.unsent.length = 0;
    this.outlet.over(this.id);
  }

  private settle(): void {
    if (!this.sending && !this.receiving) this.outlet.over(this.id);
  }

  private emit(event: Event): void {
    if (this.observer !== undefined) {
      deliver(event, this.observer);
      return;
    }
    this.held.push(event);
    if (event.type !== "data") return;
    this.heldBytes += event.bytes.length;
    if (this.heldBytes > FLOOD_LIMIT) throw new SpdyError(`nobody takes the data of stream ${this.id}`);
  }
}

function deliver(event: Event, observer: StreamObserver): void {
  if (event.type === "data") observer.data(event.bytes);
  else if (event.type === "end") observer.end();
  else observer.reset();
}
