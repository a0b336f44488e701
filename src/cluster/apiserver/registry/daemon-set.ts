// DaemonSets.

import { catalogued } from "../../../api/catalogue.ts";
import { goQuote } from "../../../api/go-values.ts";
import type { DaemonSet, Draft } from "../../../api/types.ts";
import { AGE, integer, labelsText, NAME, selectorText, templateColumns, text } from "./columns.ts";
import { deepEqual, invalid, nonNegative, notSupported, required } from "./field-error.ts";
import { goIntOrString, goLabelSelector, goPointer, goText } from "./go-syntax.ts";
import { atMost100Percent, numberOf, validateIntOrPercent } from "./int-or-percent.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { isEmptySelector, validateLabelSelector } from "./labels.ts";
import { defaultPodTemplate, validatePodTemplate } from "./pod/template.ts";
import { templateWarnings } from "./pod/warnings.ts";
import { validateLabelsMatch, validateRunsForever, validateSelectorUpdate } from "./workload.ts";

type Spec = DaemonSet["spec"];

const columns: readonly Column<DaemonSet>[] = [
  NAME,
  integer("Desired", ({ status }) => status?.desiredNumberScheduled),
  integer("Current", ({ status }) => status?.currentNumberScheduled),
  integer("Ready", ({ status }) => status?.numberReady),
  integer("Up-to-date", ({ status }) => status?.updatedNumberScheduled),
  integer("Available", ({ status }) => status?.numberAvailable),
  text("Node Selector", ({ spec }) =>
    labelsText(spec.template?.spec?.nodeSelector as Readonly<Record<string, string>>),
  ),
  AGE,
  ...templateColumns<DaemonSet>(
    ({ spec }) => spec.template?.spec,
    ({ spec }) => selectorText(spec.selector),
  ),
];

function applyDefaults({ spec }: Draft<DaemonSet>): void {
  spec.revisionHistoryLimit ??= 10;
  spec.template ??= {} as Draft<Spec>["template"];
  defaultPodTemplate(spec.template);
  spec.updateStrategy ??= {};
  const strategy = spec.updateStrategy;
  strategy.type ||= "RollingUpdate";
  if (strategy.type !== "RollingUpdate") return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= 1 as never;
  strategy.rollingUpdate.maxSurge ??= 0 as never;
}

function validate({ spec }: DaemonSet): FieldError[] {
  const { selector, template } = spec;
  const errors = [...validateLabelSelector(selector, "spec.selector"), ...validateLabelsMatch(selector, template)];
  if (selector !== undefined && isEmptySelector(selector)) {
    errors.push(invalid("spec.selector", goText(goLabelSelector(selector)), "empty selector is invalid for daemonset"));
  }
  return [
    ...errors,
    ...validatePodTemplate(template, "spec.template"),
    ...validateRunsForever(template, "DaemonSet"),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...strategyErrors(spec),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

function strategyErrors({ updateStrategy = {} }: Spec): FieldError[] {
  const { type = "", rollingUpdate } = updateStrategy;
  if (type === "OnDelete") return [];
  if (type !== "RollingUpdate") {
    const pointer = goPointer("apps.RollingUpdateDaemonSet", rollingUpdate);
    const shown = goText(`apps.DaemonSetUpdateStrategy{Type:${goQuote(type)}, RollingUpdate:${pointer}}`);
    return [notSupported("spec.updateStrategy", shown, ["RollingUpdate", "OnDelete"])];
  }
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const field = "spec.updateStrategy.rollingUpdate";
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${field}.maxSurge`),
    ...atMost100Percent(maxUnavailable, `${field}.maxUnavailable`),
    ...atMost100Percent(maxSurge, `${field}.maxSurge`),
  ];
  const [unavailable, surge] = [numberOf(maxUnavailable), numberOf(maxSurge)];
  if (unavailable !== 0 && surge !== 0) {
    const shown = goText(goIntOrString(maxSurge));
    errors.push(invalid(`${field}.maxSurge`, shown, "may not be set when maxUnavailable is non-zero"));
  } else if (unavailable === 0 && surge === 0) {
    errors.push(required(`${field}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  }
  return errors;
}

/** How often the template has changed: counted by the server, and shown as an annotation since apps/v1 has no field for it. */
const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

function countTemplate(next: Draft<DaemonSet>, previous?: DaemonSet): void {
  const before = templateGeneration(previous ?? (next as DaemonSet));
  const isChanged = previous !== undefined && !deepEqual(next.spec.template, previous.spec.template);
  const generation = Math.max(before, 1) + (isChanged ? 1 : 0);
  next.metadata.annotations = { ...next.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

function templateGeneration({ metadata }: DaemonSet): number {
  const told = metadata.annotations?.[TEMPLATE_GENERATION] ?? "";
  return /^[+-]?\d+$/.test(told) ? Number(told) : 0;
}

export const daemonSets = defineKind<DaemonSet>({
  get resource() {
    return catalogued("apps", "daemonsets");
  },
  applyDefaults,
  prepareForCreate: (set) => {
    const none = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
    set.status = none as Draft<DaemonSet>["status"];
    countTemplate(set);
  },
  prepareForUpdate: countTemplate,
  validate,
  validateUpdate: (next, previous) => validateSelectorUpdate(next.spec.selector, previous.spec.selector),
  warnings: (next, previous) => templateWarnings(next.spec.template, next.spec, previous?.spec, "spec.template"),
  columns,
  hasStatus: true,
});
