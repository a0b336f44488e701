// What prints objects, in whichever form.

import type { AnyObject } from "../../api/types.ts";

/** Prints one object after the other. */
export interface ObjectPrinter {
  print(object: AnyObject): void;
}
