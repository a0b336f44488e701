// `images:` gives containers another image, tag or digest, wherever `containers` and `initContainers` stand.

import { setAtField } from "../field-spec.ts";
import { imageSpecs } from "../field-tables.ts";
import type { ImageRule } from "../kustomization.ts";
import { regularExpression } from "../regular-expression.ts";
import { kindOf, nodeOf } from "../resource.ts";
import { isNull, overwrite, scalar, type YamlNode } from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import type { Transformer } from "./transformer.ts";

export function imageTransformer(rule: ImageRule): Transformer {
  return ({ resources }) => {
    const changed = resources.filter((resource) => kindOf(resource) !== "CustomResourceDefinition");
    const set = (node: YamlNode) => withImage(node, rule);
    for (const resource of changed) changeEverywhere(nodeOf(resource), set);
    // Once more at the places that are known; a suffix is therefore added twice there.
    for (const resource of changed) for (const spec of imageSpecs()) setAtField(resource, spec, set);
  };
}

function changeEverywhere(node: YamlNode, set: (node: YamlNode) => YamlNode): void {
  if (node.kind === "list") for (const item of node.items) changeEverywhere(item, set);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    changeEverywhere(value, set);
    if (key.text === "containers" || key.text === "initContainers") changeImages(value, set);
  }
}

function changeImages(containers: YamlNode, set: (node: YamlNode) => YamlNode): void {
  if (containers.kind !== "list") return;
  for (const container of containers.items) {
    if (isNull(container)) continue;
    demandKind(container, "map");
    const entry = container.kind === "map" ? container.entries.find(({ key }) => key.text === "image") : undefined;
    if (entry !== undefined) entry.value = set(entry.value);
  }
}

function withImage(node: YamlNode, rule: ImageRule): YamlNode {
  if (isNull(node)) return node;
  demandKind(node, "scalar");
  if (node.kind !== "scalar" || !isNamed(node.text, rule.name ?? "")) return node;
  return overwrite(node, scalar(changedImage(node.text, rule)));
}

/** True when the image is of that name, which is a regular expression. */
function isNamed(image: string, name: string): boolean {
  const pattern = `^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  return regularExpression(pattern).test(image);
}

function changedImage(image: string, { newName = "", newTag = "", digest = "", tagSuffix = "" }: ImageRule): string {
  const parts = imageParts(image);
  if (newName !== "") parts.name = newName;
  if (newTag !== "" || digest !== "") {
    parts.tag = newTag;
    parts.digest = digest;
  } else if (tagSuffix !== "") {
    parts.tag += tagSuffix;
    parts.digest = "";
  }
  return `${parts.name}${parts.tag === "" ? "" : `:${parts.tag}`}${parts.digest === "" ? "" : `@${parts.digest}`}`;
}

// A colon before the first slash belongs to the registry's port.
function imageParts(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(image.indexOf("/"), 0);
  const [registry, rest] = [image.slice(0, slash), image.slice(slash)];
  const at = rest.indexOf("@");
  const [beforeDigest, digest] = at === -1 ? [rest, ""] : [rest.slice(0, at), rest.slice(at + 1)];
  const colon = beforeDigest.indexOf(":");
  if (colon === -1) return { name: `${registry}${beforeDigest}`, tag: "", digest };
  return { name: `${registry}${beforeDigest.slice(0, colon)}`, tag: beforeDigest.slice(colon + 1), digest };
}
