// Stands for the connections that an API server holds open: watches, followed logs, exec. When it stops, they break off.

import type { ApiResponse, Connection } from "../api/request.ts";
import { failure } from "../api/status.ts";
import { Channel, type Source } from "../api/stream.ts";

/** How a client tells of a program whose end it was never told. */
const BROKEN_OFF =
  "error reading from error stream: next reader: websocket: close 1006 (abnormal closure): unexpected EOF";

export class OpenAnswers {
  private readonly open = new Set<() => void>();

  /** The answer as it goes out: what comes of it over time comes until the server stops. */
  through(response: ApiResponse): ApiResponse {
    switch (response.kind) {
      case "watch":
        return { ...response, events: this.relayed(response.events) };
      case "text-stream":
        return { ...response, text: this.relayed(response.text) };
      case "connection":
        return { ...response, connection: this.held(response.connection) };
      default:
        return response;
    }
  }

  breakOff(): void {
    const all = [...this.open];
    this.open.clear();
    for (const end of all) end();
  }

  private held(connection: Connection): Connection {
    return {
      output: this.relayed(connection.output, (output) => {
        connection.close();
        output.push({ channel: "exit", status: failure(500, "", BROKEN_OFF) });
      }),
      send: (frame) => connection.send(frame),
      close: () => connection.close(),
    };
  }

  /** @param onBreak what else happens when the server stops, before nothing comes any more. */
  private relayed<T>(source: Source<T>, onBreak?: (channel: Channel<T>) => void): Source<T> {
    const channel = new Channel<T>(() => {
      this.open.delete(end);
      source.cancel();
    });
    const end = (): void => {
      source.cancel();
      onBreak?.(channel);
      channel.end();
    };
    this.open.add(end);
    source.observe({
      next: (value) => channel.push(value),
      end: (failure) => {
        this.open.delete(end);
        channel.end(failure);
      },
    });
    return channel;
  }
}
