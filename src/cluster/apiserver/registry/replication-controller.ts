// ReplicationControllers, the ancestors of ReplicaSets.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, PodTemplateSpec, ReplicationController } from "../../../api/types.ts";
import { labelsText, replicaColumns } from "./columns.ts";
import { nonNegative, required } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { defaultPodTemplate, validatePodTemplate } from "./pod/template.ts";
import { podNameWarnings, templateWarnings } from "./pod/warnings.ts";
import { replicaScale, validateLabelsMatch, validateRunsForever } from "./workload.ts";

type Labels = Readonly<Record<string, string>>;

const selectorOf = ({ spec }: ReplicationController) => spec.selector as Labels | undefined;

function applyDefaults(controller: Draft<ReplicationController>): void {
  const { spec, metadata } = controller;
  spec.replicas ??= 1;
  if (spec.template === undefined) return;
  defaultPodTemplate(spec.template);
  const labels = spec.template.metadata?.labels as Draft<Labels> | undefined;
  if (labels === undefined) return;
  if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

function validate(controller: ReplicationController): FieldError[] {
  const { spec } = controller;
  const matchLabels = selectorOf(controller) ?? {};
  return [
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...(Object.keys(matchLabels).length === 0 ? [required("spec.selector")] : []),
    ...nonNegative("spec.replicas", spec.replicas),
    ...templateErrors(spec.template, matchLabels),
  ];
}

function templateErrors(template: PodTemplateSpec | undefined, matchLabels: Labels): FieldError[] {
  if (template === undefined) return [required("spec.template")];
  return [
    ...validateLabelsMatch({ matchLabels }, template),
    ...validatePodTemplate(template, "spec.template"),
    ...validateRunsForever(template, "ReplicationController"),
  ];
}

export const replicationControllers = defineKind<ReplicationController>({
  get resource() {
    return catalogued("", "replicationcontrollers");
  },
  applyDefaults,
  prepareForCreate: (controller) => {
    controller.status = { replicas: 0 } as Draft<ReplicationController>["status"];
  },
  validate,
  warnings: (next, previous) => [
    ...podNameWarnings(next.metadata.name, previous),
    ...templateWarnings(next.spec.template, next.spec, previous?.spec, "spec.template"),
  ],
  columns: replicaColumns<ReplicationController>((controller) => labelsText(selectorOf(controller))),
  selectableFields: { "status.replicas": ({ status }) => String(status?.replicas ?? 0) },
  hasStatus: true,
  scale: replicaScale<ReplicationController>((controller) => labelsText(selectorOf(controller))),
});
