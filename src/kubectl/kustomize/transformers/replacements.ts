// `replacements:` copies a field of one object into fields of others, or into a part of them between delimiters.

import { goQuote } from "../../../api/go-values.ts";
import { KubectlError } from "../../errors.ts";
import { parseYamlDocument } from "../../yaml/load.ts";
import { decodeGo } from "../decode.ts";
import { previousIds } from "../history.ts";
import type { FieldOptions, Replacement, ReplacementSource, ReplacementTarget, Selector } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { currentId, nodeOf, type Resource } from "../resource.ts";
import { idText, isSameNamespace, isSelected, type ResourceId } from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";
import { lookup, lookupAll, splitFieldPath } from "../yaml/lookup.ts";
import { copyNode, isEmpty, type MapNode, textOf, textUnlessNull, type YamlNode } from "../yaml/node.ts";
import { isLabelled } from "./select.ts";
import { configure, type Transformer } from "./transformer.ts";

const NAME = "metadata.name";

export function replacementTransformer(loader: Loader, replacements: readonly Replacement[]): Transformer {
  const all = configure("ReplacementTransformer", { Replacements: replacements }, () =>
    replacements.flatMap((replacement) => loaded(loader, replacement)),
  );
  return (set) => {
    for (const { source, targets } of all) {
      if (source === undefined || targets === undefined)
        throw new KubectlError("replacements must specify a source and at least one target");
      const value = sourceValue(set, source);
      for (const target of targets) replaceIn(set, target, value);
    }
  };
}

function loaded(loader: Loader, replacement: Replacement): readonly Replacement[] {
  const { path = "", source, targets } = replacement;
  if (path === "") return [replacement];
  if (source !== undefined || targets !== undefined)
    throw new KubectlError("cannot specify both path and inline replacement");
  const { value, error } = parseYamlDocument(loader.load(path));
  if (error !== undefined) throw new KubectlError(error);
  const type = Array.isArray(value) ? "[]types.Replacement" : "types.Replacement";
  const decoded = decodeGo(type, value, { strict: false });
  return Array.isArray(decoded) ? decoded : [decoded as Replacement];
}

function sourceValue({ resources }: ResourceSet, source: ReplacementSource): YamlNode {
  const matching = resources.filter((resource) => idsOf(resource).some((id) => isSelectedBy(id, source)));
  const [found, ...others] = matching;
  if (others.length > 0) throw new KubectlError(`multiple matches for selector ${sourceText(source)}`);
  if (found === undefined) throw new KubectlError(`nothing selected by ${sourceText(source)}`);
  const path = source.fieldPath || NAME;
  const node = lookupSource(found, path);
  if (node === undefined || isEmpty(node))
    throw new KubectlError(`fieldPath \`${path}\` is missing for replacement source ${idText(source)}`);
  return partOf(node, source.options ?? {});
}

function lookupSource(resource: Resource, path: string): YamlNode | undefined {
  try {
    return lookup(nodeOf(resource), splitFieldPath(path));
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`error looking up replacement source: ${error.message}`);
  }
}

function sourceText(source: ReplacementSource): string {
  const { fieldPath = "", options: { delimiter = "", index = 0, create = false } = {} } = source;
  const options = delimiter === "" && !create ? "" : `${delimiter}(${index}), create=${create}`;
  return [idText(source), fieldPath, options].filter((part) => part !== "").join(":");
}

function idsOf(resource: Resource): ResourceId[] {
  return [currentId(resource), ...previousIds(resource)];
}

function isSelectedBy(id: ResourceId, selector: Selector): boolean {
  const { name = "", namespace = "" } = selector;
  return (
    (name === "" || name === id.name) &&
    (namespace === "" || isSameNamespace({ ...id, name: "", namespace }, id)) &&
    isSelected(id, selector)
  );
}

function partOf(node: YamlNode, { delimiter = "", index = 0 }: FieldOptions): YamlNode {
  if (delimiter === "") return node;
  if (node.kind !== "scalar") throw new KubectlError("delimiter option can only be used with scalar nodes");
  const part = node.text.split(delimiter)[index];
  if (part === undefined)
    throw new KubectlError(`options.index ${index} is out of bounds for value ${textUnlessNull(node)}`);
  return { ...node, text: part };
}

function replaceIn({ resources }: ResourceSet, target: ReplacementTarget, value: YamlNode): void {
  const { select, reject = [], fieldPaths = [], options = {} } = target;
  if (select === undefined) throw new KubectlError("target must specify resources to select");
  for (const resource of resources) {
    if (!isLabelled(resource, select) || reject.some((each) => isRejectedByLabels(resource, each))) continue;
    const isWanted = idsOf(resource).some(
      (id) => isSelectedBy(id, select) && !reject.some((each) => hasName(each) && isSelectedBy(id, each)),
    );
    if (!isWanted) continue;
    for (const path of fieldPaths.length === 0 ? [NAME] : fieldPaths)
      replaceField(nodeOf(resource), path, value, options);
  }
}

function isRejectedByLabels(resource: Resource, rejected: Selector): boolean {
  const { labelSelector = "", annotationSelector = "" } = rejected;
  return (labelSelector !== "" || annotationSelector !== "") && isLabelled(resource, rejected);
}

function hasName({ group, version, kind, name, namespace }: Selector): boolean {
  return [group, version, kind, name, namespace].some((part) => (part ?? "") !== "");
}

function replaceField(object: MapNode, path: string, value: YamlNode, options: FieldOptions): void {
  const creates = options.create === true;
  const complaint = `unable to find ${creates ? "or create " : ""}field ${goQuote(path)} in replacement target`;
  let found: YamlNode[];
  try {
    found = lookupAll(object, splitFieldPath(path), creates ? value.kind : undefined);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`${complaint}: ${error.message}`);
  }
  if (found.length === 0) throw new KubectlError(complaint);
  for (const field of found) setValue(object, field, value, options);
}

function setValue(
  object: MapNode,
  field: YamlNode,
  value: YamlNode,
  { delimiter = "", index = 0 }: FieldOptions,
): void {
  if (field.kind !== "scalar") {
    if (delimiter !== "") throw new KubectlError("delimiter option can only be used with scalar nodes");
    substitute(object, field, copyNode(value));
  } else if (delimiter === "") {
    // It keeps its type, so that a number may become text and text a number.
    field.text = textOf(value);
  } else field.text = withPart(field.text.split(delimiter), textUnlessNull(value), index).join(delimiter);
}

function withPart(parts: string[], part: string, index: number): string[] {
  if (index < 0) return [part, ...parts];
  if (index >= parts.length) return [...parts, part];
  return parts.map((each, at) => (at === index ? part : each));
}

/** Puts a node in the place of another, wherever that stands. */
function substitute(root: YamlNode, old: YamlNode, node: YamlNode): void {
  if (root.kind === "list") {
    root.items = root.items.map((item) => (item === old ? node : item));
    for (const item of root.items) if (item !== node) substitute(item, old, node);
  } else if (root.kind === "map") {
    for (const entry of root.entries) {
      if (entry.value === old) entry.value = node;
      else substitute(entry.value, old, node);
    }
  }
}
