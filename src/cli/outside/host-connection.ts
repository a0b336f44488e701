// One connection over the machine's own network, with the manners of a simulated socket: text stands for bytes.

import type { Socket as HostSocket } from "node:net";
import { bytesOfText, textOfBytes } from "../../bytes/bytes.ts";
import type { Socket, Waitable } from "../../shell/process.ts";
import { alwaysReady, Condition } from "../../shell/waitable.ts";

interface Place {
  readonly address: string;
  readonly port: number;
}

export class HostConnection implements Socket {
  readonly isTerminal = false;
  readonly writable: Waitable = alwaysReady;
  readonly local: Place;
  readonly remote: Place;
  private received = "";
  private hasEnded = false;
  private readonly condition = new Condition(() => this.received !== "" || this.hasEnded);

  constructor(private readonly host: HostSocket) {
    this.local = { address: host.localAddress ?? "", port: host.localPort ?? 0 };
    this.remote = { address: host.remoteAddress ?? "", port: host.remotePort ?? 0 };
    host.on("data", (data: Buffer) => {
      this.received += textOfBytes(data);
      this.condition.notify();
    });
    host.on("error", () => host.destroy());
    for (const event of ["end", "close"]) host.on(event, () => this.end());
  }

  get readable(): Waitable {
    return this.condition;
  }

  read(): string | undefined {
    const text = this.received;
    this.received = "";
    return text === "" && this.hasEnded ? undefined : text;
  }

  write(text: string): boolean {
    if (!this.host.writable) return false;
    this.host.write(bytesOfText(text));
    return true;
  }

  close(): void {
    this.host.end();
    this.end();
  }

  private end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.condition.notify();
  }
}
