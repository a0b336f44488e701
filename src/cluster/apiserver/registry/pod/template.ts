// Pod templates inside workloads: their defaults and rules.

import type { Draft, PodTemplateSpec } from "../../../../api/types.ts";
import { forbidden } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { validateAnnotations, validateLabels } from "../labels.ts";
import { validatePodAnnotations } from "./annotations.ts";
import { defaultPodSpec } from "./defaults.ts";
import type { SpecDraft } from "./drafts.ts";
import { type PodSpecOptions, validatePodSpec } from "./spec.ts";

/** The template as it is stored: with metadata and a spec even where the user wrote none. */
export function defaultPodTemplate(template: Draft<PodTemplateSpec>): void {
  // Kubernetes writes the creation time of what was never created as null.
  template.metadata = { creationTimestamp: null, ...template.metadata } as NonNullable<typeof template.metadata>;
  template.spec ??= {} as SpecDraft;
  template.spec.containers ??= [];
  defaultPodSpec(template.spec);
}

type StringMap = Readonly<Record<string, string>> | undefined;

export function templateLabels(template: PodTemplateSpec | undefined): StringMap {
  return template?.metadata?.labels as StringMap;
}

export function validatePodTemplate(
  template: PodTemplateSpec,
  field: string,
  options: PodSpecOptions = {},
): FieldError[] {
  const annotations = template.metadata?.annotations as StringMap;
  const spec = template.spec;
  const errors = [
    ...validateLabels(templateLabels(template), `${field}.labels`),
    ...validateAnnotations(annotations, `${field}.annotations`),
    ...validatePodAnnotations(annotations, `${field}.annotations`),
  ];
  if (spec === undefined) return errors;
  errors.push(...validatePodSpec(spec, `${field}.spec`, options));
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden(`${field}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template"));
  }
  return errors;
}
