// ReplicaSets.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, ReplicaSet } from "../../../api/types.ts";
import { replicaColumns, selectorText } from "./columns.ts";
import { nonNegative } from "./field-error.ts";
import { defineKind, type FieldError } from "./kind.ts";
import { defaultPodTemplate } from "./pod/template.ts";
import { podNameWarnings, templateWarnings } from "./pod/warnings.ts";
import { replicaScale, validateReplicaTemplate, validateSelector, validateSelectorUpdate } from "./workload.ts";

function applyDefaults({ spec }: Draft<ReplicaSet>): void {
  spec.replicas ??= 1;
  spec.template ??= {};
  const template = spec.template;
  defaultPodTemplate(template);
}

function validate({ spec }: ReplicaSet): FieldError[] {
  return [
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateSelector(spec.selector, "deployment"),
    ...validateReplicaTemplate(spec.selector, spec.template ?? {}),
  ];
}

export const replicaSets = defineKind<ReplicaSet>({
  get resource() {
    return catalogued("apps", "replicasets");
  },
  applyDefaults,
  prepareForCreate: (set) => {
    set.status = { replicas: 0 } as Draft<ReplicaSet>["status"];
  },
  validate,
  validateUpdate: (next, previous) => validateSelectorUpdate(next.spec.selector, previous.spec.selector),
  warnings: (next, previous) => [
    ...podNameWarnings(next.metadata.name, previous),
    ...templateWarnings(next.spec.template, next.spec, previous?.spec, "spec.template"),
  ],
  columns: replicaColumns<ReplicaSet>(({ spec }) => selectorText(spec.selector)),
  selectableFields: { "status.replicas": ({ status }) => String(status?.replicas ?? 0) },
  hasStatus: true,
  scale: replicaScale<ReplicaSet>(({ spec }) => selectorText(spec.selector)),
});
