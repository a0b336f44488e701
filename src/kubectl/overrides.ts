// Applies --overrides to an object that a command has made.

import { applyJsonPatch, type JsonPatchOperation } from "../api/patch/json-patch.ts";
import { mergePatch } from "../api/patch/merge.ts";
import type { AnyObject } from "../api/types.ts";
import { KubectlError } from "./errors.ts";
import { type Flag, stringFlag } from "./flags/flag.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import { notRegistered } from "./scheme.ts";

export const OVERRIDE_FLAGS: readonly Flag[] = [
  stringFlag("override-type", "How --overrides is merged into the object: json, merge, or strategic.", "merge"),
  stringFlag("overrides", "JSON that changes the object before it is used."),
];

export function overridden(object: AnyObject, flags: FlagValues): AnyObject {
  const result = patched(object, flags);
  const { apiVersion, kind } = result;
  if (apiVersion === object.apiVersion && kind === object.kind) return result;
  throw notRegistered(apiVersion, kind);
}

function patched(object: AnyObject, flags: FlagValues): AnyObject {
  const text = flags.string("overrides");
  if (text === "") return object;
  const type = flags.string("override-type");
  const patch = parsed(text);
  refuseForm(type, patch);
  if (type === "json") return applyJsonPatch(object, patch as readonly JsonPatchOperation[]) as AnyObject;
  if (type === "merge") return mergePatch(object, patch) as AnyObject;
  if (type === "strategic") return mergedByName(object, patch) as AnyObject;
  throw new KubectlError(`invalid override type: ${type}`);
}

/** What is JSON, and yet nothing that can be merged into an object. */
function refuseForm(type: string, patch: unknown): void {
  const kind = Array.isArray(patch) ? "array" : typeof patch === "boolean" ? "bool" : typeof patch;
  if (type === "json" && kind !== "array")
    throw new KubectlError(`json: cannot unmarshal ${kind} into Go value of type jsonpatch.Patch`);
  if (type === "strategic" && !isMap(patch)) throw new KubectlError("invalid JSON document");
  if (type !== "merge" || isMap(patch)) return;
  if (kind !== "array") throw new KubectlError("Invalid JSON Patch");
  const unread = `json: cannot unmarshal array into Go value of type ${TYPE_META}`;
  throw new KubectlError(`couldn't get version/kind; json parse error: ${unread}`);
}

const TYPE_META = `struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;

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
