// What comes back over one forwarded connection, and how it ends.

import type { OutputFrame } from "../../../api/request.ts";
import { failure, success } from "../../../api/status.ts";
import { Channel } from "../../../api/stream.ts";
import { textOfBytes } from "../../../bytes/bytes.ts";

export class PortOutput {
  readonly frames: Channel<OutputFrame>;
  private said = "";

  /** @param hangUp told once, when the consumer wants no more. */
  constructor(hangUp: () => void) {
    this.frames = new Channel<OutputFrame>(hangUp);
  }

  data(bytes: Uint8Array): void {
    // At once and whole: the client may wait for the last byte, even if that looks like half a character.
    if (bytes.length > 0) this.frames.push({ channel: "stdout", data: textOfBytes(bytes) });
  }

  error(bytes: Uint8Array): void {
    this.said += textOfBytes(bytes);
  }

  /** @param lost the connection broke before the server had said all. */
  end(lost: boolean): void {
    if (!this.frames.open) return;
    const message = this.said === "" && lost ? "lost connection to pod" : this.said;
    const status = message === "" ? success() : failure(500, "InternalError", message);
    this.frames.push({ channel: "exit", status });
    this.frames.end();
  }
}
