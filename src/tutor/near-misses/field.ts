// A field of an object that is not as it should be: what the looks at fields are handed.

import type { AnyObject } from "../../api/types.ts";
import type { Demand } from "./demand.ts";
import type { Say } from "./finding.ts";
import { nameOf } from "./scene.ts";

export interface AskedField {
  readonly object: AnyObject;
  /** What the demand's paths start from: the object, or an entry of one of its lists. */
  readonly root: unknown;
  /** "Pod `web`", or its entry. */
  readonly name: Say;
  readonly demand: Demand;
}

export function fieldOf(object: AnyObject, demand: Demand): AskedField {
  return { object, root: object, name: () => nameOf(object), demand };
}

export function idOf({ object }: AskedField, what: string): string {
  return `${what} ${object.kind}/${object.metadata.name}`;
}

/** A value as one reads it. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
