// What a describer may ask: other objects of the cluster, the time, and whether the user wants to see events.

import type { ObjectReader } from "../object-reader.ts";

export type DescribeReader = ObjectReader;

export interface DescribeContext {
  readonly reader: DescribeReader;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  readonly showEvents: boolean;
}
