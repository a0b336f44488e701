// Channels over one WebSocket: data with the number of its channel, both ways, for a server as for a client.

import type { WebSocket } from "ws";
import { PIECE_SIZE } from "../limits.ts";
import { messageBytes } from "./message.ts";
import { Outbox } from "./outbox.ts";
import type { ChannelProtocol } from "./protocol.ts";

export const CLOSE_CHANNEL = 255;
const ZERO = 48;

export interface ChannelObserver {
  data(channel: number, bytes: Buffer): void;
  /** The peer sends nothing more on the channel. */
  closed(channel: number): void;
  /** The WebSocket is closed. */
  ended(code: number): void;
}

export class Channels {
  private readonly outbox: Outbox;

  constructor(
    private readonly webSocket: WebSocket,
    private readonly protocol: ChannelProtocol,
    backlogLimit?: number,
  ) {
    this.outbox = new Outbox(webSocket, backlogLimit);
  }

  /** Nothing comes before this: the library hands messages over as they arrive. */
  observe(observer: ChannelObserver): void {
    this.webSocket.on("message", (data) => {
      const message = this.decode(messageBytes(data));
      if (message === undefined) return;
      const { channel, bytes } = message;
      if (this.protocol.version >= 5 && channel === CLOSE_CHANNEL) observer.closed(bytes[0] ?? CLOSE_CHANNEL);
      else observer.data(channel, bytes);
    });
    this.webSocket.on("close", (code) => observer.ended(code));
  }

  /** In pieces; an empty message is a message too. */
  send(channel: number, bytes: Uint8Array): void {
    let at = 0;
    do {
      this.sendMessage(channel, bytes.subarray(at, at + PIECE_SIZE));
      at += PIECE_SIZE;
    } while (at < bytes.length);
  }

  /** In one message: for what the peer reads as a whole. */
  sendMessage(channel: number, bytes: Uint8Array): void {
    this.outbox.send(this.encode(channel, bytes));
  }

  closeChannel(channel: number): void {
    if (this.protocol.version >= 5) this.sendMessage(CLOSE_CHANNEL, Uint8Array.of(channel));
  }

  /** Hangs up when everything is out. */
  close(): void {
    this.outbox.close();
  }

  private encode(channel: number, bytes: Uint8Array): string | Uint8Array {
    if (!this.protocol.base64) return Buffer.concat([Uint8Array.of(channel), bytes]);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    return String.fromCharCode(ZERO + channel) + text;
  }

  /** Undefined for a message of no channel, which is skipped. */
  private decode(message: Buffer): { readonly channel: number; readonly bytes: Buffer } | undefined {
    const [first] = message;
    if (first === undefined) return undefined;
    const bytes = message.subarray(1);
    if (!this.protocol.base64) return { channel: first, bytes };
    return { channel: first - ZERO, bytes: Buffer.from(bytes.toString("latin1"), "base64") };
  }
}
