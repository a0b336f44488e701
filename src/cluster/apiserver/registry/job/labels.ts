// The labels that tie a Job to its pods: its own uid, so that no other controller selects the same ones.

import { type LabelSelectorObject, matchesSelector } from "../../../../api/selector.ts";
import type { Draft, Job } from "../../../../api/types.ts";
import { invalid, required } from "../field-error.ts";
import { goLabelSelector, goStringMap, goText } from "../go-syntax.ts";
import type { FieldError } from "../kind.ts";
import { templateLabels } from "../pod/template.ts";

const CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
const JOB_NAME = "batch.kubernetes.io/job-name";

/** Under the older names too, which people still select by. */
function generatedLabels({ uid, name }: { uid: string; name: string }): Record<string, string> {
  return { "controller-uid": uid, "job-name": name, [CONTROLLER_UID]: uid, [JOB_NAME]: name };
}

export function generateSelector(job: Draft<Job>): void {
  const { metadata, spec } = job;
  if (spec.manualSelector !== true) {
    spec.template.metadata ??= {};
    const template = spec.template.metadata;
    template.labels = withGenerated((template.labels ?? {}) as Readonly<Record<string, string>>, metadata);
    spec.selector ??= {};
    const selector = spec.selector;
    selector.matchLabels = { [CONTROLLER_UID]: metadata.uid, ...selector.matchLabels };
  }
  const labels = templateLabels(spec.template);
  if (Object.keys(metadata.labels ?? {}).length === 0 && labels !== undefined) metadata.labels = { ...labels };
}

// Labels that somebody wrote stay, as in a manifest that was read back from another Job; the validation refuses them.
function withGenerated(labels: Readonly<Record<string, string>>, metadata: { uid: string; name: string }) {
  const { uid, name } = metadata;
  return {
    ...labels,
    ...(labels["job-name"] === undefined ? { [JOB_NAME]: name, "job-name": name } : {}),
    ...(labels["controller-uid"] === undefined ? { [CONTROLLER_UID]: uid, "controller-uid": uid } : {}),
  };
}

export function validateGeneratedSelector({ metadata, spec }: Job): FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const expected = generatedLabels(metadata);
  const errors = Object.entries(expected).flatMap(([key, value]) => labelErrors(spec, key, value));
  if (matchesSelector(spec.selector as LabelSelectorObject, expected)) return errors;
  return [...errors, invalid("spec.selector", goText(goLabelSelector(spec.selector)), "`selector` not auto-generated")];
}

function labelErrors(spec: Job["spec"], key: string, value: string): FieldError[] {
  const labels = templateLabels(spec.template);
  const field = `spec.template.metadata.labels[${key}]`;
  if (labels?.[key] === undefined) return [required(field, `must be '${value}'`)];
  return labels[key] === value ? [] : [invalid(field, goText(goStringMap(labels)), `must be '${value}'`)];
}
