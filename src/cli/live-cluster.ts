// A cluster whose clock runs with the machine's, for clients outside the process: never ahead of it, and behind only while there is
// more to do than time to do it in (the machine had slept, or somebody keeps a container busy). Clients are answered meanwhile.

import type { ApiHandler, ApiResponse, Connection } from "../api/request.ts";
import type { VirtualClock } from "../sim/clock.ts";
import { MachineClock, type MachineClockOptions } from "./machine-clock.ts";

/** So long the cluster lives before clients get their turn again. */
const turnMs = 25;
/** setTimeout takes no more. */
const longestTimeoutMs = 2 ** 31 - 1;

export interface LiveOptions extends MachineClockOptions {
  readonly clock: VirtualClock;
  readonly handle: ApiHandler;
  /** Told of what goes wrong in the cluster itself, which then goes on; thrown when not given. */
  readonly onFault?: (error: unknown) => void;
}

export class LiveCluster {
  private readonly machine: MachineClock;
  private timer: NodeJS.Timeout | undefined;
  private turn: NodeJS.Immediate | undefined;
  /** When the timer rings. */
  private wakeAt = Number.POSITIVE_INFINITY;
  private isLiving = false;
  private stopped = false;

  constructor(private readonly options: LiveOptions) {
    this.machine = new MachineClock(options);
    this.live();
  }

  /** Answers at the present instant, or at the one that the cluster has come to. */
  readonly handle: ApiHandler = (request) => {
    this.catchUp();
    const answer = this.options.handle(request);
    this.plan();
    return answer.kind === "connection" ? this.joined(answer) : answer;
  };

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    if (this.turn !== undefined) clearImmediate(this.turn);
  }

  /** What is typed into a container comes in at its instant too. */
  private joined(answer: Extract<ApiResponse, { kind: "connection" }>): ApiResponse {
    const { connection } = answer;
    const inTime =
      <T extends unknown[]>(act: (...values: T) => void) =>
      (...values: T): void => {
        this.catchUp();
        act(...values);
        this.plan();
      };
    const { send, close } = connection;
    const live: Connection = {
      output: connection.output,
      send: inTime(send.bind(connection)),
      close: inTime(close.bind(connection)),
    };
    return { ...answer, connection: live };
  }

  private live(): void {
    this.wakeAt = Number.POSITIVE_INFINITY;
    this.turn = undefined;
    this.catchUp();
    this.plan();
  }

  private catchUp(): void {
    // Whoever asks while the cluster lives is part of it; and while it catches up, requests do not wait for it.
    if (this.isLiving || this.turn !== undefined) return;
    this.isLiving = true;
    try {
      this.liveUntil(this.machine.stopwatch() + turnMs);
    } catch (error) {
      if (this.options.onFault === undefined) throw error;
      this.options.onFault(error);
    } finally {
      this.isLiving = false;
    }
  }

  private liveUntil(deadline: number): void {
    const { clock } = this.options;
    const now = this.machine.now();
    do clock.advanceTo(Math.min(now, clock.nextDue() ?? now));
    while (clock.now() < now && this.machine.stopwatch() < deadline);
  }

  // The next thing to happen gets its timer; a request may bring one that is due sooner.
  private plan(): void {
    if (this.stopped || this.isLiving || this.turn !== undefined) return;
    const due = this.options.clock.nextDue() ?? Number.POSITIVE_INFINITY;
    const now = this.machine.now();
    if (due <= now) {
      this.turn = setImmediate(() => this.live());
      return;
    }
    if (due >= this.wakeAt) return;
    clearTimeout(this.timer);
    this.wakeAt = due;
    this.timer = setTimeout(() => this.live(), Math.min(due - now, longestTimeoutMs));
  }
}
