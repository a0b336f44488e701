// An object as text: JSON with four spaces, YAML, or its name.

import type { AnyObject } from "../../api/types.ts";
import { splitApiVersion } from "../rest-mapper.ts";
import { toYaml } from "../yaml/dump.ts";

export function jsonText(value: unknown): string {
  return plainJsonText(sortedKeys(value));
}

/** The keys in the order that they have. */
export function plainJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 4).replace(/[<>&\u2028\u2029]/g, escapeChar)}\n`;
}

function escapeChar(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export function yamlText(value: unknown): string {
  return toYaml(value);
}

export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== "object") return value;
  const map = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .filter((key) => map[key] !== undefined)
      .map((key) => [key, sortedKeys(map[key])]),
  );
}

/** `pod/web`, `deployment.apps/web`. */
export function objectName(object: AnyObject): string {
  const [group] = splitApiVersion(object.apiVersion ?? "");
  const kind = (object.kind ?? "").toLowerCase();
  const name = object.metadata?.name || "<unknown>";
  return group === "" ? `${kind}/${name}` : `${kind}.${group}/${name}`;
}

export function withoutManagedFields(object: AnyObject): AnyObject {
  const items = (object as { items?: unknown }).items;
  if (Array.isArray(items)) return { ...object, items: items.map(withoutManagedFields) };
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata } as AnyObject;
}
