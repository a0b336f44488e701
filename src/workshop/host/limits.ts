// How often anything may be done to a host: what people do passes, what programs do that mean no good does not.

import { Buckets } from "./bucket.ts";
import type { Rates } from "./learner-connection.ts";

/** Wrong codes and seats: of one address, and of all together, so that many addresses do not help either. */
const WRONG_FROM_ONE = { size: 10, perMinute: 6 };
const WRONG_FROM_ALL = { size: 200, perMinute: 120 };
/** A whole conference may stand behind one address. */
const CONNECTIONS_FROM_ONE = { size: 10_000, perMinute: 10_000 };
const JOINS_FROM_ONE = { size: 6000, perMinute: 600 };
/** Of one learner, on whatever lines: a tutor that comes back after a day tells some thousand events, and nobody lives that fast for long. */
const FRAMES_OF_ONE = { size: 300, perMinute: 1200 };
const EVENTS_OF_ONE = { size: 20_000, perMinute: 2000 };
const BYTES_OF_ONE = { size: 64 * 1024 * 1024, perMinute: 4 * 1024 * 1024 };
/** Learners whose rates are remembered. */
const LEARNERS_AT_ONCE = 20_000;

export class Limits {
  /** What learners tell, each on whatever lines. */
  readonly rates: Rates;
  private readonly wrongFromOne: Buckets;
  private readonly wrongFromAll: Buckets;
  private readonly connections: Buckets;
  private readonly joins: Buckets;

  constructor(now: () => number) {
    this.wrongFromOne = new Buckets(WRONG_FROM_ONE, now);
    this.wrongFromAll = new Buckets(WRONG_FROM_ALL, now);
    this.connections = new Buckets(CONNECTIONS_FROM_ONE, now);
    this.joins = new Buckets(JOINS_FROM_ONE, now);
    const ofLearners = (rate: { readonly size: number; readonly perMinute: number }) =>
      new Buckets({ ...rate, keys: LEARNERS_AT_ONCE }, now);
    this.rates = {
      frames: ofLearners(FRAMES_OF_ONE),
      events: ofLearners(EVENTS_OF_ONE),
      bytes: ofLearners(BYTES_OF_ONE),
    };
  }

  /** Whether a code or a seat from this address is looked at. */
  mayGuess(from: string): boolean {
    return this.mayKnock(from) && this.wrongFromAll.take("all", 0);
  }

  guessedWrong(from: string): void {
    this.knockedWrong(from);
    this.wrongFromAll.take("all");
  }

  /** The same for tokens, which are too long to be guessed from many addresses, either. */
  mayKnock(from: string): boolean {
    return this.wrongFromOne.take(from, 0);
  }

  knockedWrong(from: string): void {
    this.wrongFromOne.take(from);
  }

  mayConnect(from: string): boolean {
    return this.connections.take(from);
  }

  mayJoin(from: string): boolean {
    return this.joins.take(from);
  }
}
