// Applies --overrides to an object that a command has made.

import { applyJsonPatch, type JsonPatchOperation } from "../api/patch/json-patch.ts";
import { mergePatch } from "../api/patch/merge.ts";
import type { AnyObject } from "../api/types.ts";
import { KubectlError } from "./errors.ts";
import { type Flag, stringFlag } from "./flags/flag.ts";
import type { FlagValues } from "./flags/flag-values.ts";

export const OVERRIDE_FLAGS: readonly Flag[] = [
  stringFlag("override-type", "How --overrides is merged into the object: json, merge, or strategic.", "merge"),
  stringFlag("overrides", "JSON that changes the object before it is used."),
];

export function overridden(object: AnyObject, flags: FlagValues): AnyObject {
  const result = patched(object, flags);
  const { apiVersion, kind } = result;
  if (apiVersion === object.apiVersion && kind === object.kind) return result;
  const what = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
  throw new KubectlError(`${what} in scheme "pkg/scheme/scheme.go:28"`);
}

function patched(object: AnyObject, flags: FlagValues): AnyObject {
  const text = flags.string("overrides");
  if (text === "") return object;
  const type = flags.string("override-type");
  const patch = parsed(text);
  if (type === "json") return applyJsonPatch(object, patch as readonly JsonPatchOperation[]) as AnyObject;
  if (type === "merge") return mergePatch(object, patch) as AnyObject;
  if (type === "strategic") return mergedByName(object, patch) as AnyObject;
  throw new KubectlError(`invalid override type: ${type}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KubectlError("Invalid JSON Patch");
  }
}

// Strategic: lists of named things are merged by name, as the API merges containers.
function mergedByName(object: unknown, patch: unknown): unknown {
  if (Array.isArray(object) && Array.isArray(patch) && patch.every(isNamed)) {
    const changed = object.map((item) => {
      const change = patch.find((each) => isNamed(item) && each.name === item.name);
      return change === undefined ? item : mergedByName(item, change);
    });
    return [...changed, ...patch.filter(({ name }) => !object.some((item) => isNamed(item) && item.name === name))];
  }
  if (!isMap(object) || !isMap(patch)) return patch;
  const result: Record<string, unknown> = { ...object };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergedByName(result[key], value);
  }
  return result;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNamed(value: unknown): value is { readonly name: string } {
  return isMap(value) && typeof value.name === "string";
}
