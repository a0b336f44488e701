// What happened to an object in a build: what it was called before, which prefixes it got, who refers to it. It is kept in annotations,
// as kustomize does it, since patches can see them and messages show them.

import { annotationsOf, currentId, gvkOf, type Resource, setAnnotation, type Texts } from "./resource.ts";
import { effectiveNamespace, type ResourceId } from "./resource-id.ts";

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

function appendAnnotation(resource: Resource, name: string, value: string): void {
  if (value === "") return;
  const known = annotationsOf(resource)[name];
  setAnnotation(resource, name, known === undefined ? value : `${known},${value}`);
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
