// StatefulSets.

import { catalogued } from "../../../api/catalogue.ts";
import { goQuote } from "../../../api/go-values.ts";
import type { Draft, StatefulSet } from "../../../api/types.ts";
import { AGE, containerColumns, NAME, selectorText, text } from "./columns.ts";
import { deepEqual, forbidden, invalid, nonNegative, notSupported, required } from "./field-error.ts";
import { goPointer, goText } from "./go-syntax.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { validateAnnotations, validateLabels } from "./labels.ts";
import { validatePodAnnotations } from "./pod/annotations.ts";
import { defaultPodTemplate, templateLabels } from "./pod/template.ts";
import { templateWarnings } from "./pod/warnings.ts";
import { replicaScale, validateLabelsMatch, validateRunsForever, validateSelector } from "./workload.ts";

type Spec = StatefulSet["spec"];
type ClaimTemplate = NonNullable<Draft<Spec>["volumeClaimTemplates"]>[number];

const columns: readonly Column<StatefulSet>[] = [
  NAME,
  text("Ready", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  AGE,
  ...containerColumns<StatefulSet>(({ spec }) => spec.template?.spec),
];

function applyDefaults({ spec }: Draft<StatefulSet>): void {
  spec.podManagementPolicy ||= "OrderedReady";
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.serviceName ??= "";
  spec.template ??= {} as Draft<Spec>["template"];
  defaultPodTemplate(spec.template);
  spec.updateStrategy ??= {};
  const strategy = spec.updateStrategy;
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") strategy.rollingUpdate = { partition: 0, ...strategy.rollingUpdate };
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  const retention = spec.persistentVolumeClaimRetentionPolicy;
  retention.whenDeleted ||= "Retain";
  retention.whenScaled ||= "Retain";
  for (const template of spec.volumeClaimTemplates ?? []) defaultClaim(template);
}

// A claim template is a whole object, down to a status that says it waits.
function defaultClaim(template: ClaimTemplate): void {
  template.apiVersion ??= "v1";
  template.kind ??= "PersistentVolumeClaim";
  template.metadata = { creationTimestamp: null, ...template.metadata } as NonNullable<ClaimTemplate["metadata"]>;
  template.spec ??= {};
  template.spec.volumeMode ??= "Filesystem";
  template.spec.resources ??= {};
  template.status ??= { phase: "Pending" };
}

// The pod spec inside a StatefulSet is not looked at here: until v1.34 Kubernetes finds its faults when a pod is created.
function validate({ spec }: StatefulSet): FieldError[] {
  const labels = templateLabels(spec.template);
  const annotations = spec.template.metadata?.annotations as Readonly<Record<string, string>> | undefined;
  return [
    ...managementErrors(spec),
    ...strategyErrors(spec),
    ...retentionErrors(spec),
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.ordinals.start", spec.ordinals?.start),
    ...validateSelector(spec.selector, "statefulset"),
    ...validateLabelsMatch(spec.selector, spec.template),
    ...validateLabels(labels, "spec.template.labels"),
    ...validateAnnotations(annotations, "spec.template.annotations"),
    ...validatePodAnnotations(annotations, "spec.template.annotations"),
    ...validateRunsForever(spec.template, "StatefulSet"),
  ];
}

function managementErrors({ podManagementPolicy: policy = "" }: Spec): FieldError[] {
  if (policy === "OrderedReady" || policy === "Parallel") return [];
  return [invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")];
}

function strategyErrors({ updateStrategy = {} }: Spec): FieldError[] {
  const { type = "", rollingUpdate } = updateStrategy;
  const field = "spec.updateStrategy";
  if (type === "") return [required(field)];
  if (type === "RollingUpdate") return nonNegative(`${field}.rollingUpdate.partition`, rollingUpdate?.partition);
  const pointer = goPointer("apps.RollingUpdateStatefulSetStrategy", rollingUpdate);
  if (type === "OnDelete") {
    if (rollingUpdate === undefined) return [];
    const shown = goText(
      `apps.RollingUpdateStatefulSetStrategy{Partition:${rollingUpdate.partition ?? 0}, MaxUnavailable:(*intstr.IntOrString)(nil)}`,
    );
    return [invalid(`${field}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'")];
  }
  const shown = goText(`apps.StatefulSetUpdateStrategy{Type:${goQuote(type)}, RollingUpdate:${pointer}}`);
  return [invalid(field, shown, "must be 'RollingUpdate' or 'OnDelete'")];
}

function retentionErrors({ persistentVolumeClaimRetentionPolicy: policy = {} }: Spec): FieldError[] {
  const choices = ["Retain", "Delete"];
  return (["whenDeleted", "whenScaled"] as const).flatMap((name) => {
    const value = policy[name] ?? "";
    const field = `spec.persistentVolumeClaimRetentionPolicy.${name}`;
    return choices.includes(value) ? [] : [notSupported(field, value, choices)];
  });
}

const UPDATABLE = [
  ...["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit"],
  ...["persistentVolumeClaimRetentionPolicy", "minReadySeconds"],
];

function validateUpdate(next: StatefulSet, previous: StatefulSet): FieldError[] {
  const fixed = ({ spec }: StatefulSet) =>
    Object.fromEntries(Object.entries(spec).filter(([name]) => !UPDATABLE.includes(name)));
  if (deepEqual(fixed(next), fixed(previous))) return [];
  const names = UPDATABLE.map((name) => `'${name}'`);
  const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return [forbidden("spec", `updates to statefulset spec for fields other than ${list} are forbidden`)];
}

function warningsOf({ spec }: StatefulSet, previous: StatefulSet | undefined): string[] {
  if (previous !== undefined && deepEqual(spec, previous.spec)) return [];
  const text = "a negative value retains all historical revisions; a value >= 0 is recommended";
  return [
    ...templateWarnings(spec.template, spec, previous?.spec, "spec.template"),
    ...((spec.revisionHistoryLimit ?? 0) < 0 ? [`spec.revisionHistoryLimit: ${text}`] : []),
  ];
}

export const statefulSets = defineKind<StatefulSet>({
  get resource() {
    return catalogued("apps", "statefulsets");
  },
  applyDefaults,
  prepareForCreate: (set) => {
    set.status = { availableReplicas: 0, replicas: 0 } as Draft<StatefulSet>["status"];
  },
  validate,
  validateUpdate,
  warnings: warningsOf,
  columns,
  hasStatus: true,
  scale: replicaScale<StatefulSet>(({ spec }) => selectorText(spec.selector)),
});
