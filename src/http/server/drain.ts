// How a request is refused whose body is still on its way: the answer first, then the rest unread, then the end. A connection that
// is closed over unread bytes is reset, and the client would never see why.

import type { IncomingMessage } from "node:http";

/** Whether more of its body is on the way. */
export function isComing({ complete, headers }: IncomingMessage): boolean {
  return !complete && (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0);
}

/** Calls `then` once, when the request has come to its end or the patience with it has. */
export function drain(request: IncomingMessage, patienceMs: number, then: () => void): void {
  if (request.complete || request.destroyed) {
    then();
    return;
  }
  const done = (): void => {
    clearTimeout(timer);
    request.off("end", done).off("close", done);
    then();
  };
  const timer = setTimeout(done, patienceMs);
  request.once("end", done).once("close", done);
  request.resume();
}
