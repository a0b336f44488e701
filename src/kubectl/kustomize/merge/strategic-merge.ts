// Stands for kustomize's strategic merge: fields merge, null deletes, lists are replaced unless their shape says by what their items are known.
// Unlike the API server's, it puts the patch's items before the others.

import {
  fieldOf,
  isNull,
  isTaggedNull,
  type MapNode,
  scalar,
  setField,
  textOf,
  textUnlessNull,
  type YamlNode,
} from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import { takeDirective } from "./directive.ts";
import { mergeKeyedList } from "./keyed-list.ts";
import { type Shape, shapeOfKind } from "./shapes.ts";

/** Merges the patch into the target, which is changed, as is the patch; undefined when the patch deletes it. */
export function strategicMerge(target: MapNode, patch: MapNode): YamlNode | undefined {
  return mergeNodes(target, patch, undefined);
}

export function mergeNodes(
  target: YamlNode | undefined,
  patch: YamlNode | undefined,
  known: Shape | undefined,
): YamlNode | undefined {
  const shape = known ?? shapeOfObject(target) ?? shapeOfObject(patch);
  const kind = (isNull(target) ? (isNull(patch) ? undefined : patch) : target)?.kind ?? "map";
  for (const node of [target, patch]) if (node !== undefined && !isNull(node)) demandKind(node, kind);
  if (kind === "scalar") return patch ?? target;
  if (kind === "map") return mergeMaps(target, patch, shape);
  return shape?.keys === undefined ? (patch ?? target) : mergeLists(target, patch, shape);
}

// Whatever names its kind is looked up, wherever it stands.
function shapeOfObject(node: YamlNode | undefined): Shape | undefined {
  const apiVersion = textUnlessNull(fieldOf(node, "apiVersion"));
  const kind = textUnlessNull(fieldOf(node, "kind"));
  return apiVersion === "" || kind === "" ? undefined : shapeOfKind(apiVersion, kind);
}

function mergeMaps(
  target: YamlNode | undefined,
  patch: YamlNode | undefined,
  shape: Shape | undefined,
): YamlNode | undefined {
  const into = chooseMap(target, patch);
  if (into?.kind !== "map") return into;
  for (const name of fieldNames(into, patch)) {
    const merged = mergeNodes(fieldOf(into, name), fieldOf(patch, name), shape?.fields?.[name]);
    setField(into, name, merged);
  }
  return into;
}

/** The map that the fields are merged into; a null that nobody patches stays. */
function chooseMap(target: YamlNode | undefined, patch: YamlNode | undefined): YamlNode | undefined {
  if (target === undefined || isNull(target)) {
    if (patch === undefined) return textOf(target) === "" ? undefined : scalar(textOf(target));
    return !isNull(patch) && takeDirective(patch) === "delete" ? undefined : patch;
  }
  if (isTaggedNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === "delete") return undefined;
  return directive === "replace" ? patch : target;
}

function fieldNames(...maps: (YamlNode | undefined)[]): string[] {
  const names = maps.flatMap((map) => (map?.kind === "map" ? map.entries.map(({ key }) => key.text) : []));
  return [...new Set(names)].sort();
}

function mergeLists(target: YamlNode | undefined, patch: YamlNode | undefined, shape: Shape): YamlNode | undefined {
  const into = chooseList(target, patch);
  if (into?.kind !== "list") return into;
  const from = patch?.kind === "list" ? patch : undefined;
  const merge = (a: YamlNode | undefined, b: YamlNode | undefined) => mergeNodes(a, b, shape.item ?? {});
  return mergeKeyedList(into, from, shape.keys ?? [], merge);
}

function chooseList(target: YamlNode | undefined, patch: YamlNode | undefined): YamlNode | undefined {
  if (target === undefined || isNull(target)) return patch;
  if (isTaggedNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === "delete") return undefined;
  return directive === "replace" ? patch : target;
}
