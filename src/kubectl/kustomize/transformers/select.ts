// Which objects a patch's target means: names by regular expressions, labels and annotations by selectors.

import { matchesLabels, parseLabelSelector } from "../../../api/selector.ts";
import { ApiError } from "../../../api/status.ts";
import { KubectlError } from "../../errors.ts";
import { originalId } from "../history.ts";
import type { Selector } from "../kustomization.ts";
import { wholeMatch } from "../regular-expression.ts";
import { annotationsOf, currentId, labelsOf, type Resource } from "../resource.ts";
import { effectiveNamespace } from "../resource-id.ts";
import type { ResourceSet } from "../resource-set.ts";

export function selectResources({ resources }: ResourceSet, selector: Selector): Resource[] {
  const [isGroup, isVersion, isKind, isName, isNamespace] = (
    ["group", "version", "kind", "name", "namespace"] as const
  ).map((field) => wholeMatch(selector[field] ?? ""));
  return resources.filter((resource) => {
    const ids = [originalId(resource), currentId(resource)];
    const [, { group, version, kind } = currentId(resource)] = ids;
    return (
      ids.some((id) => isNamespace?.(effectiveNamespace(id))) &&
      ids.some(({ name }) => isName?.(name)) &&
      isGroup?.(group) &&
      isVersion?.(version) &&
      isKind?.(kind) &&
      isLabelled(resource, selector)
    );
  });
}

/** True when the labels and annotations are as the selector wants them. */
export function isLabelled(resource: Resource, { labelSelector = "", annotationSelector = "" }: Selector): boolean {
  return (
    matchesLabels(requirements(labelSelector), labelsOf(resource)) &&
    matchesLabels(requirements(annotationSelector), annotationsOf(resource))
  );
}

function requirements(text: string): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof ApiError) throw new KubectlError(error.message);
    throw error;
  }
}
