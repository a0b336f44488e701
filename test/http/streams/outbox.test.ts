import { describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { Outbox } from "../../../src/http/streams/websocket/outbox.ts";

/** A WebSocket whose messages leave when the test says so. */
function slowWebSocket() {
  const told: string[] = [];
  const leaving: ((error?: Error) => void)[] = [];
  const webSocket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(message: string | Uint8Array, { binary }: { readonly binary: boolean }, done: (error?: Error) => void) {
      told.push(`${binary ? "bytes" : "text"} ${Buffer.from(message).toString()}`);
      leaving.push(done);
    },
    close: (code: number) => told.push(`close ${code}`),
    terminate: () => told.push("terminate"),
  };
  const leave = (error?: Error): void => leaving.shift()?.(error);
  return { told, leave, webSocket: webSocket as unknown as WebSocket };
}

describe("what leaves over a WebSocket", () => {
  it("leaves one by one, and the end comes last", () => {
    const { told, leave, webSocket } = slowWebSocket();
    const outbox = new Outbox(webSocket);
    outbox.send("one");
    outbox.send(Buffer.from("two"));
    outbox.close();
    outbox.send("too late");
    expect(told).toEqual(["text one"]);
    leave();
    expect(told.slice(1)).toEqual(["bytes two"]);
    leave();
    expect(told.slice(2)).toEqual(["close 1000"]);
  });

  it("goes on after a pause, and closes at once when nothing is on its way", () => {
    const { told, leave, webSocket } = slowWebSocket();
    const outbox = new Outbox(webSocket);
    outbox.send("one");
    leave();
    outbox.send("two");
    leave();
    outbox.close();
    expect(told).toEqual(["text one", "text two", "close 1000"]);
  });

  it("ends with a peer that is gone, or that reads too slowly", () => {
    const gone = slowWebSocket();
    const outbox = new Outbox(gone.webSocket);
    outbox.send("one");
    outbox.send("two");
    gone.leave(new Error("gone"));
    expect(gone.told).toEqual(["text one"]);

    const slow = slowWebSocket();
    const full = new Outbox(slow.webSocket, 10);
    for (const text of ["123456", "123456", "123456"]) full.send(text);
    expect(slow.told).toEqual(["text 123456", "terminate"]);
  });
});
