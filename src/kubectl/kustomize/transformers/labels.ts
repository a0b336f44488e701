// `labels:`, `commonLabels:` and `commonAnnotations:` set the same pairs on all objects.

import { KubectlError } from "../../errors.ts";
import { mergeSpecs, setAtField } from "../field-spec.ts";
import { annotationSpecs, commonLabelSpecs, METADATA_LABELS, templateLabelSpecs } from "../field-tables.ts";
import type { FieldSpec, Kustomization, LabelRule, Pairs } from "../kustomization.ts";
import {
  fieldOf,
  isTaggedNull,
  mapNode,
  type ScalarNode,
  setField,
  stringScalar,
  type YamlNode,
} from "../yaml/node.ts";
import { demandKind } from "../yaml/print.ts";
import type { Transformer } from "./transformer.ts";

export function labelTransformers({ labels = [], commonLabels = {} }: Kustomization): Transformer[] {
  const rules = labels.map((rule) => pairSetter(rule.pairs ?? {}, specsOf(rule)));
  return [...rules, pairSetter(commonLabels, commonLabelSpecs())];
}

export function annotationTransformer(annotations: Pairs): Transformer {
  return pairSetter(annotations, annotationSpecs());
}

function specsOf({ fields = [], includeSelectors, includeTemplates }: LabelRule): FieldSpec[] {
  if (includeSelectors === true) return merged("failed to merge labels", fields, commonLabelSpecs());
  const own =
    includeTemplates === true ? merged("failed to merge template fieldSpec", fields, templateLabelSpecs()) : fields;
  return merged("failed to merge labels", own, [METADATA_LABELS]);
}

function merged(context: string, specs: readonly FieldSpec[], others: readonly FieldSpec[]): FieldSpec[] {
  try {
    return mergeSpecs(specs, others);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`${context}: ${error.message}`);
  }
}

function pairSetter(pairs: Pairs, specs: readonly FieldSpec[]): Transformer {
  return ({ resources }) => {
    for (const resource of resources) {
      for (const name of Object.keys(pairs).sort()) {
        // All places of one object share the value that is set: whoever changes one of them later changes all.
        const value = stringScalar(pairs[name] ?? "");
        const set = (node: YamlNode) => withPair(node, name, value);
        for (const spec of specs) setAtField(resource, spec, set, mapNode);
      }
    }
  };
}

function withPair(node: YamlNode, name: string, value: ScalarNode): YamlNode {
  if (isTaggedNull(node)) return node;
  demandKind(node, "map");
  if (node.kind !== "map") return node;
  const known = fieldOf(node, name);
  if (known?.kind === "scalar") value.quoted = known.quoted;
  setField(node, name, value);
  return node;
}
