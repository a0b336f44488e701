// One forwarded connection: what a client sends and gets, between the port inside the pod and the client's protocol.

import type { ApiResponse, Connection } from "../../../api/request.ts";
import { bytesOfText, textOfBytes } from "../../../bytes/bytes.ts";
import { statusOf } from "../refusal.ts";

export interface PortClient {
  data(bytes: Uint8Array): void;
  error(text: string): void;
  /** The last call: nothing more of either. */
  finish(): void;
}

export interface PortInput {
  data(bytes: Uint8Array): void;
  closed(): void;
  gone(): void;
}

/** A port that cannot be reached is told to the client; everything else that it forwards lives on. */
export function forwardPort(response: ApiResponse, client: PortClient): PortInput {
  if (response.kind === "connection") return relayPort(response.connection, client);
  client.error(statusOf(response)?.message ?? `the port cannot be reached (${response.status})`);
  client.finish();
  return { data: () => undefined, closed: () => undefined, gone: () => undefined };
}

function relayPort(connection: Connection, client: PortClient): PortInput {
  let over = false;
  let open = true;
  const finish = (error: string): void => {
    if (over) return;
    over = true;
    if (error !== "") client.error(error);
    client.finish();
  };
  connection.output.observe({
    next(frame) {
      if (over) return;
      if (frame.channel === "exit") finish(frame.status.status === "Success" ? "" : (frame.status.message ?? ""));
      else if (frame.channel === "stderr") client.error(frame.data);
      else client.data(bytesOfText(frame.data));
    },
    end: () => finish(""),
  });
  return {
    data(bytes) {
      // At once and whole: the far end may wait for the last byte, even if that looks like half a character.
      if (!over && open && bytes.length > 0) connection.send({ channel: "stdin", data: textOfBytes(bytes) });
    },
    closed() {
      if (over || !open) return;
      open = false;
      connection.send({ channel: "stdin-closed" });
    },
    gone() {
      if (over) return;
      over = true;
      connection.close();
    },
  };
}
