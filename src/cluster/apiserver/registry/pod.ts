// Pods.

import { catalogued } from "../../../api/catalogue.ts";
import type { Draft, Pod } from "../../../api/types.ts";
import { AGE, NAME, NONE, text, wide } from "./columns.ts";
import { forbidden } from "./field-error.ts";
import { type Column, defineKind, type FieldError, type RegistryContext } from "./kind.ts";
import { validatePodAnnotations } from "./pod/annotations.ts";
import { validateImagesOfPod } from "./pod/containers.ts";
import { defaultPod, defaultPodSpec } from "./pod/defaults.ts";
import type { SpecDraft } from "./pod/drafts.ts";
import { validateEphemeralContainersUpdate } from "./pod/ephemeral-containers.ts";
import { qosClass } from "./pod/qos.ts";
import { validateResize } from "./pod/resize.ts";
import { validatePodSpec } from "./pod/spec.ts";
import { type PodSummary, summarizePod } from "./pod/status-text.ts";
import { validatePodUpdate } from "./pod/update.ts";
import { podWarnings } from "./pod/warnings.ts";

const summaryColumn = (name: string, part: keyof PodSummary): Column<Pod> =>
  text(name, (pod, nowMs) => summarizePod(pod, nowMs)[part]);

const columns: readonly Column<Pod>[] = [
  NAME,
  summaryColumn("Ready", "ready"),
  summaryColumn("Status", "status"),
  summaryColumn("Restarts", "restarts"),
  AGE,
  wide("IP", ({ status }) => status?.podIPs?.[0]?.ip || status?.podIP || NONE),
  wide("Node", ({ spec }) => spec.nodeName || NONE),
  wide("Nominated Node", ({ status }) => status?.nominatedNodeName || NONE),
  wide("Readiness Gates", readinessGates),
];

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  const isTrue = (type: string) =>
    (status?.conditions ?? []).some((each) => each.type === type && each.status === "True");
  const met = gates.filter(({ conditionType }) => isTrue(conditionType));
  return gates.length === 0 ? NONE : `${met.length}/${gates.length}`;
}

function applyDefaults(pod: Draft<Pod>): void {
  pod.spec ??= { containers: [] } as unknown as SpecDraft;
  pod.spec.containers ??= [];
  defaultPodSpec(pod.spec);
  defaultPod(pod.spec);
}

function prepareForCreate(pod: Draft<Pod>, context: RegistryContext): void {
  // The kubelet gives every pod a second at least; a negative time means just that.
  if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1;
  const status: Record<string, unknown> = { phase: "Pending", qosClass: qosClass(pod.spec) };
  if ((pod.spec.schedulingGates ?? []).length > 0) status.conditions = [gatedCondition(context)];
  pod.status = status as unknown as Draft<Pod>["status"];
}

function gatedCondition(context: RegistryContext): unknown {
  return {
    lastProbeTime: null,
    lastTransitionTime: `${new Date(context.now()).toISOString().slice(0, 19)}Z`,
    message: "Scheduling is blocked due to non-empty scheduling gates",
    reason: "SchedulingGated",
    status: "False",
    type: "PodScheduled",
  };
}

function validate(pod: Pod, context: RegistryContext): FieldError[] {
  const { metadata, spec } = pod;
  return [
    ...validatePodAnnotations(metadata.annotations, "metadata.annotations"),
    ...validatePodSpec(spec, "spec", { podName: metadata.name }),
    ...validateImagesOfPod(spec.containers ?? [], "spec.containers"),
    ...validateImagesOfPod(spec.initContainers ?? [], "spec.initContainers"),
    ...createErrors(pod, context),
  ];
}

function createErrors({ metadata, spec }: Pod, context: RegistryContext): FieldError[] {
  if (context.find("pods", metadata.namespace, metadata.name) !== undefined) return [];
  const errors: FieldError[] = [];
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden("spec.ephemeralContainers", "cannot be set on create"));
  }
  if ((spec.nodeName ?? "") !== "" && (spec.schedulingGates ?? []).length > 0) {
    errors.push(forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared"));
  }
  return errors;
}

function validateThroughDoor(next: Pod, previous: Pod, subresource: string): FieldError[] {
  switch (subresource) {
    case "ephemeralcontainers":
      return validateEphemeralContainersUpdate(next, previous);
    case "resize":
      return validateResize(next, previous);
    default:
      return [];
  }
}

export const pods = defineKind<Pod>({
  get resource() {
    return catalogued("", "pods");
  },
  applyDefaults,
  prepareForCreate,
  validate,
  validateUpdate: validatePodUpdate,
  validateThroughDoor,
  warnings: (pod, previous) => podWarnings(pod, previous),
  columns,
  selectableFields: {
    "spec.nodeName": ({ spec }) => spec.nodeName ?? "",
    "spec.restartPolicy": ({ spec }) => spec.restartPolicy ?? "",
    "spec.schedulerName": ({ spec }) => spec.schedulerName ?? "",
    "spec.serviceAccountName": ({ spec }) => spec.serviceAccountName ?? "",
    "spec.hostNetwork": ({ spec }) => String(spec.hostNetwork ?? false),
    "status.phase": ({ status }) => status?.phase ?? "",
    "status.podIP": ({ status }) => status?.podIP ?? "",
    "status.podIPs": ({ status }) => status?.podIP ?? "",
    "status.nominatedNodeName": ({ status }) => status?.nominatedNodeName ?? "",
  },
  hasStatus: true,
  gracePeriodSeconds: graceOf,
});

// A pod that no kubelet has, or whose containers are done, has nothing to wait for.
function graceOf({ spec, status }: Pod): number {
  if ((spec.nodeName ?? "") === "") return 0;
  if (status?.phase === "Failed" || status?.phase === "Succeeded") return 0;
  return Math.max(0, spec.terminationGracePeriodSeconds ?? 30);
}
