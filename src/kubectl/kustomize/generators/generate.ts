// `configMapGenerator:` and `secretGenerator:` make objects of files and values.

import { base64OfText } from "../../../bytes/base64.ts";
import { KubectlError } from "../../errors.ts";
import { BEHAVIOR, NEEDS_HASH } from "../history.ts";
import type { GeneratorArgs, GeneratorOptions, Pairs } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { type Resource, resourceOf, setAnnotation } from "../resource.ts";
import { demandMap, type MapNode, mapNode, scalar, setField, stringScalar } from "../yaml/node.ts";
import { loadPairs } from "./pairs.ts";

const BINARY = /[\ud800-\udfff]/u;
const BASE64_LINE = 70;

export function generateConfigMap(loader: Loader, args: GeneratorArgs): Resource {
  const node = baseNode("ConfigMap", args);
  for (const [key, value] of sorted(loadPairs(loader, args))) {
    const isText = !BINARY.test(value);
    const map = demandMap(node, isText ? "data" : "binaryData");
    setField(map, key, stringScalar(isText ? value : foldedBase64(value)));
  }
  return finished(node, args);
}

export function generateSecret(loader: Loader, args: GeneratorArgs): Resource {
  const node = baseNode("Secret", args);
  setField(node, "type", stringScalar(args.type || "Opaque"));
  const data = demandMap(node, "data");
  for (const [key, value] of sorted(loadPairs(loader, args))) setField(data, key, stringScalar(foldedBase64(value)));
  return finished(node, args);
}

function sorted<T>(pairs: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}

function baseNode(kind: string, { name = "", namespace = "" }: GeneratorArgs): MapNode {
  // The words are the same for Secrets.
  if (name === "") throw new KubectlError("a configmap must have a name");
  const node = mapNode();
  setField(node, "apiVersion", stringScalar("v1"));
  setField(node, "kind", stringScalar(kind));
  const metadata = demandMap(node, "metadata");
  setField(metadata, "name", stringScalar(name));
  if (namespace !== "") setField(metadata, "namespace", stringScalar(namespace));
  return node;
}

function finished(node: MapNode, { options = {}, behavior = "" }: GeneratorArgs): Resource {
  setPairs(node, "labels", options.labels ?? {});
  setPairs(node, "annotations", options.annotations ?? {});
  if (options.immutable === true) setField(node, "immutable", scalar("true", "!!bool"));
  const resource = resourceOf(node);
  if (options.disableNameSuffixHash !== true) setAnnotation(resource, NEEDS_HASH, "enabled");
  const known = ["create", "merge", "replace"].includes(behavior);
  setAnnotation(resource, BEHAVIOR, known ? behavior : "unspecified");
  return resource;
}

function setPairs(node: MapNode, field: string, pairs: Pairs): void {
  for (const [key, value] of sorted(Object.entries(pairs)))
    setField(demandMap(demandMap(node, "metadata"), field), key, stringScalar(value));
}

/** In lines, when it is long. */
function foldedBase64(value: string): string {
  const encoded = base64OfText(value);
  if (encoded.length < BASE64_LINE) return encoded;
  return (encoded.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join("");
}

/** The generator's own options, and the kustomization's where it has none. */
export function mergedOptions(own: GeneratorOptions = {}, common: GeneratorOptions = {}): GeneratorOptions {
  return {
    labels: { ...common.labels, ...own.labels },
    annotations: { ...common.annotations, ...own.annotations },
    disableNameSuffixHash: own.disableNameSuffixHash === true || common.disableNameSuffixHash === true,
    immutable: own.immutable === true || common.immutable === true,
  };
}
