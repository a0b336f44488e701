// What came of each write of a run: what it stored, what it was answered. A copy of the cluster repeats the run, request by request; its
// API server stores the same and answers the same without working it out again. The objects are shared, for nobody changes them.

import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Random, RandomState } from "../../sim/random.ts";
import type { Entry } from "../etcd/entry.ts";
import type { Etcd, PutResult } from "../etcd/etcd.ts";

/** An answer, and under what it was counted. */
export interface Answered {
  readonly response: ApiResponse;
  readonly counted: string | undefined;
}

/** One write to the store. */
interface StoreChange {
  readonly isDelete: boolean;
  readonly entry: Entry<AnyObject>;
  /** Which version it was written over; 0: none. */
  readonly expected: number;
  /** Where chance stood: who hears of the write may draw, too. */
  readonly random: RandomState;
}

export interface Outcome {
  readonly method: string;
  readonly path: string;
  readonly changes: StoreChange[];
  /** Absent while it is worked out, and where it cannot be repeated without being worked out again. */
  answered?: Answered;
  random?: RandomState;
}

/** After so many nothing more is kept: old versions of objects are held by it. */
const KEPT = 20_000;

export interface OutcomesOptions {
  readonly etcd: Etcd<AnyObject>;
  readonly random: Random;
  /** False: nothing is kept, for a server that is never copied. */
  readonly keeps: boolean;
  /** What came of the run that this one repeats. */
  readonly repeated: readonly Outcome[];
  /** Counts a request that was not worked out. */
  readonly count: (counted: string) => void;
}

export class Outcomes {
  private readonly all: Outcome[];
  /** The place of the next one; below the number of all of them while a run is repeated. */
  private next = 0;
  private active: Outcome | undefined;
  private mark: RandomState;

  constructor(private readonly options: OutcomesOptions) {
    this.all = [...options.repeated];
    this.mark = options.random.state();
  }

  get list(): readonly Outcome[] {
    return this.all;
  }

  /** From here on it is a run of its own. */
  endRepetition(): void {
    this.all.length = this.next;
  }

  /** Answers a request: as it was answered before, or by working it out. */
  of(request: ApiRequest, workOut: () => Answered): ApiResponse {
    if (!isKept(request)) return workOut().response;
    const known = this.all[this.next];
    if (known === undefined) return this.noted(request, workOut);
    if (known.method !== request.method || known.path !== request.path) {
      throw new Error(
        `a copy of the cluster asked ${request.method} ${request.path}, the original ${known.method} ${known.path}`,
      );
    }
    this.next++;
    if (known.answered === undefined || known.random === undefined) return this.asIs(undefined, workOut).response;
    this.repeat(known);
    this.options.random.follow(known.random);
    if (known.answered.counted !== undefined) this.options.count(known.answered.counted);
    return known.answered.response;
  }

  /** Whoever answers in the server's place must be asked again. */
  cannotRepeat(): void {
    this.active = undefined;
  }

  /** A write to the store, by the request at hand or by nobody who asked. */
  storing(isDelete: boolean, expected: number, write: () => PutResult<AnyObject>): PutResult<AnyObject> {
    const { active } = this;
    if (active === undefined) return write();
    const random = this.randomState();
    // Who hears of it may write, too, and will hear of it again in a copy.
    const result = this.asIs(undefined, write);
    if (result.kind === "done") active.changes.push({ isDelete, entry: result.entry, expected, random });
    return result;
  }

  private noted(request: ApiRequest, workOut: () => Answered): ApiResponse {
    if (!this.options.keeps || this.next >= KEPT) return this.asIs(undefined, workOut).response;
    const { method, path } = request;
    const outcome: Outcome = { method, path, changes: [] };
    this.all.push(outcome);
    this.next++;
    return this.asIs(outcome, () => {
      const answered = workOut();
      const { kind } = answered.response;
      if (this.active !== outcome || (kind !== "object" && kind !== "text")) return answered.response;
      outcome.answered = answered;
      outcome.random = this.randomState();
      return answered.response;
    });
  }

  private asIs<T>(active: Outcome | undefined, act: () => T): T {
    const before = this.active;
    this.active = active;
    try {
      return act();
    } finally {
      this.active = before;
    }
  }

  private repeat({ changes, method, path }: Outcome): void {
    const { etcd, random } = this.options;
    for (const { isDelete, entry, expected, random: mark } of changes) {
      random.follow(mark);
      if (etcd.revision + 1 !== entry.modRevision)
        throw new Error(`a copy of the cluster came to revision ${etcd.revision} before ${method} ${path}`);
      const { key, value } = entry;
      if (isDelete) etcd.delete(key, expected, () => value);
      else etcd.put(key, expected, () => value);
    }
  }

  /** One mark serves as long as nobody draws. */
  private randomState(): RandomState {
    const { random } = this.options;
    if (this.mark.counter !== random.drawn) this.mark = random.state();
    return this.mark;
  }
}

// Reading leaves nothing behind. What is spoken with containers has to be said again.
function isKept({ method, path }: ApiRequest): boolean {
  return method !== "GET" && !/\/(exec|attach|portforward|proxy)(\/|$)/.test(path) && !isQuestion(path);
}

/** A question about access is a POST, but no part of a run. */
export function isQuestion(path: string): boolean {
  return /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(namespaces\/[^/]+\/)?\w+reviews$/.test(path);
}
