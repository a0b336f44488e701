// One answer after the other on each connection, however many requests a client sends ahead: as Go's servers do it, and so that
// nobody has a hundred large answers made that wait in memory.

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

export class Turns {
  private readonly latest = new WeakMap<Socket, ServerResponse>();

  /** Runs `answer` when what the client asked before on this connection has been answered. */
  take(socket: Socket, response: ServerResponse, answer: () => void): void {
    const before = this.latest.get(socket);
    this.latest.set(socket, response);
    if (before === undefined || before.writableFinished || before.destroyed) answer();
    else {
      before.once("close", () => {
        if (!socket.destroyed) answer();
      });
    }
  }
}
