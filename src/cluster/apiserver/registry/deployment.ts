// Deployments.

import { catalogued } from "../../../api/catalogue.ts";
import { goQuote } from "../../../api/go-values.ts";
import type { Deployment, Draft } from "../../../api/types.ts";
import { AGE, integer, NAME, selectorText, templateColumns, text } from "./columns.ts";
import { forbidden, invalid, nonNegative, notSupported } from "./field-error.ts";
import { goIntOrString, goPointer, goText } from "./go-syntax.ts";
import { atMost100Percent, numberOf, validateIntOrPercent } from "./int-or-percent.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";
import { defaultPodTemplate } from "./pod/template.ts";
import { podNameWarnings, templateWarnings } from "./pod/warnings.ts";
import { replicaScale, validateReplicaTemplate, validateSelector, validateSelectorUpdate } from "./workload.ts";

type Spec = Deployment["spec"];

const columns: readonly Column<Deployment>[] = [
  NAME,
  text("Ready", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  integer("Up-to-date", ({ status }) => status?.updatedReplicas),
  integer("Available", ({ status }) => status?.availableReplicas),
  AGE,
  ...templateColumns<Deployment>(
    ({ spec }) => spec.template?.spec,
    ({ spec }) => selectorText(spec.selector),
  ),
];

function applyDefaults({ spec }: Draft<Deployment>): void {
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.template ??= {} as Draft<Spec>["template"];
  defaultPodTemplate(spec.template);
  spec.strategy ??= {};
  const strategy = spec.strategy;
  strategy.type ||= "RollingUpdate";
  if (strategy.type !== "RollingUpdate") return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= "25%" as never;
  strategy.rollingUpdate.maxSurge ??= "25%" as never;
}

function validate({ spec }: Deployment): FieldError[] {
  const errors = [
    ...nonNegative("spec.replicas", spec.replicas),
    ...validateSelector(spec.selector, "deployment"),
    ...validateReplicaTemplate(spec.selector, spec.template),
    ...strategyErrors(spec),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...nonNegative("spec.progressDeadlineSeconds", spec.progressDeadlineSeconds),
  ];
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  if (deadline !== undefined && deadline <= minReadySeconds) {
    errors.push(invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
  }
  return errors;
}

function strategyErrors({ strategy = {} }: Spec): FieldError[] {
  const { type = "", rollingUpdate } = strategy;
  if (type === "Recreate") {
    if (rollingUpdate === undefined) return [];
    const text = "may not be specified when strategy `type` is 'Recreate'";
    return [forbidden("spec.strategy.rollingUpdate", text)];
  }
  if (type !== "RollingUpdate") {
    const pointer = goPointer("apps.RollingUpdateDeployment", rollingUpdate);
    const shown = goText(`apps.DeploymentStrategy{Type:${goQuote(type)}, RollingUpdate:${pointer}}`);
    return [notSupported("spec.strategy", shown, ["Recreate", "RollingUpdate"])];
  }
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const field = "spec.strategy.rollingUpdate";
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${field}.maxSurge`),
  ];
  if (numberOf(maxUnavailable) === 0 && numberOf(maxSurge) === 0) {
    const shown = goText(goIntOrString(maxUnavailable));
    errors.push(invalid(`${field}.maxUnavailable`, shown, "may not be 0 when `maxSurge` is 0"));
  }
  return [...errors, ...atMost100Percent(maxUnavailable, `${field}.maxUnavailable`)];
}

export const deployments = defineKind<Deployment>({
  get resource() {
    return catalogued("apps", "deployments");
  },
  applyDefaults,
  prepareForCreate: (deployment) => {
    deployment.status = {} as Draft<Deployment>["status"];
  },
  validate,
  validateUpdate: (next, previous) => validateSelectorUpdate(next.spec.selector, previous.spec.selector),
  warnings: (next, previous) => [
    ...podNameWarnings(next.metadata.name, previous),
    ...templateWarnings(next.spec.template, next.spec, previous?.spec, "spec.template"),
  ],
  columns,
  hasStatus: true,
  scale: replicaScale<Deployment>(({ spec }) => selectorText(spec.selector)),
});
