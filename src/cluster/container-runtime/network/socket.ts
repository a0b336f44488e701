// Stands for an established TCP connection: two pipes, one each way, with an address at either end.

import type { Input, Output, Socket, Waitable } from "../../../shell/process.ts";
import { pipe } from "../../../shell/streams.ts";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Called with what each side says, before the other side gets it. */
export interface Tap {
  fromClient(text: string): void;
  fromServer(text: string): void;
  closed(): void;
}

export function connectedPair(client: Endpoint, server: Endpoint, tap?: Tap): { client: Wire; server: Wire } {
  const up = pipe();
  const down = pipe();
  return {
    client: new Wire(
      down.input,
      up.output,
      client,
      server,
      (text) => tap?.fromClient(text),
      () => tap?.closed(),
    ),
    server: new Wire(
      up.input,
      down.output,
      server,
      client,
      (text) => tap?.fromServer(text),
      () => tap?.closed(),
    ),
  };
}

/** One end of it. */
export class Wire implements Socket {
  readonly isTerminal = false;
  readonly readable: Waitable;
  readonly writable: Waitable;
  /** Called once, when this end is closed. */
  afterClose: (() => void) | undefined;
  private isClosed = false;

  constructor(
    private readonly incoming: Input,
    private readonly outgoing: Output,
    readonly local: Endpoint,
    readonly remote: Endpoint,
    private readonly onWrite: (text: string) => void,
    private readonly onClose: () => void,
  ) {
    this.readable = incoming.readable;
    this.writable = outgoing.writable;
  }

  read(): string | undefined {
    return this.isClosed ? undefined : this.incoming.read();
  }

  write(text: string): boolean {
    if (this.isClosed) return false;
    this.onWrite(text);
    return this.outgoing.write(text);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.incoming.close();
    this.outgoing.close();
    this.onClose();
    this.afterClose?.();
  }
}
