// What every part of the pages is handed: the room as it is, a way to order things, and the words that say how it went.

import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Order } from "../protocol/orders.ts";
import { Connection, type Line, type Wish } from "./connection.ts";
import { type RoomState, takeMessage } from "./room-state.ts";

export interface Room {
  readonly state: RoomState;
  readonly line: Line;
  readonly token: string;
  /** Orders it; says `done` when the host has done it, or why it has not. */
  readonly act: (wish: Wish, done?: string) => Promise<boolean>;
  readonly order: (order: Order, done?: string) => Promise<boolean>;
  /** Tells the instructor, on the page, that something did not work. */
  readonly complain: (text: string) => void;
  /** Asks first: resolves to whether the instructor means it. */
  readonly confirm: (question: string, yes: string) => Promise<boolean>;
}

export const RoomContext = createContext<Room | undefined>(undefined);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error("there is no room around this part of the page");
  return room;
}

/** The room by its line to the host; undefined until the host has told it. */
export function useConnection(token: string | undefined): {
  readonly state: RoomState | undefined;
  readonly line: Line;
  readonly ask: (wish: Wish) => Promise<void>;
} {
  const [state, setState] = useState<RoomState>();
  const [line, setLine] = useState<Line>("connecting");
  const connection = useRef<Connection | undefined>(undefined);
  useEffect(() => {
    if (token === undefined) return;
    connection.current = new Connection(
      token,
      (message) => setState((known) => takeMessage(known, message, performance.now())),
      setLine,
    );
  }, [token]);
  const ask = (wish: Wish) => connection.current?.ask(wish) ?? Promise.reject(new Error("there is no host"));
  return { state, line, ask };
}

/** The host's clock, told anew this often. This machine's may be wrong, and set while the page is open. */
export function useHostClock(state: RoomState, everyMs: number): number {
  const [here, setHere] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setHere(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return here + state.clockAheadMs;
}
