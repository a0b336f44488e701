// What a statement came to.

import type { ResultTable } from "./select.ts";

export interface Outcome {
  /** As in `CREATE TABLE` or `INSERT 0 3`. */
  readonly tag: string;
  readonly count?: number;
  readonly table?: ResultTable;
  readonly notices?: readonly string[];
}
