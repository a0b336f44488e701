// The suffix that names of generated ConfigMaps and Secrets get: made of what they hold, so that what holds something else has another name.

import { bytesOfText } from "../../../bytes/bytes.ts";
import { hexOf, sha256 } from "../../../bytes/sha256.ts";
import { goJson } from "../../go-json.ts";
import { NEEDS_HASH, storePreviousId } from "../history.ts";
import { annotationsOf, kindOf, nameOf, nodeOf, type Resource, setName } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { fieldOf, type MapNode, type YamlNode } from "../yaml/node.ts";
import { objectOf, valueOfNode } from "../yaml/value.ts";

const LENGTH = 10;

// No vowels and nothing that looks like one, so that no words come about.
const LETTERS: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

export function addHashes({ resources }: ResourceSet): void {
  for (const resource of resources) {
    if (annotationsOf(resource)[NEEDS_HASH] !== "enabled") continue;
    const hash = contentHash(resource);
    storePreviousId(resource);
    setName(resource, `${nameOf(resource)}-${hash}`);
  }
}

export function contentHash(resource: Resource): string {
  const hex = hexOf(sha256(bytesOfText(goJson(contentsOf(resource))))).slice(0, LENGTH);
  return hex.replace(/[013ae]/g, (char) => LETTERS[char] ?? char);
}

function contentsOf(resource: Resource): Record<string, unknown> {
  const node = nodeOf(resource);
  const kind = kindOf(resource);
  // kustomize looks for the name in a field called "metadata/name", which is not there; so equal contents have equal hashes.
  const contents = { kind, name: "", data: partOf(node, "data") };
  if (kind === "Secret") return { ...contents, type: partOf(node, "type"), ...mapAt(node, "stringData") };
  return kind === "ConfigMap" ? { ...contents, ...mapAt(node, "binaryData") } : objectOf(node);
}

function partOf(node: MapNode, name: string): unknown {
  const part: YamlNode | undefined = fieldOf(node, name);
  if (part === undefined) return "";
  return part.kind === "scalar" ? part.text : valueOfNode(part);
}

function mapAt(node: MapNode, name: string): Record<string, unknown> {
  const part = fieldOf(node, name);
  return part?.kind === "map" ? { [name]: valueOfNode(part) } : {};
}
