// Reads objects out of the text of a file: several documents, lists taken apart.

import { KubectlError } from "../errors.ts";
import { type Resource, resourceOf, type Texts, textsOf } from "./resource.ts";
import {
  copyNode,
  fieldOf,
  isEmpty,
  isNull,
  type MapNode,
  textOf,
  textUnlessNull,
  type YamlNode,
} from "./yaml/node.ts";
import { parseNodes } from "./yaml/parse.ts";
import { mapOfFields, objectOf } from "./yaml/value.ts";

export function readResources(text: string): Resource[] {
  const nodes = unwrapped(parseNodes(text))
    .filter((node) => !isEmpty(node))
    .map(demandObject);
  const resources: Resource[] = [];
  for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
    if (textOf(fieldOf(node, "kind")).endsWith("List")) nodes.push(...itemsOf(node));
    else resources.push(resourceOf(node));
  }
  return resources;
}

// A List that is alone in its file is taken apart, whatever its items are.
function unwrapped(nodes: readonly YamlNode[]): readonly YamlNode[] {
  const [only] = nodes;
  const kind = textUnlessNull(fieldOf(only, "kind"));
  const items = fieldOf(only, "items");
  if (nodes.length !== 1 || items === undefined || (kind !== "List" && kind !== "ResourceList")) return nodes;
  return items.kind === "list" ? items.items : [];
}

function itemsOf(list: MapNode): MapNode[] {
  const items = fieldOf(list, "items");
  if (items === undefined || isNull(items)) return [];
  const kind = textOf(fieldOf(list, "kind"));
  if (items.kind !== "list") {
    const type = items.kind === "map" ? "map[string]interface {}" : "string";
    throw new KubectlError(`expected array in ${kind}/items, but found ${type}`);
  }
  // They come out of Go's values, so their fields are sorted.
  return items.items
    .map((item) => (item.kind === "map" ? mapOfFields(objectOf(copyNode(item))) : item))
    .filter((item) => !isEmpty(item))
    .map(demandObject);
}

interface Metadata {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** Complains of what has no kind or no name. */
export function demandObject(node: YamlNode): MapNode {
  const metadata = metadataOf(node);
  if (node.kind !== "map" || metadata === undefined) throw new KubectlError("missing Resource metadata");
  if (metadata.kind === "") throw new KubectlError(`missing kind in object ${metadataText(metadata)}`);
  if (!metadata.kind.endsWith("List") && metadata.name === "")
    throw new KubectlError(`missing metadata.name in object ${metadataText(metadata)}`);
  return node;
}

function metadataOf(node: YamlNode): Metadata | undefined {
  const metadata = fieldOf(node, "metadata");
  const [apiVersion, kind] = ["apiVersion", "kind"].map((name) => fieldOf(node, name));
  const fields = ["name", "namespace", "labels", "annotations"].map((name) => fieldOf(metadata, name));
  if ([apiVersion, kind, ...fields].every(isEmpty)) return undefined;
  const [name, namespace, labels, annotations] = fields;
  return {
    apiVersion: textUnlessNull(apiVersion),
    kind: textUnlessNull(kind),
    name: textUnlessNull(name),
    namespace: textUnlessNull(namespace),
    labels: textsOf(labels),
    annotations: textsOf(annotations),
  };
}

function metadataText({ apiVersion, kind, name, namespace, labels, annotations }: Metadata): string {
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${goMap(labels)} ${goMap(annotations)}}}`;
}

function goMap(texts: Texts): string {
  const names = Object.keys(texts).sort();
  return `map[${names.map((name) => `${name}:${texts[name]}`).join(" ")}]`;
}
