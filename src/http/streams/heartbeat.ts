// Finds out that a peer has gone without a word, and lets go of one that never reads what is left for it.
// A peer that is only slow (someone pages through the output) is given the patience that kube-apiserver has.

import { PATIENCE_MS, PING_PERIOD_MS } from "./limits.ts";

export interface Heartbeat {
  /** Something came from the peer. */
  heard(): void;
  /** All is written: the peer has this long to read it and hang up. */
  linger(): void;
  /** The connection is closed. */
  stop(): void;
}

export interface Beating {
  ping(): void;
  giveUp(): void;
}

export interface HeartbeatTimes {
  readonly periodMs: number;
  readonly patienceMs: number;
}

export function startHeartbeat(
  peer: Beating,
  { periodMs, patienceMs }: HeartbeatTimes = { periodMs: PING_PERIOD_MS, patienceMs: PATIENCE_MS },
): Heartbeat {
  let silentMs = 0;
  let lingering: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    silentMs += periodMs;
    if (silentMs >= patienceMs) peer.giveUp();
    else peer.ping();
  }, periodMs);
  // No program stays alive for the sake of a ping.
  timer.unref();
  return {
    heard() {
      silentMs = 0;
    },
    linger() {
      lingering ??= setTimeout(peer.giveUp, patienceMs).unref();
    },
    stop() {
      clearInterval(timer);
      clearTimeout(lingering);
    },
  };
}
