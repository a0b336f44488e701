// What leaves over a WebSocket: one message after the other, each when the one before is out. So over TLS each has a record of its own, as
// Go's servers write them; a client that waits for its socket, and then reads one message, would overlook what came in the same record.

import type { WebSocket } from "ws";
import { BACKLOG_LIMIT } from "../limits.ts";

export class Outbox {
  private readonly waiting: (string | Uint8Array)[] = [];
  private waitingSize = 0;
  private isSending = false;
  private closesWith: number | undefined;

  constructor(
    private readonly webSocket: WebSocket,
    private readonly backlogLimit = BACKLOG_LIMIT,
  ) {}

  /** A text is a message of text, bytes are a binary one. Lets the peer go when too much waits for it. */
  send(message: string | Uint8Array): void {
    if (this.closesWith !== undefined || this.webSocket.readyState !== this.webSocket.OPEN) return;
    this.waiting.push(message);
    this.waitingSize += message.length;
    if (!this.isSending) this.sendNext();
    if (this.waitingSize + this.webSocket.bufferedAmount > this.backlogLimit) this.webSocket.terminate();
  }

  /** Says so when everything is out. */
  close(code = 1000): void {
    this.closesWith ??= code;
    if (!this.isSending) this.webSocket.close(this.closesWith);
  }

  private sendNext(): void {
    const message = this.waiting.shift();
    this.isSending = message !== undefined;
    if (message !== undefined) {
      this.waitingSize -= message.length;
      this.webSocket.send(message, { binary: typeof message !== "string" }, (error) => {
        // Without a peer, nothing more is sent; the WebSocket says "close" itself.
        if (!(error instanceof Error)) this.sendNext();
      });
    } else if (this.closesWith !== undefined) this.webSocket.close(this.closesWith);
  }
}
