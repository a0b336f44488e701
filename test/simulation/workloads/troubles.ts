// What may go wrong between a component and the API server: writes that come too late, and answers that fail.

import type { ApiHandler, ApiRequest, ApiResponse } from "../../../src/api/request.ts";
import { failure } from "../../../src/api/status.ts";
import type { Clock } from "../../../src/sim/clock.ts";
import { Random } from "../../../src/sim/random.ts";

interface Troubles {
  readonly seed: string;
  /** No trouble after this instant. */
  readonly untilMs: number;
  /** Of a hundred writes, how many are answered with 409 as if somebody had been quicker. */
  readonly conflicts: number;
  /** Of a hundred writes, how many the server refuses to look at (500). */
  readonly refusals: number;
  /** Of a hundred writes, how many are done and answered with 504 all the same. */
  readonly lostAnswers: number;
}

/** The network in trouble. Heartbeats come through, so that nodes die only when they are meant to. */
export function troubled(
  handler: ApiHandler,
  clock: Clock,
  { seed, untilMs, conflicts, refusals, lostAnswers }: Troubles,
): ApiHandler {
  const random = new Random(`troubles/${seed}`);
  return (request) => {
    if (clock.now() >= untilMs || !isWrite(request)) return handler(request);
    const die = random.below(100);
    if (die < conflicts) return request.method === "POST" ? handler(request) : conflict();
    if (die < conflicts + refusals) return refusal();
    const answer = handler(request);
    return die < conflicts + refusals + lostAnswers && answer.status < 400 ? timeout() : answer;
  };
}

function isWrite({ method, path }: ApiRequest): boolean {
  return method !== "GET" && !/\/(leases|nodes|events)\b/.test(path);
}

function conflict(): ApiResponse {
  const message =
    "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again";
  return { kind: "object", status: 409, body: failure(409, "Conflict", message) };
}

function refusal(): ApiResponse {
  return { kind: "object", status: 500, body: failure(500, "InternalError", "etcdserver: leader changed") };
}

function timeout(): ApiResponse {
  return {
    kind: "object",
    status: 504,
    body: failure(504, "Timeout", "request did not complete within the allotted timeout"),
  };
}
