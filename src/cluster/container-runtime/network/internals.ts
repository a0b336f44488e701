// What the parts of the network say to each other.

import type { ConnectFailure, DnsAnswer, DnsRecord, RecordType } from "../../../shell/process.ts";
import type { Clock } from "../../../sim/clock.ts";
import type { Peer, RequestLog } from "./request-log.ts";
import type { Routing } from "./service-rules.ts";
import type { Endpoint } from "./socket.ts";
import type { OpenPort, Stack } from "./stack.ts";

export type { DnsRecord, RecordType };

/** Answers questions about names; what listens on port 53 passes them on to it. */
export type NameService = (name: string, type: RecordType, client: Peer) => Omit<DnsAnswer, "server">;

export type Protocol = "TCP" | "UDP";

/** Where a connection attempt ends. */
export type Arrival =
  | {
      readonly kind: "listener";
      readonly stack: Stack;
      readonly listener: OpenPort;
      readonly endpoint: Endpoint;
      readonly rule?: Routing;
      /** The client's address as the listener sees it, where that is not the client's own. */
      readonly seenAs?: string;
    }
  | { readonly kind: "failed"; readonly failure: ConnectFailure; readonly afterMs: number; readonly rule?: Routing }
  /** Nobody ever answers. */
  | { readonly kind: "silence"; readonly rule?: Routing };

/** What views of stacks are made of. */
export interface NetworkInternals {
  readonly clock: Clock;
  readonly log: RequestLog;
  /** @param protocol TCP when absent. */
  arrive(from: Stack, address: string, port: number, protocol?: Protocol): Arrival;
  nameService(): NameService | undefined;
}
