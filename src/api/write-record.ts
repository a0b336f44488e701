// One write as the API server saw it: who, on what, when, and the object before and after. What causes are told from.

import type { AnyObject } from "./types.ts";

export interface WriteRecord {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** The resourceVersion that the write made. */
  readonly revision: number;
  /** In the words of authorization: create, update, patch, delete, deletecollection. */
  readonly verb: string;
  /** The plural name in paths, of the object that was written. */
  readonly resource: string;
  /** "" where the object itself was addressed; `binding`, `status`, `scale` … otherwise. */
  readonly subresource: string;
  readonly user: string;
  /** The User-Agent up to the first slash. */
  readonly userAgent: string;
  /** True for the cluster's own components. */
  readonly isInside: boolean;
  /** Absent for what was created. */
  readonly before?: AnyObject;
  /** Absent for what is gone. */
  readonly after?: AnyObject;
}
