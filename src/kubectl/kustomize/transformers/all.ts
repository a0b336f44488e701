// The changes that a kustomization makes, in the order in which kustomize makes them.

import type { Kustomization } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { imageTransformer } from "./images.ts";
import { annotationTransformer, labelTransformers } from "./labels.ts";
import { prefixTransformer, suffixTransformer } from "./names.ts";
import { namespaceTransformer } from "./namespace.ts";
import { json6902Transformer, patchTransformer, strategicMergeTransformer } from "./patches.ts";
import { replacementTransformer } from "./replacements.ts";
import { replicaTransformer } from "./replicas.ts";
import type { Transformer } from "./transformer.ts";

export function transformersOf(loader: Loader, kustomization: Kustomization): Transformer[] {
  const {
    patchesStrategicMerge = [],
    patches = [],
    namespace = "",
    namePrefix = "",
    nameSuffix = "",
    commonAnnotations = {},
    patchesJson6902 = [],
    replicas = [],
    images = [],
    replacements = [],
  } = kustomization;
  return [
    ...(patchesStrategicMerge.length > 0 ? [strategicMergeTransformer(loader, patchesStrategicMerge)] : []),
    ...patches.map((patch) => patchTransformer(loader, patch)),
    ...(namespace !== "" ? [namespaceTransformer(namespace)] : []),
    ...(namePrefix !== "" ? [prefixTransformer(namePrefix)] : []),
    ...(nameSuffix !== "" ? [suffixTransformer(nameSuffix)] : []),
    ...labelTransformers(kustomization),
    annotationTransformer(commonAnnotations),
    ...patchesJson6902.map((patch) => json6902Transformer(loader, patch)),
    ...replicas.map(replicaTransformer),
    ...images.map(imageTransformer),
    ...(replacements.length > 0 ? [replacementTransformer(loader, replacements)] : []),
  ];
}
