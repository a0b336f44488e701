// Applies one patch to one object, with what kustomize keeps as it was: its name, its kind and its namespace.

import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from "../../../api/patch/json-patch.ts";
import { KubectlError } from "../../errors.ts";
import { buildAnnotations, storePreviousId } from "../history.ts";
import { strategicMerge } from "../merge/strategic-merge.ts";
import {
  annotationsOf,
  isDeleted,
  kindOf,
  nameOf,
  namespaceOf,
  nodeOf,
  type Resource,
  setAnnotations,
  setKind,
  setName,
  setNamespace,
} from "../resource.ts";
import { copyNode, type MapNode } from "../yaml/node.ts";
import { jsonObjectOf, mapOfFields } from "../yaml/value.ts";

export interface Allowances {
  readonly nameChange: boolean;
  readonly kindChange: boolean;
}

export function applyStrategicMerge(resource: Resource, patch: MapNode, { nameChange, kindChange }: Allowances): void {
  const [name, kind, namespace] = [nameOf(resource), kindOf(resource), namespaceOf(resource)];
  if (nameChange || kindChange) storePreviousId(resource);
  const merged = strategicMerge(nodeOf(resource), copyNode(patch));
  resource.node = merged?.kind === "map" ? merged : undefined;
  if (isDeleted(resource)) return;
  if (!kindChange) setKind(resource, kind);
  if (!nameChange) setName(resource, name);
  setNamespace(resource, namespace);
}

export function applyOperations(resource: Resource, operations: readonly JsonPatchOperation[]): void {
  const ofTheBuild = buildAnnotations(annotationsOf(resource));
  try {
    const patched = applyJsonPatch(jsonObjectOf(nodeOf(resource)), operations);
    resource.node = mapOfFields(patched as Record<string, unknown>);
  } catch (error) {
    if (error instanceof JsonPatchError) throw new KubectlError(error.message);
    throw error;
  }
  setAnnotations(resource, { ...annotationsOf(resource), ...ofTheBuild });
}
