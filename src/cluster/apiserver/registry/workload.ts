// What Deployments, ReplicaSets, StatefulSets and DaemonSets share: a selector, and a template that it must match.

import { type LabelSelectorObject, matchesSelector } from "../../../api/selector.ts";
import type { LabelSelector, PodTemplateSpec } from "../../../api/types.ts";
import { forbidden, immutable, invalid, notSupported, required } from "./field-error.ts";
import { goLabelSelector, goStringMap, goText } from "./go-syntax.ts";
import type { FieldError } from "./kind.ts";
import { isEmptySelector, validateLabelSelector } from "./labels.ts";
import { templateLabels, validatePodTemplate } from "./pod/template.ts";

interface Scaled {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number };
}

/** Where `/scale` finds its numbers in a kind that has replicas. */
export function replicaScale<T extends Scaled>(selector: (object: T) => string) {
  return {
    replicas: ({ spec }: T) => spec.replicas ?? 0,
    statusReplicas: ({ status }: T) => status?.replicas ?? 0,
    selector,
  };
}

export function validateSelector(selector: LabelSelector | undefined, what: string): FieldError[] {
  if (selector === undefined) return [required("spec.selector")];
  const errors = validateLabelSelector(selector, "spec.selector");
  if (!isEmptySelector(selector)) return errors;
  return [
    ...errors,
    invalid("spec.selector", goText(goLabelSelector(selector)), `empty selector is invalid for ${what}`),
  ];
}

/** An empty selector matches whatever there is; an absent one matches nothing. */
export function validateLabelsMatch(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
): FieldError[] {
  const labels = templateLabels(template);
  if (matchesSelector(selector as LabelSelectorObject | undefined, labels)) return [];
  const text = "`selector` does not match template `labels`";
  return [invalid("spec.template.metadata.labels", goText(goStringMap(labels)), text)];
}

/** A pod of a workload that keeps going can neither end by itself nor be given a deadline. */
export function validateRunsForever(template: PodTemplateSpec, kind: string): FieldError[] {
  const { restartPolicy = "", activeDeadlineSeconds } = template.spec ?? {};
  const errors: FieldError[] = [];
  if (restartPolicy !== "Always") {
    errors.push(notSupported("spec.template.spec.restartPolicy", restartPolicy, ["Always"]));
  }
  if (activeDeadlineSeconds !== undefined) {
    const text = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.push(forbidden("spec.template.spec.activeDeadlineSeconds", text));
  }
  return errors;
}

/** As for a ReplicaSet, which a Deployment makes its pods by. */
export function validateReplicaTemplate(selector: LabelSelector | undefined, template: PodTemplateSpec): FieldError[] {
  return [
    ...validateLabelsMatch(selector, template),
    ...validatePodTemplate(template, "spec.template"),
    ...validateRunsForever(template, "ReplicaSet"),
  ];
}

export function validateSelectorUpdate(
  next: LabelSelector | undefined,
  previous: LabelSelector | undefined,
): FieldError[] {
  return immutable("spec.selector", next, previous, () => goLabelSelector(next));
}
