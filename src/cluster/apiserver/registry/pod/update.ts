// What may be changed in a pod once it is there: images, a shorter deadline, more tolerations, fewer scheduling gates.

import type { Container, Draft, Pod, PodSpec, Toleration } from "../../../../api/types.ts";
import { draftOf } from "../../../../api/types.ts";
import { deepEqual, forbidden, invalid, required } from "../field-error.ts";
import { goDiff } from "../go-diff.ts";
import { internalPodSpec } from "../go-types.ts";
import type { FieldError } from "../kind.ts";
import { inRange } from "../names.ts";
import { validatePodAnnotationsUpdate } from "./annotations.ts";
import { isGated, undoPlacement, validatePlacementUpdate } from "./gated-update.ts";
import { INT32_MAX } from "./spec.ts";
import { validateTolerations } from "./tolerations.ts";

const UPDATABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

export function validatePodUpdate(next: Pod, previous: Pod): FieldError[] {
  const errors = validatePodAnnotationsUpdate(next.metadata.annotations, previous.metadata.annotations);
  for (const list of ["containers", "initContainers"] as const) {
    const path = `spec.${list}`;
    const containers = next.spec[list] ?? [];
    if (containers.length !== (previous.spec[list] ?? []).length) {
      return [...errors, forbidden(path, "pod updates may not add or remove containers")];
    }
    errors.push(...imageErrors(containers, path));
  }
  const deadline = deadlineErrors(next.spec, previous.spec);
  errors.push(...deadline);
  if (deadline.length > 0 && next.spec.activeDeadlineSeconds !== undefined) return errors;
  errors.push(...tolerationErrors(next.spec, previous.spec), ...gateErrors(next.spec, previous.spec));
  if (isGated(previous.spec)) errors.push(...validatePlacementUpdate(next.spec, previous.spec));
  return [...errors, ...specErrors(next.spec, previous.spec)];
}

function imageErrors(containers: readonly Container[], field: string): FieldError[] {
  return containers.flatMap(({ image = "" }, i) => {
    const path = `${field}[${i}].image`;
    if (image === "") return [required(path)];
    if (image === image.trim()) return [];
    return [invalid(path, image, "must not have leading or trailing whitespace")];
  });
}

function deadlineErrors(next: PodSpec, previous: PodSpec): FieldError[] {
  const field = "spec.activeDeadlineSeconds";
  const seconds = next.activeDeadlineSeconds;
  const before = previous.activeDeadlineSeconds;
  if (seconds === undefined) {
    const text = "must not update from a positive integer to nil value";
    return before === undefined ? [] : [invalid(field, null, text)];
  }
  if (seconds < 0 || seconds > INT32_MAX) return [invalid(field, seconds, inRange(0, INT32_MAX))];
  if (before === undefined || seconds <= before) return [];
  return [invalid(field, seconds, "must be less than or equal to previous value")];
}

function tolerationErrors(next: PodSpec, previous: PodSpec): FieldError[] {
  const field = "spec.tolerations";
  const kept = (old: Toleration) =>
    (next.tolerations ?? []).some((each) => deepEqual(withoutSeconds(each), withoutSeconds(old)));
  if (!(previous.tolerations ?? []).every(kept)) {
    return [forbidden(field, "existing toleration can not be modified except its tolerationSeconds")];
  }
  return validateTolerations(next.tolerations ?? [], field);
}

function withoutSeconds({ tolerationSeconds: _, ...rest }: Toleration): unknown {
  return rest;
}

function gateErrors(next: PodSpec, previous: PodSpec): FieldError[] {
  const old = new Set((previous.schedulingGates ?? []).map(({ name }) => name));
  return (next.schedulingGates ?? []).flatMap(({ name }, i) => {
    const text = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return old.has(name) ? [] : [forbidden(`spec.schedulingGates[${i}].name`, text)];
  });
}

function specErrors(next: PodSpec, previous: PodSpec): FieldError[] {
  const allowed = withAllowedChangesUndone(next, previous);
  if (deepEqual(allowed, previous)) return [];
  const fields = `pod updates may not change fields other than ${UPDATABLE.join(",")}`;
  const diff = goDiff("core.PodSpec", internalPodSpec(previous), internalPodSpec(allowed));
  return [forbidden("spec", `${fields}\n${diff}`)];
}

function withAllowedChangesUndone(next: PodSpec, previous: PodSpec): PodSpec {
  const spec = draftOf(next) as Draft<PodSpec> & Record<string, unknown>;
  for (const list of ["containers", "initContainers"] as const) {
    for (const [i, container] of (spec[list] ?? []).entries()) {
      const image = previous[list]?.[i]?.image;
      if (image !== undefined) container.image = image;
    }
  }
  for (const field of ["activeDeadlineSeconds", "tolerations", "schedulingGates"] as const) {
    if (previous[field] === undefined) delete spec[field];
    else Object.assign(spec, { [field]: previous[field] });
  }
  const grace = previous.terminationGracePeriodSeconds;
  if (grace !== undefined && grace < 0 && spec.terminationGracePeriodSeconds === 1) {
    spec.terminationGracePeriodSeconds = grace;
  }
  if (isGated(previous)) undoPlacement(spec, previous);
  return spec;
}
