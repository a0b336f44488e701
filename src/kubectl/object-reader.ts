// Reads typed objects through kubectl's client.

import type { Query } from "../api/request.ts";
import type { KubeObject } from "../api/types.ts";
import type { ApiClient } from "./client.ts";

/** Both methods reject with a StatusError when the server refuses. */
export interface ObjectReader {
  get<T extends KubeObject>(path: string): Promise<T>;
  list<T extends KubeObject>(path: string, query?: Query): Promise<readonly T[]>;
}

/** @param chunkSize lists are asked for in pieces of this size; 0 for all at once. */
export function readerOf(client: ApiClient, chunkSize = 0): ObjectReader {
  return {
    async get<T extends KubeObject>(path: string): Promise<T> {
      return (await client.get(path)) as KubeObject as T;
    },
    async list<T extends KubeObject>(path: string, query: Query = {}): Promise<readonly T[]> {
      return (await client.list(path, query, chunkSize)).items as readonly KubeObject[] as readonly T[];
    },
  };
}
