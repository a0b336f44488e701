// Stands for kustomize's field specs: which field of which kinds a transformer sets, on a path that goes through lists without naming items.

import { KubectlError } from "../errors.ts";
import type { FieldSpec } from "./kustomization.ts";
import { currentId, nodeOf, type Resource } from "./resource.ts";
import { type Gvk, idText, isSelected } from "./resource-id.ts";
import { isNull, isTaggedNull, listNode, mapNode, scalar, type YamlNode } from "./yaml/node.ts";

/** Changes the node, or gives another to stand in its place. */
export type SetNode = (node: YamlNode) => YamlNode;

/** What is made when the last field of the path is not there, and the field may be created. */
export type MakeNode = () => YamlNode;

/** Sets the field of the object, if the spec is for its kind; what is missing is made only where the spec says so. */
export function setAtField(resource: Resource, spec: FieldSpec, set: SetNode, make?: MakeNode): void {
  const id = currentId(resource);
  if (!isSelected(id, spec)) return;
  const walker: Walker = { spec, set, make };
  try {
    walk(nodeOf(resource), splitSlashes(spec.path ?? ""), walker);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`considering field '${spec.path}' of object ${idText(id)}: ${error.message}`);
  }
}

/** The parts of a path; a slash in a name is escaped. */
function splitSlashes(path: string): string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll("\\/", "/"));
}

interface Walker {
  readonly spec: FieldSpec;
  readonly set: SetNode;
  readonly make: MakeNode | undefined;
}

function walk(node: YamlNode, path: readonly string[], walker: Walker): YamlNode {
  const [part, ...rest] = path;
  if (part === undefined) return walker.set(node);
  if (isTaggedNull(node)) return node;
  if (node.kind === "scalar") throw new KubectlError("expected sequence or mapping node");
  if (node.kind === "list") {
    try {
      node.items = node.items.map((item) => walk(item, path, walker));
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      throw new KubectlError(`visit traversal on path: [${path.join(" ")}]: ${error.message}`);
    }
    return node;
  }
  const isList = part.endsWith("[]");
  const name = isList ? part.slice(0, -2) : part;
  const creates = walker.spec.create === true && walker.make !== undefined && !isList;
  const entry = node.entries.find(({ key }) => key.text === name);
  const found = entry?.value ?? (creates ? emptyFor(rest, walker) : undefined);
  if (found === undefined) return node;
  const usable = isNull(found) ? (isList ? listNode() : creates ? emptyFor(rest, walker) : found) : found;
  const result = walk(usable, rest, walker);
  if (entry === undefined) node.entries.push({ key: scalar(name), value: result });
  else entry.value = result;
  return node;
}

function emptyFor(rest: readonly string[], { make }: Walker): YamlNode {
  return rest.length === 0 && make !== undefined ? make() : mapNode();
}

/** The specs with others added to them, unless they are there already. */
export function mergeSpecs(specs: readonly FieldSpec[], others: readonly FieldSpec[]): FieldSpec[] {
  const merged = [...specs];
  for (const other of others) {
    const known = merged.find((spec) => spec.path === other.path && isSelected(gvkOf(spec), other));
    if (known === undefined) merged.push(other);
    else if ((known.create ?? false) !== (other.create ?? false)) throw new KubectlError("conflicting fieldspecs");
  }
  return merged;
}

function gvkOf({ group = "", version = "", kind = "" }: FieldSpec): Gvk {
  return { group, version, kind };
}
