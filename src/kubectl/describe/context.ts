// What a describer may ask: other objects of the cluster, the time, and whether the user wants to see events.

import type { Query } from "../../api/request.ts";
import type { KubeObject } from "../../api/types.ts";

/** Reads through the API. Both methods reject with a StatusError when the server refuses. */
export interface DescribeReader {
  get<T extends KubeObject>(path: string): Promise<T>;
  list<T extends KubeObject>(path: string, query?: Query): Promise<readonly T[]>;
}

export interface DescribeContext {
  readonly reader: DescribeReader;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  readonly showEvents: boolean;
}

export type Describer<T extends KubeObject> = (object: T, context: DescribeContext) => Promise<string>;
