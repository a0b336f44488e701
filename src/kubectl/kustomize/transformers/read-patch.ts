// Reads patches: a text is a strategic merge patch when it holds objects, and a JSON patch when it holds a list of operations.

import type { JsonPatchOperation } from "../../../api/patch/json-patch.ts";
import { KubectlError } from "../../errors.ts";
import { parseYamlDocument } from "../../yaml/load.ts";
import { readResources } from "../read-resources.ts";
import type { Resource } from "../resource.ts";

export type ReadPatch =
  | { readonly kind: "objects"; readonly objects: readonly Resource[] }
  | { readonly kind: "operations"; readonly operations: readonly JsonPatchOperation[] };

/** @param source names the patch in errors. */
export function readPatch(text: string, source: string): ReadPatch {
  const objects = attempt(() => readResources(text));
  const operations = attempt(() => readOperations(text));
  if (objects !== undefined && operations !== undefined)
    throw new KubectlError(`illegally qualifies as both an SM and JSON patch: ${source}`);
  if (objects !== undefined) return { kind: "objects", objects };
  if (operations !== undefined) return { kind: "operations", operations };
  throw new KubectlError(`unable to parse SM or JSON patch from ${source}`);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof KubectlError) return undefined;
    throw error;
  }
}

export function readOperations(text: string): readonly JsonPatchOperation[] {
  if (text === "") throw new KubectlError("empty json patch operations");
  const { value, error } = parseYamlDocument(text);
  if (error !== undefined) throw new KubectlError(error);
  if (value === null) return [];
  if (
    !Array.isArray(value) ||
    !value.every((each) => typeof each === "object" && each !== null && !Array.isArray(each))
  )
    throw new KubectlError(`json: cannot unmarshal ${typeof value} into Go value of type jsonpatch.Patch`);
  return value as readonly JsonPatchOperation[];
}
