// Between a program that the API server has connected us to and its client, whatever protocol the client speaks.
// Promises that the client hears of the program's end once, and that a program whose client is gone is hung up on.

import type { Connection } from "../../../api/request.ts";
import { type Status, success } from "../../../api/status.ts";
import { ByteDecoder, bytesOfText } from "../../../bytes/bytes.ts";
import { TerminalSizeReader } from "./terminal-size.ts";

export interface CommandClient {
  output(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  /** The last call. */
  finish(status: Status): void;
}

/** What the client does. */
export interface CommandInput {
  stdin(bytes: Uint8Array): void;
  stdinClosed(): void;
  /** JSON, perhaps in pieces. */
  resize(bytes: Uint8Array): void;
  gone(): void;
}

export function relayProgram(connection: Connection, client: CommandClient): CommandInput {
  const decoder = new ByteDecoder();
  const sizes = new TerminalSizeReader();
  let over = false;
  let stdinOpen = true;
  const finish = (status: Status): void => {
    if (over) return;
    over = true;
    client.finish(status);
  };
  const send = (data: string): void => {
    if (data !== "") connection.send({ channel: "stdin", data });
  };
  connection.output.observe({
    next(frame) {
      if (frame.channel === "exit") finish(frame.status);
      else if (!over) client.output(frame.channel, bytesOfText(frame.data));
    },
    end: () => finish(success()),
  });
  return {
    stdin(bytes) {
      if (!over && stdinOpen) send(decoder.decode(bytes));
    },
    stdinClosed() {
      if (over || !stdinOpen) return;
      stdinOpen = false;
      send(decoder.end());
      connection.send({ channel: "stdin-closed" });
    },
    resize(bytes) {
      for (const size of sizes.read(bytes)) if (!over) connection.send({ channel: "resize", ...size });
    },
    gone() {
      if (over) return;
      over = true;
      connection.close();
    },
  };
}
