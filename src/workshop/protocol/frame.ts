// Frames of a conversation, read against their schema: neither side believes the other.

import * as v from "valibot";
import type { RawData } from "ws";

export type Parsed<T> = { readonly value: T } | { readonly why: string };

export function parseFrame<T>(data: RawData, schema: v.GenericSchema<unknown, T>): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(String(data));
  } catch {
    return { why: "it is not JSON" };
  }
  const result = v.safeParse(schema, json);
  if (result.success) return { value: result.output };
  const [issue] = result.issues;
  return { why: `${v.getDotPath(issue) ?? "the message"}: ${issue.message}`.slice(0, 300) };
}
