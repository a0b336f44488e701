// Stands for kustomize as kubectl has it built in: from a directory with a kustomization to the objects that it comes to.
// Plugins, Helm charts and kustomizations from the network are refused by name.

import { KubectlError } from "../errors.ts";
import type { KubectlIo } from "../io.ts";
import { accumulate } from "./accumulate.ts";
import { ownAnnotations } from "./history.ts";
import { Loader } from "./loader.ts";
import { addHashes } from "./names/hash.ts";
import { fixNameReferences } from "./names/references.ts";
import { resolveVariables } from "./names/variables.ts";
import { readKustomization } from "./read-kustomization.ts";
import { demandObject } from "./read-resources.ts";
import { annotationsOf, labelsOf, nodeOf, type Resource, setAnnotations, setLabels, yamlText } from "./resource.ts";
import type { ResourceSet } from "./resource-set.ts";
import { sortResources } from "./sort-order.ts";

export interface BuildOptions {
  /** Files may lie outside of the directories of the kustomizations that name them. */
  readonly mayLeaveRoot?: boolean;
}

const LOCAL_CONFIG = "config.kubernetes.io/local-config";
const SHOWN_METADATA = ["originAnnotations", "transformerAnnotations"];

/** The objects of the kustomization in a directory. */
export function buildResources(
  io: KubectlIo,
  path: string,
  { mayLeaveRoot = false }: BuildOptions = {},
): readonly Resource[] {
  const loader = Loader.at(io, path, mayLeaveRoot);
  const warn = (text: string) => {
    io.stderr.write(`${text}\n`);
  };
  const { kustomization } = readKustomization(loader, warn);
  const { buildMetadata = [], sortOptions } = kustomization;
  const refused = SHOWN_METADATA.find((each) => buildMetadata.includes(each));
  if (refused !== undefined)
    throw new KubectlError(`k8s-tutor does not simulate buildMetadata ${refused} of a kustomization`);
  const { set, variables } = accumulate({ loader, kustomization, warn });
  addHashes(set);
  fixNameReferences(set);
  resolveVariables(set, variables);
  for (const resource of set.resources) demandObject(nodeOf(resource));
  const kept = set.resources.filter((resource) => !isLocal(resource));
  set.rearrange([]);
  // Patches may have given two objects one name.
  set.appendAll(kept);
  set.rearrange(sortResources(set.resources, sortOptions));
  finish(set, buildMetadata.includes("managedByLabel"));
  return set.resources;
}

/** The objects as YAML. */
export function buildYaml(io: KubectlIo, path: string, options: BuildOptions = {}): string {
  return buildResources(io, path, options).map(yamlText).join("---\n");
}

/** Objects may stand in a kustomization only to be read by others. */
function isLocal(resource: Resource): boolean {
  const value = annotationsOf(resource)[LOCAL_CONFIG];
  return value !== undefined && value !== "false";
}

function finish({ resources }: ResourceSet, addsLabel: boolean): void {
  for (const resource of resources) {
    if (addsLabel) setLabels(resource, { ...labelsOf(resource), "app.kubernetes.io/managed-by": "kustomize-(devel)" });
    setAnnotations(resource, ownAnnotations(annotationsOf(resource)));
  }
}
