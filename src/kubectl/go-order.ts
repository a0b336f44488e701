// Writes objects as Go's structs: their fields in Go's order, empty ones left out or written as the struct says. So kubectl prints what it
// has made itself or decoded into its own types.

import type { AnyObject } from "../api/types.ts";
import { goKinds, goStructs } from "./go-structs.ts";

type Loose = Readonly<Record<string, unknown>>;

interface Field {
  readonly name: string;
  readonly isPointer: boolean;
  /** What an empty field is written as; undefined where it is left out. */
  readonly zero: unknown;
  readonly struct: string | undefined;
}

/** The object as its kind's struct; of a kind that has none here, as it stands. */
export function typedForm(object: Loose): AnyObject {
  return kindForm(object) as unknown as AnyObject;
}

function kindForm(object: Loose): Loose {
  const { kind, apiVersion, items } = object;
  const envelope = compact({ kind, apiVersion });
  if (Array.isArray(items)) return { ...envelope, metadata: object.metadata ?? {}, items: items.map(kindForm) };
  const struct = goKinds[`${String(apiVersion)} ${String(kind)}`];
  return struct === undefined ? object : { ...envelope, ...structForm(object, struct) };
}

function structForm(object: Loose, struct: string): Loose {
  const fields = fieldsOf(struct);
  // A kind may stand within another, as a claim's template; a reference to a kind has these as fields of its own.
  const isKind = fields[0]?.name === "metadata";
  const written: Record<string, unknown> = isKind ? compact({ kind: object.kind, apiVersion: object.apiVersion }) : {};
  for (const { name, isPointer, zero, struct: of } of fields) {
    const value = object[name];
    const isGiven = value !== undefined && value !== null && (isPointer || zero !== undefined || !isEmpty(value));
    if (isGiven) written[name] = of === undefined ? plainForm(value) : valueForm(value, of);
    else if (zero !== undefined) written[name] = of === undefined || zero === null ? zero : structForm({}, of);
  }
  return written;
}

function valueForm(value: unknown, struct: string): unknown {
  if (Array.isArray(value)) return value.map((item) => valueForm(item, struct));
  return value !== null && typeof value === "object" ? structForm(value as Loose, struct) : value;
}

/** Go writes maps sorted. */
function plainForm(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plainForm);
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, item]) => [key, plainForm(item)]));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null ? Object.keys(value).length === 0 : !value;
}

function compact(object: Loose): Loose {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function fieldsOf(struct: string): readonly Field[] {
  return (goStructs[struct] ?? "").split(" ").map(parseField);
}

function parseField(text: string): Field {
  const [, name = "", pointer, zero, struct] = /^([^*=:]+)(\*)?(?:=([^:]*))?(?::(.+))?$/.exec(text) ?? [];
  return { name, isPointer: pointer !== undefined, zero: zero === undefined ? undefined : JSON.parse(zero), struct };
}
