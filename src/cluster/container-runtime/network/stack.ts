// Stands for a network namespace: the addresses, ports and loopback that the containers of a pod share, or those of a host.

import type { Listener } from "../../../shell/process.ts";
import { Condition } from "../../../shell/waitable.ts";
import type { Peer } from "./request-log.ts";
import type { Wire } from "./socket.ts";

/** Where a stack is, which decides whose rules its packets meet. */
export interface StackPlace {
  readonly peer: Peer;
  readonly addresses: readonly string[];
  /** The node whose rules apply; absent for a machine outside the cluster. */
  readonly nodeName?: string;
}

export interface OpenPort extends Listener {
  accept(): Wire | undefined;
  readonly program: string;
  readonly owner: object;
  /** Puts an arriving connection into the queue. */
  offer(socket: Wire): void;
}

export class Stack {
  private readonly ports = new Map<number, OpenPort>();
  private nextPort = 32768;
  isUp = true;

  constructor(readonly place: StackPlace) {}

  get listeners(): readonly OpenPort[] {
    return [...this.ports.values()];
  }

  get address(): string {
    return this.place.addresses[0] ?? "127.0.0.1";
  }

  /** @param owner whose port it is: all ports of an owner are closed together. */
  listen(port: number, program: string, owner: object): OpenPort | "address in use" {
    const chosen = port === 0 ? this.ephemeralPort() : port;
    if (this.ports.has(chosen)) return "address in use";
    const queue: Wire[] = [];
    let isOpen = true;
    const pending = new Condition(() => queue.length > 0 || !isOpen);
    const open: OpenPort = {
      port: chosen,
      program,
      owner,
      pending,
      accept: () => queue.shift(),
      offer: (socket) => {
        queue.push(socket);
        pending.notify();
      },
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        this.ports.delete(chosen);
        for (const socket of queue.splice(0)) socket.close();
        pending.notify();
      },
    };
    this.ports.set(chosen, open);
    return open;
  }

  find(port: number): OpenPort | undefined {
    return this.ports.get(port);
  }

  ephemeralPort(): number {
    this.nextPort = this.nextPort >= 60999 ? 32768 : this.nextPort + 1;
    return this.nextPort;
  }

  closeOf(owner: object): void {
    for (const open of [...this.ports.values()]) if (open.owner === owner) open.close();
  }
}
