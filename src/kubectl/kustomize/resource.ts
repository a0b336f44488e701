// Stands for one object on its way through a build: its node, and what is read from and written to its metadata.

import { goJson } from "../go-json.ts";
import { toYaml } from "../yaml/dump.ts";
import { type Gvk, groupVersionOf, type ResourceId } from "./resource-id.ts";
import {
  clearField,
  demandMap,
  fieldOf,
  isEmpty,
  type MapNode,
  scalar,
  setField,
  stringScalar,
  textOf,
  textUnlessNull,
} from "./yaml/node.ts";
import { finalObjectOf, objectOf } from "./yaml/value.ts";

export interface Resource {
  /** Undefined once a patch has deleted it. */
  node: MapNode | undefined;
  /** The names of the vars that are read from it. */
  readonly variables: string[];
}

export function resourceOf(node: MapNode): Resource {
  return { node, variables: [] };
}

export function isDeleted({ node }: Resource): boolean {
  return isEmpty(node);
}

/** The object's node; an empty one when it is deleted. */
export function nodeOf(resource: Resource): MapNode {
  return resource.node ?? { kind: "map", entries: [], flow: false };
}

function metadataText(node: MapNode | undefined, field: string): string {
  return textUnlessNull(fieldOf(fieldOf(node, "metadata"), field));
}

export function nameOf({ node }: Resource): string {
  return metadataText(node, "name");
}

export function namespaceOf({ node }: Resource): string {
  return metadataText(node, "namespace");
}

export function kindOf({ node }: Resource): string {
  return textOf(fieldOf(node, "kind"));
}

export function gvkOf(resource: Resource): Gvk {
  return { ...groupVersionOf(textOf(fieldOf(resource.node, "apiVersion"))), kind: kindOf(resource) };
}

export function currentId(resource: Resource): ResourceId {
  return { ...gvkOf(resource), name: nameOf(resource), namespace: namespaceOf(resource) };
}

export function setName(resource: Resource, name: string): void {
  setField(demandMap(nodeOf(resource), "metadata"), "name", scalar(name));
}

export function setKind(resource: Resource, kind: string): void {
  setField(nodeOf(resource), "kind", scalar(kind));
}

export function setNamespace(resource: Resource, namespace: string): void {
  const metadata = demandMap(nodeOf(resource), "metadata");
  if (namespace === "") clearField(metadata, "namespace");
  else setField(metadata, "namespace", scalar(namespace));
}

export type Texts = Readonly<Record<string, string>>;

export function annotationsOf(resource: Resource): Texts {
  return textsAt(resource, "annotations");
}

export function labelsOf(resource: Resource): Texts {
  return textsAt(resource, "labels");
}

function textsAt({ node }: Resource, field: string): Texts {
  return textsOf(fieldOf(fieldOf(node, "metadata"), field));
}

/** The texts of a map's fields, of null as well. */
export function textsOf(map: ReturnType<typeof fieldOf>): Texts {
  if (map?.kind !== "map") return {};
  return Object.fromEntries(map.entries.map(({ key, value }) => [key.text, textOf(value)]));
}

export function setAnnotations(resource: Resource, annotations: Texts): void {
  setTexts(demandMap(nodeOf(resource), "metadata"), "annotations", annotations);
}

export function setLabels(resource: Resource, labels: Texts): void {
  setTexts(demandMap(nodeOf(resource), "metadata"), "labels", labels);
}

/** The map anew, its keys sorted and its values strings; none when there are no values. */
export function setTexts(parent: MapNode, field: string, texts: Texts): void {
  clearField(parent, field);
  const names = Object.keys(texts).sort();
  if (names.length === 0) return;
  const map = demandMap(parent, field);
  for (const name of names) map.entries.push({ key: scalar(name), value: stringScalar(texts[name] ?? "") });
}

export function setAnnotation(resource: Resource, name: string, value: string): void {
  const annotations = demandMap(demandMap(nodeOf(resource), "metadata"), "annotations");
  setField(annotations, name, stringScalar(value));
}

/** As messages show it. */
export function jsonText(resource: Resource): string {
  return goJson(objectOf(nodeOf(resource)));
}

export function yamlText(resource: Resource): string {
  return toYaml(finalObjectOf(nodeOf(resource)));
}
