// What a program hands to the API server that serves an API of its own behind that door, as metrics-server does.

import type { ResourceInfo } from "./catalogue.ts";
import type { ApiHandler } from "./request.ts";

export interface AggregatedApi {
  readonly resources: readonly ResourceInfo[];
  /** Whether the program that listens at this address serves it. */
  isServedAt(address: string): boolean;
  readonly handle: ApiHandler;
}
