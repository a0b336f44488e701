// `patches:`, with the older `patchesStrategicMerge:` and `patchesJson6902:`.

import { goQuote } from "../../../api/go-values.ts";
import { KubectlError } from "../../errors.ts";
import { originalId, ownAnnotations, storePreviousId } from "../history.ts";
import type { Patch, Selector } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { readNamedResources } from "../read-file.ts";
import { readResources } from "../read-resources.ts";
import {
  annotationsOf,
  gvkOf,
  kindOf,
  labelsOf,
  nodeOf,
  type Resource,
  resourceOf,
  setAnnotations,
  setKind,
  setLabels,
} from "../resource.ts";
import { apiVersionOf, idText } from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";
import { copyNode, scalar, setField } from "../yaml/node.ts";
import { type Allowances, applyOperations, applyStrategicMerge } from "./apply-patch.ts";
import { type ReadPatch, readOperations, readPatch } from "./read-patch.ts";
import { selectResources } from "./select.ts";
import { configText, configure, type Transformer } from "./transformer.ts";

const NOTHING_ALLOWED: Allowances = { nameChange: false, kindChange: false };

export function patchTransformer(loader: Loader, patch: Patch): Transformer {
  const config = { path: patch.path, patch: patch.patch, target: patch.target, options: patch.options };
  return configure("PatchTransformer", config, () => {
    const text = (patch.patch ?? "").trim();
    const { path = "", target, options = {} } = patch;
    if (text === "" && path === "")
      throw new KubectlError(`must specify one of patch and path in\n${configText(config)}`);
    if (text !== "" && path !== "")
      throw new KubectlError(`patch and path can't be set at the same time\n${configText(config)}`);
    const source = text === "" ? `[path: ${goQuote(path)}]` : `[patch: ${goQuote(text)}]`;
    const read = readPatch(text === "" ? loadPatch(loader, path) : text, source);
    const allowed = { nameChange: options.allowNameChange === true, kindChange: options.allowKindChange === true };
    return (set) => applyPatch(set, read, { target, allowed, source });
  });
}

function loadPatch(loader: Loader, path: string): string {
  try {
    return loader.load(path);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`failed to get the patch file from path(${path}): ${error.message}`);
  }
}

interface PatchUse {
  readonly target: Selector | undefined;
  readonly allowed: Allowances;
  readonly source: string;
}

function applyPatch(set: ResourceSet, read: ReadPatch, { target, allowed, source }: PatchUse): void {
  if (read.kind === "operations") {
    if (target === undefined) throw new KubectlError(`must specify a target for JSON patch ${source}`);
    for (const resource of selectResources(set, target)) {
      storePreviousId(resource);
      applyOperations(resource, read.operations);
    }
    return;
  }
  if (target === undefined) {
    for (const patch of read.objects) applyStrategicMerge(targetOf(set, patch), nodeOf(patch), allowed);
    return;
  }
  const [patch, ...others] = read.objects;
  if (others.length > 0) {
    const text = "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field";
    throw new KubectlError(`${text}: ${source}`);
  }
  if (patch !== undefined) applyToAll(set, selected(set, target), patch, allowed);
}

function targetOf(set: ResourceSet, patch: Resource): Resource {
  const id = originalId(patch);
  try {
    return set.demandById(id);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`no resource matches strategic merge patch ${goQuote(idText(id))}: ${error.message}`);
  }
}

function selected(set: ResourceSet, target: Selector): Resource[] {
  try {
    return selectResources(set, target);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    const text = `${idText(target)}:a=${target.annotationSelector ?? ""}:l=${target.labelSelector ?? ""}`;
    throw new KubectlError(`unable to find patch target ${goQuote(text)} in \`resources\`: ${error.message}`);
  }
}

/** Applies a patch to objects that have other names than it. */
function applyToAll(set: ResourceSet, targets: readonly Resource[], patch: Resource, allowed: Allowances): void {
  for (const resource of targets) {
    const copied = resourceOf(copyNode(nodeOf(patch)));
    // Its labels and annotations are made anew on the way, so all of their values are strings.
    setLabels(copied, labelsOf(patch));
    setAnnotations(copied, ownAnnotations(annotationsOf(patch)));
    setField(nodeOf(copied), "apiVersion", scalar(apiVersionOf(gvkOf(resource))));
    setKind(copied, kindOf(patch));
    applyStrategicMerge(resource, nodeOf(copied), allowed);
  }
  const all = set.resources;
  set.rearrange([]);
  set.appendAll(all.filter(({ node }) => node !== undefined));
}

export function strategicMergeTransformer(loader: Loader, paths: readonly string[]): Transformer {
  return configure("PatchStrategicMergeTransformer", { paths }, () => {
    const patches = paths.flatMap((path) => objectsOrFile(loader, path));
    if (patches.length === 0) throw new KubectlError(`patch appears to be empty; files=[${paths.join(" ")}], Patch=`);
    return (set) => {
      for (const patch of patches) applyToAll(set, [set.demandById(originalId(patch))], patch, NOTHING_ALLOWED);
    };
  });
}

// An entry may be a patch itself; failing that it is the path of one.
function objectsOrFile(loader: Loader, entry: string): readonly Resource[] {
  try {
    return readResources(entry);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return readNamedResources(loader, entry);
  }
}

export function json6902Transformer(loader: Loader, { path = "", patch = "", target }: Patch): Transformer {
  return configure("PatchJson6902Transformer", { path, jsonOp: patch, target }, () => {
    if ((target?.name ?? "") === "" || target === undefined) throw new KubectlError("must specify the target name");
    if (path === "" && patch === "") throw new KubectlError("empty file path and empty jsonOp");
    if (path !== "" && patch !== "") throw new KubectlError("must specify a file path or jsonOp, not both");
    const text = path === "" ? patch : loader.load(path);
    if (text === "") throw new KubectlError(`patch file '${path}' empty seems to be empty`);
    const operations = readOperations(text);
    if (operations.length === 0) throw new KubectlError(`patch appears to be empty; file=${path}, JsonOp=${text}`);
    return (set) => {
      for (const resource of selectResources(set, target)) applyOperations(resource, operations);
    };
  });
}
