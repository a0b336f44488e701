// Clients that speak plain HTTP to the port of HTTPS. They get an answer that they can read, as Go's servers give it.

import type { Server } from "node:https";
import type { Socket } from "node:net";

/** How every TLS connection begins: a record of the handshake. */
const HANDSHAKE = 0x16;
const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT) /;
const ANSWER = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

export interface PlainOptions {
  /** Whoever says nothing for so long is let go. */
  readonly silenceMs: number;
  readonly refuse: (socket: Socket, why: string) => void;
}

/** Looks at the first byte of each connection before the server does. */
export function answerPlainHttp(server: Server, { silenceMs, refuse }: PlainOptions): void {
  const accept = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    const drop = (): void => void socket.destroy();
    socket.on("error", drop);
    socket.setTimeout(silenceMs, drop);
    socket.once("data", (first: Buffer) => {
      socket.off("timeout", drop).setTimeout(0);
      socket.pause();
      if (first[0] === HANDSHAKE) {
        socket.unshift(first);
        for (const take of accept) take.call(server, socket);
        return;
      }
      const isHttp = METHODS.test(first.subarray(0, 8).toString("latin1"));
      refuse(socket, isHttp ? "it speaks plain HTTP, not HTTPS" : "it speaks no TLS");
      if (isHttp) socket.end(ANSWER, drop);
      else drop();
    });
  });
}
