// Stands for one object on its way through a build. What it was called before is kept in annotations of its own, as kustomize does it,
// since patches can see them and messages show them.

import { goJson } from "../go-json.ts";
import { toYaml } from "../yaml/dump.ts";
import { effectiveNamespace, type Gvk, groupVersionOf, type ResourceId } from "./resource-id.ts";
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
  valueOfNode,
} from "./yaml/node.ts";
import { finalObjectOf, objectOf } from "./yaml/value.ts";

export interface Resource {
  /** Undefined once a patch has deleted it. */
  node: MapNode | undefined;
  /** The names of the vars that are read from it. */
  readonly variables: string[];
}

const PREFIX = "internal.config.kubernetes.io/";
const PREVIOUS_NAMES = `${PREFIX}previousNames`;
const PREVIOUS_NAMESPACES = `${PREFIX}previousNamespaces`;
const PREVIOUS_KINDS = `${PREFIX}previousKinds`;
const NAME_PREFIXES = `${PREFIX}prefixes`;
const NAME_SUFFIXES = `${PREFIX}suffixes`;
const REFERRERS = `${PREFIX}refBy`;
export const BEHAVIOR = `${PREFIX}generatorBehavior`;
export const NEEDS_HASH = `${PREFIX}needsHashSuffix`;

const OF_THE_BUILD = [
  PREVIOUS_KINDS,
  PREVIOUS_NAMES,
  NAME_PREFIXES,
  NAME_SUFFIXES,
  PREVIOUS_NAMESPACES,
  REFERRERS,
  BEHAVIOR,
  NEEDS_HASH,
  `${PREFIX}allowNameChange`,
  `${PREFIX}allowKindChange`,
  `${PREFIX}path`,
  `${PREFIX}index`,
  `${PREFIX}seqindent`,
  `${PREFIX}id`,
  "config.kubernetes.io/path",
  "config.kubernetes.io/index",
  "config.k8s.io/id",
];

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
  return valueOfNode(fieldOf(fieldOf(node, "metadata"), field));
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

/** What it was called before each change, the oldest first. */
export function previousIds(resource: Resource): ResourceId[] {
  const annotations = annotationsOf(resource);
  const names = annotations[PREVIOUS_NAMES]?.split(",") ?? [];
  const namespaces = annotations[PREVIOUS_NAMESPACES]?.split(",") ?? [];
  const kinds = annotations[PREVIOUS_KINDS]?.split(",") ?? [];
  const { group, version } = gvkOf(resource);
  return names.map((name, at) => ({ group, version, kind: kinds[at] ?? "", name, namespace: namespaces[at] ?? "" }));
}

export function originalId(resource: Resource): ResourceId {
  return previousIds(resource)[0] ?? currentId(resource);
}

export function storePreviousId(resource: Resource): void {
  const id = currentId(resource);
  appendAnnotation(resource, PREVIOUS_NAMES, id.name);
  appendAnnotation(resource, PREVIOUS_NAMESPACES, effectiveNamespace(id));
  appendAnnotation(resource, PREVIOUS_KINDS, id.kind);
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

function appendAnnotation(resource: Resource, name: string, value: string): void {
  if (value === "") return;
  const known = annotationsOf(resource)[name];
  setAnnotation(resource, name, known === undefined ? value : `${known},${value}`);
}

export function setAnnotation(resource: Resource, name: string, value: string): void {
  const annotations = demandMap(demandMap(nodeOf(resource), "metadata"), "annotations");
  setField(annotations, name, stringScalar(value));
}

export function addNamePrefix(resource: Resource, prefix: string): void {
  appendAnnotation(resource, NAME_PREFIXES, prefix);
}

export function addNameSuffix(resource: Resource, suffix: string): void {
  appendAnnotation(resource, NAME_SUFFIXES, suffix);
}

export function addReferrer(resource: Resource, referrer: string): void {
  appendAnnotation(resource, REFERRERS, referrer);
}

/** The prefixes and suffixes that a name has been given, the innermost first. */
export function affixesOf(resource: Resource): { prefixes: string[]; suffixes: string[] } {
  const annotations = annotationsOf(resource);
  return {
    prefixes: annotations[NAME_PREFIXES]?.split(",") ?? [],
    suffixes: annotations[NAME_SUFFIXES]?.split(",") ?? [],
  };
}

/** The annotations of the build among others. */
export function buildAnnotations(annotations: Texts): Texts {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => OF_THE_BUILD.includes(name)));
}

/** All but the annotations of the build. */
export function ownAnnotations(annotations: Texts): Texts {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !OF_THE_BUILD.includes(name)));
}

/** As messages show it. */
export function jsonText(resource: Resource): string {
  return goJson(objectOf(nodeOf(resource)));
}

export function yamlText(resource: Resource): string {
  return toYaml(finalObjectOf(nodeOf(resource)));
}
